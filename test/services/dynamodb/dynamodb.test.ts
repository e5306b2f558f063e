import { describe, expect, it } from 'vitest';
import { createDynamoDb } from '../../../src/services/dynamodb/index.ts';
import { type Harness, harness, modelOf } from '../harness.ts';

const CONNECTIONS = {
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    TableName: 'Connections',
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
      { AttributeName: 'room', AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    BillingMode: 'PAY_PER_REQUEST',
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byRoom',
        KeySchema: [{ AttributeName: 'room', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  },
};

function connections(): Harness {
  const host = harness();
  host.serve(createDynamoDb(modelOf(host.environment, { Connections: CONNECTIONS }), host));
  return host;
}

const row = (sk: string, more: object = {}) => ({
  TableName: 'Connections',
  Item: { pk: { S: 'c' }, sk: { S: sk }, ...more },
});
/** A query for what is not there. */
const NOBODY = {
  TableName: 'Connections',
  KeyConditionExpression: 'pk = :pk',
  ExpressionAttributeValues: { ':pk': { S: 'nobody' } },
};
const key = (sk: string) => ({ TableName: 'Connections', Key: { pk: { S: 'c' }, sk: { S: sk } } });
const query = {
  TableName: 'Connections',
  KeyConditionExpression: 'pk = :pk',
  ExpressionAttributeValues: { ':pk': { S: 'c' } },
};

async function failureOf(promise: Promise<unknown>): Promise<Record<string, unknown>> {
  return promise.then(
    () => {
      throw new Error('did not fail');
    },
    (error) => ({ code: error.code, message: error.message, details: error.details }),
  );
}

describe('tables', () => {
  it('stand as the template says, in its account and region', async () => {
    const host = connections();
    const { Table } = (await host.call('dynamodb:DescribeTable', { TableName: 'Connections' })) as never as {
      Table: Record<string, unknown>;
    };
    expect(Table).toMatchObject({
      TableArn: 'arn:aws:dynamodb:us-east-1:123456789012:table/Connections',
      TableStatus: 'ACTIVE',
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      CreationDateTime: 1767225600,
      ItemCount: 0,
      GlobalSecondaryIndexes: [{ IndexName: 'byRoom', IndexStatus: 'ACTIVE' }],
    });
  });

  it('come and go by the API', async () => {
    const host = connections();
    const input = {
      TableName: 'Another',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'N' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    };
    await host.call('dynamodb:CreateTable', { ...input, Tags: [{ Key: 'stage', Value: 'dev' }] });
    const ResourceArn = 'arn:aws:dynamodb:us-east-1:123456789012:table/Another';
    expect(await host.call('dynamodb:ListTagsOfResource', { ResourceArn })).toEqual({
      Tags: [{ Key: 'stage', Value: 'dev' }],
    });
    expect((await failureOf(host.call('dynamodb:CreateTable', input)))['code']).toBe(
      'ResourceInUseException',
    );
    await host.call('dynamodb:PutItem', { TableName: 'Another', Item: { id: { N: '1' } } });
    expect(await host.call('dynamodb:ListTables', {})).toEqual({ TableNames: ['Another', 'Connections'] });
    await host.call('dynamodb:DeleteTable', { TableName: 'Another' });
    await host.call('dynamodb:CreateTable', input);
    expect(await host.call('dynamodb:Scan', { TableName: 'Another' })).toMatchObject({ Count: 0 });
  });

  it('that DynamoDB would not create fail the load, by name', () => {
    const host = harness();
    const broken = { ...CONNECTIONS, Properties: { ...CONNECTIONS.Properties, AttributeDefinitions: [] } };
    expect(() => createDynamoDb(modelOf(host.environment, { Broken: broken }), host)).toThrow(
      /^Resource 'Broken': .*KeySchema/,
    );
  });

  it('refuse what is not implemented instead of dropping it', async () => {
    const host = connections();
    const failure = await failureOf(
      host.call('dynamodb:CreateTable', { TableName: 'X', StreamSpecification: { StreamEnabled: true } }),
    );
    expect(failure['message']).toBe(
      "CreateTable: the parameter 'StreamSpecification' is not implemented here.",
    );
  });
});

describe('items', () => {
  it('are put, read, updated and deleted', async () => {
    const host = connections();
    expect(await host.call('dynamodb:PutItem', row('a', { n: { N: '12345678901234567890' } }))).toEqual({});
    await host.call('dynamodb:UpdateItem', {
      ...key('a'),
      UpdateExpression: 'SET #p = :p',
      ExpressionAttributeNames: { '#p': 'pattern' },
      ExpressionAttributeValues: { ':p': { S: '{}' } },
    });
    expect(await host.call('dynamodb:GetItem', key('a'))).toEqual({
      Item: { pk: { S: 'c' }, sk: { S: 'a' }, n: { N: '12345678901234567890' }, pattern: { S: '{}' } },
    });
    await host.call('dynamodb:DeleteItem', key('a'));
    expect(await host.call('dynamodb:GetItem', key('a'))).toEqual({});
  });

  it('are queried in order, page by page, with filter and projection', async () => {
    const host = connections();
    for (const sk of ['d', 'b', 'a', 'c']) await host.call('dynamodb:PutItem', row(sk, { n: { N: '1' } }));
    const page = await host.call('dynamodb:Query', { ...query, Limit: 3, ProjectionExpression: 'sk' });
    expect(page).toEqual({
      Items: [{ sk: { S: 'a' } }, { sk: { S: 'b' } }, { sk: { S: 'c' } }],
      Count: 3,
      ScannedCount: 3,
      LastEvaluatedKey: { pk: { S: 'c' }, sk: { S: 'c' } },
    });
    const rest = await host.call('dynamodb:Query', {
      ...query,
      ExclusiveStartKey: page['LastEvaluatedKey'] as never,
      FilterExpression: 'attribute_exists(absent)',
    });
    expect(rest).toEqual({ Items: [], Count: 0, ScannedCount: 1 });
  });

  it('are read anew by a read that was made before, and refused anew', async () => {
    const host = connections();
    const found = async (filter: string): Promise<unknown> => {
      const input = { ...query, FilterExpression: filter, ProjectionExpression: 'sk' };
      const { Items } = (await host.call('dynamodb:Query', input)) as { Items: { sk: { S: string } }[] };
      return Items.map(({ sk }) => sk.S);
    };
    const seen: unknown[] = [];
    for (const sk of ['a', 'b']) {
      await host.call('dynamodb:PutItem', row(sk, { n: { N: '1' } }));
      seen.push(await found('attribute_exists(n)'), await found('attribute_not_exists(n)'));
      expect(await failureOf(found('n ='))).toMatchObject({ code: 'ValidationException' });
    }
    expect(seen).toEqual([['a'], [], ['a', 'b'], []]);
  });

  it('are queried by a secondary index, also when the index key changes', async () => {
    const host = connections();
    await host.call('dynamodb:PutItem', row('a', { room: { S: 'red' } }));
    await host.call('dynamodb:PutItem', row('a', { room: { S: 'blue' } }));
    const byRoom = (room: string) =>
      host.call('dynamodb:Query', {
        TableName: 'Connections',
        IndexName: 'byRoom',
        KeyConditionExpression: 'room = :room',
        ExpressionAttributeValues: { ':room': { S: room } },
      });
    expect(await byRoom('red')).toMatchObject({ Count: 0 });
    expect(await byRoom('blue')).toMatchObject({ Items: [{ sk: { S: 'a' }, room: { S: 'blue' } }] });
  });

  it('come back from a batch in the order of its keys', async () => {
    const host = connections();
    const requests = ['a', 'b', 'c'].map((sk) => ({ PutRequest: { Item: row(sk).Item } }));
    await host.call('dynamodb:BatchWriteItem', { RequestItems: { Connections: requests } });
    const keys = ['c', 'x', 'a'].map((sk) => key(sk).Key);
    expect(
      await host.call('dynamodb:BatchGetItem', { RequestItems: { Connections: { Keys: keys } } }),
    ).toEqual({
      Responses: { Connections: [row('c').Item, row('a').Item] },
      UnprocessedKeys: {},
    });
  });

  it('are not changed through what a caller was given or gave', async () => {
    const host = connections();
    const put = row('a', { list: { L: [{ S: 'x' }] } });
    await host.call('dynamodb:PutItem', put);
    (put.Item as Record<string, unknown>)['list'] = 'changed';
    const first = (await host.call('dynamodb:GetItem', key('a')))['Item'] as Record<string, unknown>;
    first['list'] = 'changed';
    expect(await host.call('dynamodb:GetItem', key('a'))).toMatchObject({
      Item: { list: { L: [{ S: 'x' }] } },
    });
  });

  it.each([
    [
      'an unknown table',
      'GetItem',
      { TableName: 'Nope', Key: { pk: { S: 'a' } } },
      'ResourceNotFoundException',
      'Requested resource not found',
    ],
    [
      'a wrong key',
      'GetItem',
      { TableName: 'Connections', Key: { pk: { S: 'a' } } },
      'ValidationException',
      'The provided key element does not match the schema',
    ],
    [
      'no table name',
      'Query',
      {},
      'ValidationException',
      "1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null",
    ],
    [
      'a missing key condition',
      'Query',
      { TableName: 'Connections' },
      'ValidationException',
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    ],
    [
      'an expression that cannot be read',
      'Query',
      { ...query, FilterExpression: 'n == :n' },
      'ValidationException',
      'Invalid FilterExpression: Syntax error; token: "=", near: "== :n"',
    ],
    [
      'an expression that breaks off',
      'UpdateItem',
      { ...key('a'), UpdateExpression: 'SET n = ' },
      'ValidationException',
      'Invalid UpdateExpression: Syntax error; token: "<EOF>", near: "= "',
    ],
    [
      'a name that needs a placeholder',
      'UpdateItem',
      { ...key('a'), UpdateExpression: 'REMOVE a-b, c' },
      'ValidationException',
      'Invalid UpdateExpression: Syntax error; token: "-", near: "a-b"',
    ],
    [
      'an expression over 4 KB',
      'Query',
      { ...query, FilterExpression: `attribute_exists(${'n'.repeat(4096)})` },
      'ValidationException',
      'Invalid FilterExpression: Expression size has exceeded the maximum allowed size; expression size: 4114',
    ],
    [
      'more than 100 values of IN',
      'Query',
      { ...query, FilterExpression: `n IN (${Array(101).fill(':pk').join()})` },
      'ValidationException',
      'Invalid FilterExpression: Incorrect number of operands for operator or function; operator or function: IN, number of operands: 101',
    ],
    [
      'an attribute nested in more than 32 levels',
      'PutItem',
      row('a', { deep: JSON.parse(`${'{"L":['.repeat(33)}${']}'.repeat(33)}`) }),
      'ValidationException',
      'One or more parameter values were invalid: Nesting Levels have exceeded supported limits',
    ],
    [
      'a transaction without actions',
      'TransactWriteItems',
      { TransactItems: [] },
      'ValidationException',
      "1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
  ] as const)('refuse %s with the words of AWS', async (_what, operation, input, code, message) => {
    const failure = await failureOf(connections().call(`dynamodb:${operation}`, input as never));
    expect(failure).toMatchObject({ code, message });
  });

  it('show themselves when they refuse a condition, if asked', async () => {
    const host = connections();
    await host.call('dynamodb:PutItem', row('a'));
    const failure = await failureOf(
      host.call('dynamodb:PutItem', {
        ...row('a'),
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    expect(failure).toEqual({
      code: 'ConditionalCheckFailedException',
      message: 'The conditional request failed',
      details: { Item: row('a').Item },
    });
  });
});

describe('time to live', () => {
  it('removes an item within a minute of its expiry, not before', async () => {
    const host = connections();
    const inOneHour = String(host.clock.now() / 1000 + 3600);
    await host.call('dynamodb:PutItem', row('a', { expiresAt: { N: inOneHour } }));
    await host.call('dynamodb:PutItem', row('b'));
    await host.clock.advance(3_599_000);
    expect(await host.call('dynamodb:Query', query)).toMatchObject({ Count: 2 });
    await host.clock.advance(61_000);
    expect(await host.call('dynamodb:Query', query)).toMatchObject({ Count: 1, Items: [{ sk: { S: 'b' } }] });
  });

  it('leaves alone what is no number, or expired five years ago', async () => {
    const host = connections();
    await host.call('dynamodb:PutItem', row('a', { expiresAt: { S: '1' } }));
    await host.call('dynamodb:PutItem', row('b', { expiresAt: { N: '1' } }));
    await host.clock.advance(120_000);
    expect(await host.call('dynamodb:Query', query)).toMatchObject({ Count: 2 });
  });

  it('is turned off and on by the API', async () => {
    const host = connections();
    const table = { TableName: 'Connections' };
    const turn = (Enabled: boolean) =>
      host.call('dynamodb:UpdateTimeToLive', {
        ...table,
        TimeToLiveSpecification: { Enabled, AttributeName: 'expiresAt' },
      });
    await turn(false);
    expect(await host.call('dynamodb:DescribeTimeToLive', table)).toEqual({
      TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' },
    });
    expect((await failureOf(turn(false)))['message']).toBe('TimeToLive is already disabled');
    await turn(true);
    expect(await host.call('dynamodb:DescribeTimeToLive', table)).toEqual({
      TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' },
    });
  });
});

describe('transactions', () => {
  const put = (sk: string, more: object = {}) => ({ Put: { ...row(sk), ...more } });

  it('write all or nothing, with a reason for each action', async () => {
    const host = connections();
    await host.call('dynamodb:PutItem', row('a', { room: { S: 'red' } }));
    const failure = await failureOf(
      host.call('dynamodb:TransactWriteItems', {
        TransactItems: [
          put('b'),
          { Update: { ...key('a'), UpdateExpression: 'REMOVE room' } },
          { ConditionCheck: { ...key('x'), ConditionExpression: 'attribute_exists(pk)' } },
        ],
      }),
    );
    expect(failure).toEqual({
      code: 'TransactionCanceledException',
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [None, None, ConditionalCheckFailed]',
      details: {
        CancellationReasons: [
          { Code: 'None' },
          { Code: 'None' },
          { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
        ],
      },
    });
    expect(await host.call('dynamodb:Query', query)).toMatchObject({ Items: [{ room: { S: 'red' } }] });
    const byRoom = {
      TableName: 'Connections',
      IndexName: 'byRoom',
      KeyConditionExpression: 'room = :r',
      ExpressionAttributeValues: { ':r': { S: 'red' } },
    };
    expect(await host.call('dynamodb:Query', byRoom)).toMatchObject({ Count: 1 });
  });

  it('read several items, an empty response for a missing one', async () => {
    const host = connections();
    await host.call('dynamodb:TransactWriteItems', { TransactItems: [put('a'), put('b')] });
    const answer = await host.call('dynamodb:TransactGetItems', {
      TransactItems: [{ Get: key('b') }, { Get: key('x') }],
    });
    expect(answer).toEqual({ Responses: [{ Item: row('b').Item }, {}] });
  });

  it('are done once for one token', async () => {
    const host = connections();
    const input = {
      ClientRequestToken: 't',
      TransactItems: [put('a', { ConditionExpression: 'attribute_not_exists(pk)' })],
    };
    await host.call('dynamodb:TransactWriteItems', input);
    await host.call('dynamodb:TransactWriteItems', input);
    const other = { ...input, TransactItems: [put('b')] };
    expect((await failureOf(host.call('dynamodb:TransactWriteItems', other)))['code']).toBe(
      'IdempotentParameterMismatchException',
    );
    await host.clock.advance(10 * 60_000 + 1);
    expect((await failureOf(host.call('dynamodb:TransactWriteItems', input)))['code']).toBe(
      'TransactionCanceledException',
    );
  });

  it('refuse two actions on one item', async () => {
    const host = connections();
    const failure = await failureOf(
      host.call('dynamodb:TransactWriteItems', { TransactItems: [put('a'), { Delete: key('a') }] }),
    );
    expect(failure['message']).toBe('Transaction request cannot include multiple operations on one item');
  });
});

describe('the meter', () => {
  it.each([
    ['a small write', 'PutItem', row('a'), { 'dynamodb.writeRequestUnits': 1 }],
    [
      'a write of 1.5 KB',
      'PutItem',
      row('a', { x: { S: 'x'.repeat(1500) } }),
      { 'dynamodb.writeRequestUnits': 2 },
    ],
    [
      'a write with an index entry',
      'PutItem',
      row('a', { room: { S: 'red' } }),
      { 'dynamodb.writeRequestUnits': 2 },
    ],
    ['an eventually consistent read', 'GetItem', key('a'), { 'dynamodb.readRequestUnits': 0.5 }],
    [
      'a strongly consistent read',
      'GetItem',
      { ...key('a'), ConsistentRead: true },
      { 'dynamodb.readRequestUnits': 1 },
    ],
    [
      'an eventually consistent query that finds nothing',
      'Query',
      NOBODY,
      { 'dynamodb.readRequestUnits': 0.5 },
    ],
    [
      'a strongly consistent query that finds nothing',
      'Query',
      { ...NOBODY, ConsistentRead: true },
      { 'dynamodb.readRequestUnits': 1 },
    ],
    [
      'a transactional write',
      'TransactWriteItems',
      { TransactItems: [{ Put: row('a') }] },
      { 'dynamodb.writeRequestUnits': 2 },
    ],
    [
      'a transactional read',
      'TransactGetItems',
      { TransactItems: [{ Get: key('a') }] },
      { 'dynamodb.readRequestUnits': 2 },
    ],
  ] as const)('counts %s', async (_what, operation, input, units) => {
    const host = connections();
    await host.call(`dynamodb:${operation}`, input as never);
    expect(host.metered).toEqual(units);
  });

  it('counts no index write for an entry that stays as it was', async () => {
    const host = connections();
    await host.call('dynamodb:PutItem', row('a', { room: { S: 'red' } }));
    await host.call('dynamodb:PutItem', row('a', { room: { S: 'red' }, more: { S: 'x' } }));
    expect(host.metered).toEqual({ 'dynamodb.writeRequestUnits': 3 });
  });
});

describe('permissions', () => {
  const arn = 'arn:aws:dynamodb:us-east-1:123456789012:table/Connections';
  const context = { 'dynamodb:LeadingKeys': ['c'] };
  it.each([
    ['PutItem', row('a'), [{ action: 'dynamodb:PutItem', resource: arn, context }]],
    ['Query', query, [{ action: 'dynamodb:Query', resource: arn, context }]],
    [
      'Query',
      {
        ...query,
        KeyConditionExpression: 'sk = :sk AND (:pk = #pk)',
        ExpressionAttributeNames: { '#pk': 'pk' },
        ExpressionAttributeValues: { ':sk': { S: 'a' }, ':pk': { S: 'c' } },
      },
      [{ action: 'dynamodb:Query', resource: arn, context }],
    ],
    [
      'Query',
      {
        TableName: arn,
        KeyConditions: { pk: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'c' }] } },
      },
      [{ action: 'dynamodb:Query', resource: arn, context }],
    ],
    [
      'Query',
      { ...query, IndexName: 'byRoom', KeyConditionExpression: 'room=:pk' },
      [{ action: 'dynamodb:Query', resource: `${arn}/index/byRoom`, context }],
    ],
    [
      'BatchGetItem',
      { RequestItems: { Connections: { Keys: [key('a').Key, key('b').Key, { pk: { S: 'd' } }] } } },
      [
        {
          action: 'dynamodb:BatchGetItem',
          resource: arn,
          context: { 'dynamodb:LeadingKeys': ['c', 'd'] },
        },
      ],
    ],
    [
      'BatchWriteItem',
      {
        RequestItems: {
          Connections: [
            { PutRequest: { Item: { pk: { S: 'c' } } } },
            { DeleteRequest: { Key: { pk: { S: 'd' } } } },
          ],
        },
      },
      [
        {
          action: 'dynamodb:BatchWriteItem',
          resource: arn,
          context: { 'dynamodb:LeadingKeys': ['c', 'd'] },
        },
      ],
    ],
    ['Scan', { TableName: 'Connections' }, [{ action: 'dynamodb:Scan', resource: arn }]],
    [
      'BatchWriteItem',
      { RequestItems: { Connections: [null, { PutRequest: null }] } },
      [{ action: 'dynamodb:BatchWriteItem', resource: arn }],
    ],
    ['BatchGetItem', { RequestItems: null }, []],
    ['ListTables', {}, [{ action: 'dynamodb:ListTables', resource: '*' }]],
    [
      'TransactWriteItems',
      { TransactItems: [{ Delete: key('a') }] },
      [{ action: 'dynamodb:DeleteItem', resource: arn, context }],
    ],
    [
      'BatchGetItem',
      { RequestItems: { Connections: {} } },
      [{ action: 'dynamodb:BatchGetItem', resource: arn }],
    ],
  ] as const)('of %s', (name, input, expected) => {
    const host = harness();
    const service = createDynamoDb(modelOf(host.environment, { Connections: CONNECTIONS }), host);
    const operation = service.operations.find((candidate) => candidate.name === `dynamodb:${name}`);
    expect(operation?.permissions(input as never)).toEqual(expected);
  });
});
