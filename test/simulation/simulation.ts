import { VirtualClock } from '../../src/core/clock.ts';
import { type Environment, seededRandom } from '../../src/core/environment.ts';
import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../../src/core/json.ts';
import type { OperationName } from '../../src/core/operations.ts';
import { noSpan, type SpanRecord } from '../../src/core/trace.ts';
import { createServices, type Services } from '../../src/runtime/services.ts';
import type { ClientConnection } from '../../src/services/apigateway/index.ts';
import { type Authorizer, createAuthorizer, type PermissionUsage } from '../../src/services/authorizer.ts';
import { createOperations, type OperationsTable } from '../../src/services/dispatch.ts';
import { createFaults, type FaultInjector, type FaultRule } from '../../src/services/faults.ts';
import { createMeter } from '../../src/services/meter.ts';
import { createTracer } from '../../src/services/tracer.ts';
import { loadTemplate } from '../../src/template/index.ts';
import type { StackModel } from '../../src/template/model.ts';

const ACCOUNT = { caller: { kind: 'account' } } as const;

/**
 * A stack of a template without sockets and without waiting: clients are objects, and time passes only when told
 * to. Everything else is what the runtime runs.
 */
export class Simulation {
  readonly clock: VirtualClock = new VirtualClock();
  readonly model: StackModel;
  readonly clients: Client[] = [];
  private readonly environment: Environment;
  private readonly operations: OperationsTable;
  private readonly services: Services;
  private readonly faults: FaultInjector = createFaults();
  private readonly authorizer: Authorizer;
  private readonly tracer = createTracer({ clock: this.clock });

  /** @throws TemplateError if the template cannot be run. */
  constructor(template: object, seed = 1) {
    this.environment = {
      partition: 'aws',
      region: 'eu-central-1',
      accountId: '123456789012',
      urlSuffix: 'amazonaws.com',
      clock: this.clock,
      random: seededRandom(seed),
    };
    this.model = loadTemplate(template, { environment: this.environment, stackName: 'Stack' });
    this.authorizer = createAuthorizer(this.model, this.environment);
    const { environment, authorizer, faults } = this;
    this.operations = createOperations({ environment, authorizer, faults });
    this.services = createServices(this.model, {
      environment,
      operations: this.operations,
      meter: createMeter(),
    });
    for (const service of this.services.all) this.operations.register(service.operations);
    this.services.states.check();
    this.clock.settle = () => this.operations.idle();
  }

  /** The operations table's names. */
  get operationNames(): readonly OperationName[] {
    return [...this.operations.names()];
  }

  async call(name: OperationName, input: JsonObject): Promise<JsonValue> {
    const span = this.tracer.start('request', name);
    return this.operations.call(name, input, { ...ACCOUNT, span }).finally(() => span.end());
  }

  /** A physical name or URL that the template gives out. */
  output(key: string): string {
    const output = this.model.outputs.find((item) => item.key === key);
    if (!output) throw new Error(`no output ${key}`);
    return output.value;
  }

  /** Injects faults; the function returned takes them out again. */
  fail(...rules: readonly FaultRule[]): () => void {
    return this.faults.add(...rules);
  }

  /** Lets time pass, and everything that falls due in it happen. */
  async pass(durationMs = 0): Promise<void> {
    await this.clock.advance(durationMs);
  }

  /** Connects a client; undefined if the connection is refused. */
  async connect({ signed = true }: { signed?: boolean } = {}): Promise<Client | undefined> {
    const [api] = this.model.ofType('AWS::ApiGatewayV2::Stage');
    const endpoint =
      api && this.services.apiGateway.webSocketApi(api.properties.ApiId, api.properties.StageName);
    const answer = await this.timely(
      endpoint?.connect({
        headers: {},
        query: {},
        sourceIp: '127.0.0.1',
        caller: signed ? ACCOUNT.caller : undefined,
        span: noSpan,
      }),
    );
    if (!answer?.accepted) return undefined;
    const client = new Client(answer.connectionId);
    client.connection = answer.open(client);
    this.clients.push(client);
    return client;
  }

