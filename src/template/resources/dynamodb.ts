import * as v from 'valibot';
import { stableUuid } from '../naming.ts';
import { cfnBoolean, cfnNumber, noEffect, type ResourceTypes, withoutEffect } from '../resource-type.ts';

export interface KeySchemaElement {
  readonly AttributeName: string;
  readonly KeyType: 'HASH' | 'RANGE';
}

export interface Throughput {
  readonly ReadCapacityUnits: number;
  readonly WriteCapacityUnits: number;
}

export interface SecondaryIndex {
  readonly IndexName: string;
  readonly KeySchema: readonly KeySchemaElement[];
  readonly Projection: {
    readonly ProjectionType?: 'ALL' | 'INCLUDE' | 'KEYS_ONLY' | undefined;
    readonly NonKeyAttributes?: readonly string[] | undefined;
  };
  readonly ProvisionedThroughput?: Throughput | undefined;
}

/** What the runtime makes a table from; the two resource types say the rest in properties without effect. */
export interface TableProperties {
  readonly TableName?: string | undefined;
  readonly AttributeDefinitions: readonly {
    readonly AttributeName: string;
    readonly AttributeType: 'S' | 'N' | 'B';
  }[];
  readonly KeySchema: readonly KeySchemaElement[];
  readonly BillingMode?: 'PAY_PER_REQUEST' | 'PROVISIONED' | undefined;
  readonly ProvisionedThroughput?: Throughput | undefined;
  readonly GlobalSecondaryIndexes?: readonly SecondaryIndex[] | undefined;
  readonly LocalSecondaryIndexes?: readonly SecondaryIndex[] | undefined;
  readonly TimeToLiveSpecification?:
    | { readonly AttributeName?: string | undefined; readonly Enabled: boolean }
    | undefined;
}

export interface DynamoDbProperties {
  'AWS::DynamoDB::Table': TableProperties;
  'AWS::DynamoDB::GlobalTable': TableProperties;
}

const keySchema = v.array(
  v.strictObject({ AttributeName: v.string(), KeyType: v.picklist(['HASH', 'RANGE']) }),
);
const throughput = v.strictObject({ ReadCapacityUnits: cfnNumber, WriteCapacityUnits: cfnNumber });
const CAPACITY_REASON = 'nothing is throttled by capacity here';

const index = {
  IndexName: v.string(),
  KeySchema: keySchema,
  Projection: v.strictObject({
    ProjectionType: v.optional(v.picklist(['ALL', 'INCLUDE', 'KEYS_ONLY'])),
    NonKeyAttributes: v.optional(v.array(v.string())),
  }),
};

/** Source: CloudFormation, SSESpecification of a table. */
const encryption = v.pipe(
  v.optional(
    v.strictObject({
      SSEEnabled: v.optional(cfnBoolean),
      SSEType: v.optional(v.picklist(['KMS', 'AES256'])),
      KMSMasterKeyId: v.optional(v.string()),
    }),
  ),
  noEffect('items live in the memory of one process'),
);

const common = {
  TableName: v.optional(v.string()),
  AttributeDefinitions: v.array(
    v.strictObject({ AttributeName: v.string(), AttributeType: v.picklist(['S', 'N', 'B']) }),
  ),
  KeySchema: keySchema,
  BillingMode: v.optional(v.picklist(['PAY_PER_REQUEST', 'PROVISIONED'])),
  LocalSecondaryIndexes: v.optional(v.array(v.strictObject(index))),
  TimeToLiveSpecification: v.optional(
    v.strictObject({ AttributeName: v.optional(v.string()), Enabled: cfnBoolean }),
  ),
  SSESpecification: encryption,
  WarmThroughput: withoutEffect(CAPACITY_REASON),
};

const perTable = {
  ContributorInsightsSpecification: withoutEffect('there is no CloudWatch here'),
  DeletionProtectionEnabled: withoutEffect('a stopped process keeps no table'),
  PointInTimeRecoverySpecification: withoutEffect('there are no backups of memory'),
  TableClass: withoutEffect('it is a matter of price'),
  Tags: withoutEffect('nothing reads them'),
};

const table = v.strictObject({
  ...common,
  ...perTable,
  ProvisionedThroughput: v.optional(throughput),
  OnDemandThroughput: withoutEffect(CAPACITY_REASON),
  GlobalSecondaryIndexes: v.optional(
    v.array(
      v.strictObject({
        ...index,
        ProvisionedThroughput: v.optional(throughput),
        OnDemandThroughput: withoutEffect(CAPACITY_REASON),
        WarmThroughput: withoutEffect(CAPACITY_REASON),
        ContributorInsightsSpecification: withoutEffect('there is no CloudWatch here'),
      }),
    ),
  ),
});

const replica = v.strictObject({
  ...perTable,
  Region: v.string(),
  GlobalSecondaryIndexes: withoutEffect(CAPACITY_REASON),
  ReadProvisionedThroughputSettings: withoutEffect(CAPACITY_REASON),
  ReadOnDemandThroughputSettings: withoutEffect(CAPACITY_REASON),
  SSESpecification: withoutEffect('items live in the memory of one process'),
});

const globalTable = v.strictObject({
  ...common,
  Replicas: v.pipe(
    v.array(replica),
    v.maxLength(1, 'A global table in several regions is not implemented: one replica only.'),
  ),
  WriteProvisionedThroughputSettings: withoutEffect(CAPACITY_REASON),
  WriteOnDemandThroughputSettings: withoutEffect(CAPACITY_REASON),
  GlobalSecondaryIndexes: v.optional(
    v.array(
      v.strictObject({
        ...index,
        WarmThroughput: withoutEffect(CAPACITY_REASON),
        WriteProvisionedThroughputSettings: withoutEffect(CAPACITY_REASON),
        WriteOnDemandThroughputSettings: withoutEffect(CAPACITY_REASON),
      }),
    ),
  ),
});

/** Capacity of a global table is set by auto scaling, which is without effect: it is on demand here. */
const globalTableProperties = v.pipe(
  globalTable,
  v.transform((properties) => ({ ...properties, BillingMode: 'PAY_PER_REQUEST' as const })),
);

type Type = ResourceTypes<DynamoDbProperties>['AWS::DynamoDB::Table'];
const naming: Pick<Type, 'ref' | 'attributes'> = {
  ref: (properties, { generatedName }) => properties.TableName ?? generatedName(255),
  attributes: (_properties, { environment: { partition, region, accountId }, stackName }, ref) => ({
    Arn: `arn:${partition}:dynamodb:${region}:${accountId}:table/${ref}`,
    TableId: stableUuid(`${stackName}/${ref}`),
  }),
};

export const dynamoDbTypes: ResourceTypes<DynamoDbProperties> = {
  'AWS::DynamoDB::Table': { properties: table, ...naming },
  'AWS::DynamoDB::GlobalTable': { properties: globalTableProperties, ...naming },
};
