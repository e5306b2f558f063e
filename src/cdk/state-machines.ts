import { Aws } from 'aws-cdk-lib';
import type * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { stateMachineDefinition } from './files.ts';
import {
  DEFERRED_MAX,
  DELIVERY_MAX_ATTEMPTS,
  EXPRESS_TIME_LIMIT_SECONDS,
  MESSAGE_MAX_BYTES,
  PATTERN_MAX_CHARACTERS,
  STANDARD_TIME_LIMIT_SECONDS,
} from './limits.ts';
import { deliverExpressions, subscribeExpressions } from './matching.ts';
import type { DeliveryType, LogLevel, Matching } from './props.ts';
import { type Reporting, reportValues, withReport } from './reporting.ts';
import { createRole } from './roles.ts';
import { encryptBy } from './storage.ts';

interface MachineProps {
  readonly table: dynamodb.ITable;
  readonly matching: Matching;
  readonly tracing: boolean;
  readonly logLevel: LogLevel;
  readonly logGroup?: logs.ILogGroup;
  readonly encryptionKey?: kms.IKey;
}

/** Validates a client's pattern and puts it in force. */
export function createSubscribe(scope: Construct, props: MachineProps): sfn.StateMachine {
  const role = createRole(scope, 'SubscribeRole', {
    service: 'states',
    allow: {
      'events:TestEventPattern': ['*'],
      'dynamodb:UpdateItem': [props.table.tableArn],
      'dynamodb:GetItem': [props.table.tableArn],
    },
    encryptionKeys: [props.encryptionKey],
  });
  const definition = stateMachineDefinition(
    'subscribe',
    {
      Partition: Aws.PARTITION,
      TableName: props.table.tableName,
      PatternMaxCharacters: PATTERN_MAX_CHARACTERS,
    },
    subscribeExpressions(props.matching),
  );
  return createMachine(scope, 'Subscribe', 'express', role, definition, props);
}

export interface DeliverProps extends MachineProps {
  readonly stage: apigatewayv2.WebSocketStage;
  readonly deadLetterQueue: sqs.IQueue;
  readonly deliveryType: DeliveryType;
  readonly pageSize: number;
  readonly reporting?: Reporting;
}

/** Sends one event to everybody whose pattern matches it. */
export function createDeliver(scope: Construct, props: DeliverProps): sfn.StateMachine {
  const { apiId } = props.stage.api;
  const { reporting } = props;
  const connections = `${apiId}/${props.stage.stageName}/POST/@connections/*`;
  const role = createRole(scope, 'DeliverRole', {
    service: 'states',
    allow: {
      'dynamodb:Query': [props.table.tableArn],
      'dynamodb:DeleteItem': [props.table.tableArn],
      'events:TestEventPattern': ['*'],
      'execute-api:ManageConnections': [
        `arn:${Aws.PARTITION}:execute-api:${Aws.REGION}:${Aws.ACCOUNT_ID}:${connections}`,
      ],
      'sqs:SendMessage': [props.deadLetterQueue.queueArn],
      ...(reporting && { 'logs:PutLogEvents': [reporting.logStreamArn] }),
    },
    encryptionKeys: [props.encryptionKey, props.deadLetterQueue.encryptionMasterKey],
  });
  const definition = stateMachineDefinition(
    'deliver',
    {
      Partition: Aws.PARTITION,
      TableName: props.table.tableName,
      PageSize: props.pageSize,
      MessageMaxBytes: MESSAGE_MAX_BYTES,
      MaxAttempts: DELIVERY_MAX_ATTEMPTS,
      DeferredMax: DEFERRED_MAX,
      TimeLimitSeconds:
        props.deliveryType === 'express' ? EXPRESS_TIME_LIMIT_SECONDS : STANDARD_TIME_LIMIT_SECONDS,
      ApiEndpoint: `${apiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`,
      StageName: props.stage.stageName,
      DeadLetterQueueUrl: props.deadLetterQueue.queueUrl,
      ...(reporting && reportValues(reporting)),
    },
    deliverExpressions(props.matching),
    reporting && withReport,
  );
  return createMachine(scope, 'Deliver', props.deliveryType, role, definition, props);
}

function createMachine(
  scope: Construct,
  id: string,
  type: DeliveryType,
  role: iam.IRole,
  definition: string,
  props: MachineProps,
): sfn.StateMachine {
  const machine = new sfn.StateMachine(scope, id, {
    role,
    stateMachineType: type === 'express' ? sfn.StateMachineType.EXPRESS : sfn.StateMachineType.STANDARD,
    definitionBody: sfn.DefinitionBody.fromString(definition),
    tracingEnabled: props.tracing,
    ...(props.logGroup && {
      logs: {
        destination: props.logGroup,
        level: sfn.LogLevel[props.logLevel],
        includeExecutionData: false,
      },
    }),
  });
  encryptBy(
    machine,
    'EncryptionConfiguration',
    props.encryptionKey && { Type: 'CUSTOMER_MANAGED_KMS_KEY', KmsKeyId: props.encryptionKey.keyArn },
  );
  return machine;
}
