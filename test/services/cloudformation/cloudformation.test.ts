import { describe, expect, it } from 'vitest';
import { createCloudFormation } from '../../../src/services/cloudformation/index.ts';
import { harness, modelOf } from '../harness.ts';

function stack() {
  const host = harness();
  const model = modelOf(host.environment, { Queue: { Type: 'AWS::SQS::Queue' } });
  host.serve(
    createCloudFormation(
      { ...model, outputs: [{ key: 'url', value: 'wss://x', description: 'here' }] },
      host,
    ),
  );
  return host;
}

describe('CloudFormation', () => {
  it.each([[{}], [{ StackName: 'Test' }]])('describes the stack asked for by %o', async (input) => {
    expect(await stack().call('cloudformation:DescribeStacks', input)).toMatchObject({
      Stacks: [
        {
          StackName: 'Test',
          StackStatus: 'CREATE_COMPLETE',
          Outputs: [{ OutputKey: 'url', OutputValue: 'wss://x', Description: 'here' }],
        },
      ],
    });
  });

  it('lists its resources', async () => {
    expect(await stack().call('cloudformation:DescribeStackResources', {})).toMatchObject({
      StackResources: [{ LogicalResourceId: 'Queue', ResourceType: 'AWS::SQS::Queue' }],
    });
  });

  it('knows no other stack', async () => {
    await expect(stack().call('cloudformation:DescribeStacks', { StackName: 'Other' })).rejects.toMatchObject(
      {
        code: 'ValidationError',
        message: 'Stack with id Other does not exist',
      },
    );
  });
});