  /** Sends a frame, and returns what arrives at this client until all has come to rest. */
  async send(client: Client, frame: unknown): Promise<JsonValue[]> {
    const text = typeof frame === 'string' ? frame : JSON.stringify(frame);
    const span = this.tracer.start('request', 'frame');
    await this.timely(client.connection?.onMessage(text, span)).finally(() => span.end());
    return client.take();
  }

  async disconnect(client: Client): Promise<void> {
    await this.timely(client.connection?.onClose(1001, '', noSpan));
  }

  /** Puts an event on the stack's bus and lets its delivery come to an end. Returns its id. */
  async put(
    event: { source?: string; detailType?: string; detail?: string } = {},
    passMs = 0,
  ): Promise<string> {
    const { source = 'shop', detailType = 'order', detail = '{}' } = event;
    const entry = {
      EventBusName: this.output('eventBusName'),
      Source: source,
      DetailType: detailType,
      Detail: detail,
    };
    const answer = (await this.call('events:PutEvents', { Entries: [entry] })) as {
      Entries: { EventId: string }[];
    };
    await this.pass(passMs);
    return answer.Entries[0]?.EventId ?? '';
  }

  /** What lies in the dead-letter queue; it is taken out. */
  async deadLetters(): Promise<JsonObject[]> {
    const QueueUrl = this.output('deadLetterQueueUrl');
    const answer = (await this.call('sqs:ReceiveMessage', {
      QueueUrl,
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ['All'],
    })) as { Messages?: JsonObject[] };
    const messages = answer.Messages ?? [];
    for (const message of messages) {
      await this.call('sqs:DeleteMessage', { QueueUrl, ReceiptHandle: message['ReceiptHandle'] as string });
    }
    return messages;
  }

  /** The executions begun since the last call: "Deliver", or with its error "Deliver Lambdaless.Undelivered". */
  executions(): string[] {
    const machines = new Map(
      this.model
        .ofType('AWS::StepFunctions::StateMachine')
        .map(({ logicalId, attributes }) => [
          attributes['Name'],
          /deliver/i.test(logicalId) ? 'Deliver' : 'Subscribe',
        ]),
    );
    const spans = this.tracer.traces().flatMap(({ root }) => executionsIn(root));
    this.tracer.clear();
    return spans.map(({ name, error }) =>
      [machines.get(name) ?? name, error?.code].filter(Boolean).join(' '),
    );
  }

  /** The rows of the connections table, by connection id. */
  async rows(): Promise<ReadonlyMap<string, JsonObject>> {
    const answer = (await this.call('dynamodb:Scan', { TableName: this.output('connectionsTableName') })) as {
      Items: JsonObject[];
    };
    return new Map(answer.Items.map((item) => [(item['connectionId'] as { S: string }).S, item]));
  }

  usage(): PermissionUsage {
    return this.authorizer.usage();
  }

  async close(): Promise<void> {
    for (const service of this.services.all) await service.close();
  }

  /** The result of work that may wait for the clock, which is moved on until it is there. */
  private async timely<Result>(work: Promise<Result> | undefined): Promise<Result | undefined> {
    let done = false;
    const finished = work?.finally(() => {
      done = true;
    });
    await this.pass();
    while (work && !done) await this.pass(1_000);
    return finished;
  }
}

function executionsIn(span: SpanRecord): SpanRecord[] {
  return [...(span.kind === 'execution' ? [span] : []), ...span.children.flatMap(executionsIn)];
}

/** The far end of a connection. */
export class Client {
  readonly connectionId: string;
  connection: ClientConnection | undefined;
  /** Set when the stack has closed the connection. */
  closedWith: number | undefined;
  /** Takes no messages: a client that does not read. */
  stuck = false;
  private received: string[] = [];

  constructor(connectionId: string) {
    this.connectionId = connectionId;
  }

  send(text: string): boolean {
    if (!this.stuck) this.received.push(text);
    return !this.stuck;
  }

  close(code: number): void {
    this.closedWith = code;
  }

  /** The messages since the last call, as text. */
  takeTexts(): string[] {
    return this.received.splice(0);
  }

  /** The messages since the last call; events as their id. */
  take(): JsonValue[] {
    return this.takeTexts().map((text) => {
      const message = parseJson(text);
      return isJsonObject(message) && message['detail-type'] !== undefined && message['type'] === undefined
        ? (message['id'] as string)
        : message;
    });
  }
}
