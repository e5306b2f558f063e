import { expect, it } from 'vitest';
import { noSpan } from '../../../src/core/trace.ts';
import { createSts } from '../../../src/services/sts/index.ts';
import { harness } from '../harness.ts';

it.each([
  ['the account', { kind: 'account' }, 'arn:aws:iam::123456789012:root'],
  [
    'a role',
    { kind: 'role', roleArn: 'arn:aws:iam::123456789012:role/path/Reader', service: 's', sourceArn: '*' },
    'arn:aws:sts::123456789012:assumed-role/Reader/lambdaless',
  ],
] as const)('GetCallerIdentity tells %s who it is', async (_who, caller, Arn) => {
  const host = harness();
  host.serve(createSts(host));
  const answer = await host.operations.call('sts:GetCallerIdentity', {}, { caller, span: noSpan });
  expect(answer).toMatchObject({ Account: '123456789012', Arn });
});
