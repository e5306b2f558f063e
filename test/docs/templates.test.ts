import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { templateSupport } from '../../scripts/template-support.ts';

it('docs/templates-support.md is what the schemas say (npm run docs:templates)', () => {
  const file = fileURLToPath(new URL('../../docs/templates-support.md', import.meta.url));
  expect(readFileSync(file, 'utf8')).toBe(templateSupport());
});

it.each([
  ['a property', '## AWS::SQS::Queue\n\n[^\n]*`QueueName`'],
  ['its values', '`ProtocolType`: `WEBSOCKET`'],
  ['a property within a list', '`Integration.IntegrationResponses\\[\\].StatusCode`'],
  ['a property without effect', '\\| `EndpointConfiguration` \\| there is one endpoint, on this machine \\|'],
  [
    'a type without effect',
    '## AWS::KMS::Key\n\nIs accepted, and has no effect: nothing is encrypted at rest.',
  ],
])('lists %s', (_what, text) => {
  expect(templateSupport()).toMatch(new RegExp(text));
});
