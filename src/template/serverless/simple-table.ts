import * as v from 'valibot';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { checkProperties } from '../check.ts';
import type { Problems } from '../problems.ts';
import type { ServerlessResource } from './parts.ts';

/** Values may still be references: they are checked as properties of the table that this becomes. */
const schema = v.strictObject({
  PrimaryKey: v.optional(
    v.strictObject({ Name: v.unknown(), Type: v.picklist(['String', 'Number', 'Binary']) }),
  ),
  ProvisionedThroughput: v.optional(v.unknown()),
  TableName: v.optional(v.unknown()),
  PointInTimeRecoverySpecification: v.optional(v.unknown()),
  SSESpecification: v.optional(v.unknown()),
  Tags: v.optional(v.unknown()),
});

const KEY_TYPES = { String: 'S', Number: 'N', Binary: 'B' } as const;

/** Without a primary key there is one named `id`, a string; without throughput the table is paid per request. */
export function expandSimpleTable(
  { logicalId, properties }: ServerlessResource,
  problems: Problems,
): JsonObject {
  const place = { owner: `Resource '${logicalId}'`, path: [] };
  const checked = checkProperties(schema, properties, 'AWS::Serverless::SimpleTable', place, problems);
  const { PrimaryKey: key, Tags: _tags, ...passedOn } = checked ?? {};
  const name = (key?.Name ?? 'id') as JsonValue;
  return {
    [logicalId]: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        ...(passedOn as JsonObject),
        ...(passedOn.ProvisionedThroughput === undefined && { BillingMode: 'PAY_PER_REQUEST' }),
        AttributeDefinitions: [{ AttributeName: name, AttributeType: KEY_TYPES[key?.Type ?? 'String'] }],
        KeySchema: [{ AttributeName: name, KeyType: 'HASH' }],
      },
    },
  };
}
