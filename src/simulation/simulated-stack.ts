import { VirtualClock } from '../core/clock.ts';
import { seededRandom } from '../core/environment.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import type { Caller, OperationName } from '../core/operations.ts';
import type { Span } from '../core/trace.ts';
import { type AssembledStack, assemble } from '../runtime/assemble.ts';
import { localOutputs } from '../runtime/outputs.ts';
import type { WebSocketEndpoint } from '../services/apigateway/index.ts';
import type { FaultInjector, FaultRule } from '../services/faults.ts';
import type { MeterReading } from '../services/meter.ts';
import { loadTemplate } from '../template/index.ts';
import type { StackModel } from '../template/model.ts';
import { Client } from './client.ts';

const ACCOUNT: Caller = { kind: 'account' };
const WHILE_WAITING_MS = 1_000;
const GOING_AWAY = 1001;

export interface SimulationOptions {
  /** @default 'eu-central-1' */
  readonly region?: string;
  /** Values for the template's parameters. @default the template's defaults */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Ids and jitter follow from it. @default 1 */
  readonly seed?: number;
  /** How many traces are kept; 0 records nothing, which is fastest. @default 200 */
  readonly traces?: number;
  /** @default - none, until `fail` adds some */
  readonly faults?: FaultInjector;
  /** Changes the template's model before anything is made of it. */
  readonly prepare?: (model: StackModel) => void;
}

export interface EventToPut {
  /** @default 'shop' */
  readonly source?: string;
  /** @default 'order' */
  readonly detailType?: string;
  /** JSON text. @default '{}' */
  readonly detail?: string;
}

/**
 * A stack of a template without sockets and without waiting: clients are objects, and time passes only when told
 * to. Everything else is what the runtime runs.
 */
export class SimulatedStack {
  readonly clock: VirtualClock = new VirtualClock();
  readonly model: StackModel;
  readonly clients: Client[] = [];
  protected readonly stack: AssembledStack;

  /** @throws TemplateError if the template cannot be run. */
  constructor(template: object, options: SimulationOptions = {}) {
    const { region = 'eu-central-1', parameters = {}, seed = 1, prepare, faults, traces } = options;
    const environment = {
      partition: 'aws',
      region,
      accountId: '123456789012',
      urlSuffix: 'amazonaws.com',
      clock: this.clock,
      random: seededRandom(seed),
    };
    this.model = loadTemplate(template, { environment, stackName: 'Stack', parameters });
    prepare?.(this.model);
    this.stack = assemble(this.model, environment, {
      ...(faults && { faults }),
      ...(traces !== undefined && { traces }),
    });
  }

  /** The operations table's names. */
  get operationNames(): readonly OperationName[] {
    return [...this.stack.operations.names()];
  }

  async call(name: OperationName, input: JsonObject): Promise<JsonValue> {
    return this.traced(name, (span) => this.stack.operations.call(name, input, { caller: ACCOUNT, span }));
  }

  /** A physical name or URL that the template gives out. */
  output(key: string): string {
    const output = this.model.outputs.find((item) => item.key === key);
    if (!output) throw new Error(`no output ${key}`);
    return output.value;
  }

  /** Injects faults; the function returned takes them out again. */
  fail(...rules: readonly FaultRule[]): () => void {
    return this.stack.faults.add(...rules);
  }

  /** Lets time pass, and everything that falls due in it happen. */
  async pass(durationMs = 0): Promise<void> {
    await this.clock.advance(durationMs);
  }

  /** Connects a client; undefined if the connection is refused. */
  async connect({ signed = true }: { signed?: boolean } = {}): Promise<Client | undefined> {
    const request = {
      headers: {},
      query: {},
      sourceIp: '127.0.0.1',
      caller: signed ? ACCOUNT : undefined,
    };
    const answer = await this.timely('connect', async (span) => this.endpoint?.connect({ ...request, span }));
    if (!answer?.accepted) return undefined;
    const client = new Client(answer.connectionId);
    client.connection = answer.open(client);
    this.clients.push(client);
    return client;
  }

  /** Sends a frame, and returns what arrives at this client until all has come to rest. */
  async send(client: Client, frame: unknown): Promise<JsonValue[]> {
    const text = typeof frame === 'string' ? frame : JSON.stringify(frame);
    await this.timely('frame', async (span) => client.connection?.onMessage(text, span));
    return client.take();
  }

  async disconnect(client: Client): Promise<void> {
    await this.timely('disconnect', async (span) => client.connection?.onClose(GOING_AWAY, '', span));
  }

  /** Puts an event on the stack's bus and lets its delivery come to an end. Returns its id. */
  async put(event: EventToPut = {}, passMs = 0): Promise<string> {
    const { source = 'shop', detailType = 'order', detail = '{}' } = event;
    const entry = { EventBusName: this.eventBusName, Source: source, DetailType: detailType, Detail: detail };
    const answer = (await this.call('events:PutEvents', { Entries: [entry] })) as {
      Entries: { EventId: string }[];
    };
    await this.pass(passMs);
    return answer.Entries[0]?.EventId ?? '';
  }

  /** What AWS would have billed since the start or the last reset. */
  metered(): MeterReading {
    return this.stack.meter.reading();
  }

  resetMeter(): void {
    this.stack.meter.reset();
  }

  async close(): Promise<void> {
    await this.stack.close();
  }

  private get eventBusName(): string {
    return localOutputs(this.model, (text) => text).eventBusName ?? 'default';
  }

  protected get endpoint(): WebSocketEndpoint | undefined {
    const [stage] = this.model.ofType('AWS::ApiGatewayV2::Stage');
    if (!stage) return undefined;
    return this.stack.services.apiGateway.webSocketApi(stage.properties.ApiId, stage.properties.StageName);
  }

  protected traced<Result>(name: string, work: (span: Span) => Promise<Result>): Promise<Result> {
    const span = this.stack.tracer.start('request', name);
    return work(span).finally(() => span.end());
  }

  /** The result of work that may wait for the clock, which is moved on until it is there. */
  private async timely<Result>(name: string, work: (span: Span) => Promise<Result>): Promise<Result> {
    let done = false;
    const result = this.traced(name, work).finally(() => {
      done = true;
    });
    await this.pass();
    while (!done) await this.pass(WHILE_WAITING_MS);
    return result;
  }
}
