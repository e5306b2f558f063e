import { stateMachineDefinition } from '../../src/cdk/files.ts';
import { EXPRESS_TIME_LIMIT_SECONDS } from '../../src/cdk/limits.ts';
import { deliverExpressions, subscribeExpressions } from '../../src/cdk/matching.ts';
import type { Matching } from '../../src/cdk/props.ts';
import { withReport } from '../../src/cdk/reporting.ts';
import { type JsonObject, stringifyJson } from '../../src/core/json.ts';
import { EventPatternError, testEventPattern } from '../../src/languages/event-pattern/index.ts';
import { fails, type Run, runMachine, type Tasks } from './run-machine.ts';

export const subscribeDefinition = (matching: Matching): string =>
  stateMachineDefinition(
    'subscribe',
    { Partition: 'aws', TableName: 'Connections', PatternMaxCharacters: 2048 },
    subscribeExpressions(matching),
  );

export const deliverDefinition = (matching: Matching, pageSize: number, reports = false): string =>
  stateMachineDefinition(
    'deliver',
    {
      Partition: 'aws',
      TableName: 'Connections',
      PageSize: pageSize,
      MessageMaxBytes: 131_072,
      MaxAttempts: 4,
      DeferredMax: 200,
      TimeLimitSeconds: EXPRESS_TIME_LIMIT_SECONDS,
      ApiEndpoint: 'a1b2c3.execute-api.eu-west-1.amazonaws.com',
      StageName: 'live',
      DeadLetterQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/dead',
      MetricNamespace: 'Lambdaless',
      MetricsLogGroup: 'metrics',
      MetricsLogStream: 'stream',
    },
    deliverExpressions(matching),
    reports ? withReport : undefined,
  );

/** Matches {@link EVENT}. */
export const WANTED: string = '{"source":["s"]}';
export const UNWANTED = '{"source":["other"]}';

export const EVENT: string =
  '{"version":"0","id":"1","detail-type":"t","source":"s","account":"123456789012","time":"2026-01-01T00:00:00Z",' +
  '"region":"eu-west-1","resources":[],"detail":{"big":12345678901234567890,"price":1.10,"none":null,"empty":"",' +
  '"list":[[],[null]],"text":"ü € 😀"}}';

export type Row = JsonObject & { connectionId: { S: string } };

/** What Subscribe stores for a pattern, by running it. */
export async function stored(matching: Matching, connectionId: string, pattern: string): Promise<Row> {
  const { calls } = await runMachine(
    subscribeDefinition(matching),
    { connectionId, sentAt: 0, characters: pattern.length, pattern },
    { 'eventbridge:testEventPattern': () => ({ Result: false }), 'dynamodb:updateItem': () => ({}) },
  );
  const values = calls[1]?.input['ExpressionAttributeValues'] as Record<string, { S: string }>;
  return {
    connectionId: { S: connectionId },
    pattern: { S: pattern },
    matcher: { S: values[':matcher']?.S ?? '' },
  };
}

/** So many connections, with names in the order of the table. */
export async function storedMany(
  matching: Matching,
  count: number,
  pattern: string = WANTED,
): Promise<Row[]> {
  const one = await stored(matching, '', pattern);
  return Array.from({ length: count }, (_, index) => ({
    ...one,
    connectionId: { S: `c${String(index).padStart(4, '0')}=` },
  }));
}

/** A table with rows of the test's choosing, the real event patterns, and connections that may be broken. */
export class World {
  readonly received: Record<string, string[]> = {};
  readonly deleted: string[] = [];
  readonly setAside: string[] = [];
  /** What was reported, as CloudWatch reads it. */
  readonly reported: JsonObject[] = [];
  /** Whether Deliver reports what it does. */
  reports = false;
  private readonly matching: Matching;
  private readonly rows: readonly Row[];
  private readonly faults: Readonly<Record<string, () => void>>;

  /** @param faults what happens before a message to a connection is taken, by connection id. */
  constructor(matching: Matching, rows: readonly Row[], faults: Readonly<Record<string, () => void>> = {}) {
    this.matching = matching;
    this.rows = rows;
    this.faults = faults;
  }

  run(event: string = EVENT, tasks: Tasks = {}, pageSize: number = 3): Promise<Run> {
    return runMachine(deliverDefinition(this.matching, pageSize, this.reports), event, {
      ...this.tasks,
      ...tasks,
    });
  }

  private readonly tasks: Tasks = {
    'dynamodb:query': (input) => this.query(input),
    'dynamodb:deleteItem': (input) => {
      this.deleted.push((input['Key'] as Row).connectionId.S);
      return {};
    },
    'eventbridge:testEventPattern': ({ Event, EventPattern }) => {
      try {
        return { Result: testEventPattern(EventPattern as string, Event as string) };
      } catch (error) {
        if (!(error instanceof EventPatternError)) throw error;
        return fails(`EventBridge.${error.code}`, error.message)();
      }
    },
    'apigateway:invoke': (input) => {
      const id = (input['Path'] as string).replace('/@connections/', '');
      this.faults[id]?.();
      const { [id]: messages = [] } = this.received;
      this.received[id] = [...messages, stringifyJson(input['RequestBody'] as JsonObject)];
      return { StatusCode: 200 };
    },
    'cloudwatchlogs:putLogEvents': ({ LogEvents }) => {
      const [line] = LogEvents as [{ Message: string }];
      this.reported.push(JSON.parse(line.Message) as JsonObject);
      return {};
    },
    'sqs:sendMessage': ({ MessageBody }) => {
      this.setAside.push(stringifyJson(MessageBody as JsonObject));
      return { MessageId: 'm' };
    },
  };

  query(input: JsonObject): JsonObject {
    const values = input['ExpressionAttributeValues'] as Record<string, { S: string }>;
    const { [':cursor']: cursor, [':first']: first, [':last']: last } = values;
    const rows = this.rows.filter(({ connectionId: { S: id } }) =>
      cursor ? id > cursor.S : first && last && id >= first.S && id <= last.S,
    );
    const page = rows.slice(0, (input['Limit'] as number | undefined) ?? rows.length);
    const end = page.at(-1);
    return {
      Count: page.length,
      Items: page.map((row) => projected(row, input)),
      ScannedCount: page.length,
      ...(end &&
        rows.length > page.length && {
          LastEvaluatedKey: { scope: { S: 'connections' }, connectionId: end.connectionId },
        }),
    };
  }
}

/** The attributes that a query asks for. */
function projected(row: Row, input: JsonObject): JsonObject {
  const names = input['ExpressionAttributeNames'] as Record<string, string>;
  const wanted = (input['ProjectionExpression'] as string).split(', ').map((name) => names[name]);
  return Object.fromEntries(Object.entries(row).filter(([name]) => wanted.includes(name)));
}
