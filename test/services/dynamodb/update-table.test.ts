import { describe, expect, it } from 'vitest';
import { createDynamoDb } from '../../../src/services/dynamodb/index.ts';
import { type Harness, harness, modelOf } from '../harness.ts';

const TableName = 'Orders';
const throughput = (units: number) => ({ ReadCapacityUnits: units, WriteCapacityUnits: units });

async function orders(): Promise<Harness> {
  const host = harness();
  host.serve(createDynamoDb(modelOf(host.environment, {}), host));
  await host.call('dynamodb:CreateTable', {
    TableName,
    AttributeDefinitions: [
      { AttributeName: 'id', AttributeType: 'S' },
      { AttributeName: 'state', AttributeType: 'S' },
    ],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    ProvisionedThroughput: throughput(5),
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byState',
        KeySchema: [{ AttributeName: 'state', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
        ProvisionedThroughput: throughput(3),
      },
    ],
  });
  return host;
}

/** Read capacity of the table and of its index. */
async function capacities(host: Harness): Promise<[number, number]> {
  const { Table } = (await host.call('dynamodb:DescribeTable', { TableName })) as unknown as {
    Table: {
      ProvisionedThroughput: { ReadCapacityUnits: number };
      GlobalSecondaryIndexes: [{ ProvisionedThroughput: { ReadCapacityUnits: number } }];
    };
  };
  const [index] = Table.GlobalSecondaryIndexes;
  return [Table.ProvisionedThroughput.ReadCapacityUnits, index.ProvisionedThroughput.ReadCapacityUnits];
}

describe('UpdateTable', () => {
  it.each([
    ['of the table', { ProvisionedThroughput: throughput(7) }, [7, 3]],
    [
      'of an index, and leaves the table',
      {
        GlobalSecondaryIndexUpdates: [
          { Update: { IndexName: 'byState', ProvisionedThroughput: throughput(9) } },
        ],
      },
      [5, 9],
    ],
    ['of both to on demand', { BillingMode: 'PAY_PER_REQUEST' }, [0, 0]],
  ])('changes the throughput %s', async (_name, change, expected) => {
    const host = await orders();
    await host.call('dynamodb:UpdateTable', { TableName, ...change });
    expect(await capacities(host)).toEqual(expected);
  });

  it.each([
    [
      'an index that does not exist',
      { Update: { IndexName: 'byNothing', ProvisionedThroughput: throughput(9) } },
      'ResourceNotFoundException',
      'Requested resource not found: Index: byNothing not found',
    ],
    [
      'deleting an index',
      { Delete: { IndexName: 'byState' } },
      'ValidationException',
      'UpdateTable: lambdaless does not create or delete indexes; declare them in the template or in CreateTable.',
    ],
  ])('refuses %s, and changes nothing', async (_name, update, code, message) => {
    const host = await orders();
    const call = host.call('dynamodb:UpdateTable', { TableName, GlobalSecondaryIndexUpdates: [update] });
    await expect(call).rejects.toMatchObject({ code, message });
    expect(await capacities(host)).toEqual([5, 3]);
  });
});
