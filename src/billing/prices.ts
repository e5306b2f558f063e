import type { BillableUnit } from '../core/meter.ts';

/** What is billed: whatever the meter counts and AWS charges for, and what other designs need besides. */
export type PricedUnit =
  | Exclude<BillableUnit, 'events.controlPlaneCalls'>
  | 'lambda.requests'
  | 'lambda.gbSeconds';

/** How much of what was used. */
export type Usage = Readonly<Partial<Record<PricedUnit | 'events.controlPlaneCalls', number>>>;

export interface Price {
  readonly unit: PricedUnit;
  readonly service: string;
  readonly item: string;
  /** USD for `per` units. */
  readonly usd: number;
  readonly per: number;
  /** AWS's page. */
  readonly source: string;
}

export const PRICE_REGION = 'us-east-1';

/** The month in which the prices were last compared with AWS's pages. */
export const PRICE_DATE = '2026-06';

const MILLION = 1_000_000;
const STATES = 'https://aws.amazon.com/step-functions/pricing/';
const DYNAMODB = 'https://aws.amazon.com/dynamodb/pricing/on-demand/';
const EVENTS = 'https://aws.amazon.com/eventbridge/pricing/';
const API_GATEWAY = 'https://aws.amazon.com/api-gateway/pricing/';
const LAMBDA = 'https://aws.amazon.com/lambda/pricing/';

/** List prices of the first tier, in USD, without any free tier. In the order in which bills show them. */
export const PRICES: readonly Price[] = [
  price('states.standard.transitions', 'Step Functions', 'state transitions', 0.025, 1_000, STATES),
  price('states.express.requests', 'Step Functions', 'Express requests', 1, MILLION, STATES),
  price('states.express.gbSeconds', 'Step Functions', 'Express GB-seconds', 0.00001667, 1, STATES),
  price('lambda.requests', 'Lambda', 'requests', 0.2, MILLION, LAMBDA),
  price('lambda.gbSeconds', 'Lambda', 'GB-seconds', 0.0000166667, 1, LAMBDA),
  price('dynamodb.readRequestUnits', 'DynamoDB', 'read request units', 0.125, MILLION, DYNAMODB),
  price('dynamodb.writeRequestUnits', 'DynamoDB', 'write request units', 0.625, MILLION, DYNAMODB),
  price('events.published', 'EventBridge', 'events (64 KB)', 1, MILLION, EVENTS),
  price('events.archived.gb', 'EventBridge', 'archived GB', 0.1, 1, EVENTS),
  price('apigateway.websocket.messages', 'API Gateway', 'messages (32 KB)', 1, MILLION, API_GATEWAY),
  price(
    'apigateway.websocket.connectionMinutes',
    'API Gateway',
    'connection minutes',
    0.25,
    MILLION,
    API_GATEWAY,
  ),
  price('apigateway.rest.requests', 'API Gateway', 'REST requests', 3.5, MILLION, API_GATEWAY),
  price('sqs.requests', 'SQS', 'requests (64 KB)', 0.4, MILLION, 'https://aws.amazon.com/sqs/pricing/'),
  price(
    'logs.ingested.bytes',
    'CloudWatch Logs',
    'bytes ingested',
    0.5,
    1024 ** 3,
    'https://aws.amazon.com/cloudwatch/pricing/',
  ),
];

function price(
  unit: PricedUnit,
  service: string,
  item: string,
  usd: number,
  per: number,
  source: string,
): Price {
  return { unit, service, item, usd, per, source };
}
