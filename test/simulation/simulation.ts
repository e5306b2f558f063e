import type { JsonObject } from '../../src/core/json.ts';
import type { SpanKind, SpanRecord } from '../../src/core/trace.ts';
import type { PermissionUsage } from '../../src/services/authorizer.ts';
import { createFaults, type FaultInjector, type FaultRule } from '../../src/services/faults.ts';
import { SimulatedStack } from '../../src/simulation/simulated-stack.ts';
import type { StackModel } from '../../src/template/model.ts';

export { Client } from '../../src/simulation/client.ts';

const MOST_CALLS = 2_000;

/** A simulated stack that tells what happened in it, and that comes to an end even if its machines are broken. */
export class Simulation extends SimulatedStack {
  private readonly entered = new Map<SpanKind, Set<string>>();
  private readonly bounds: BoundedFaults;

  /**
   * @param alter changes the state machines' definitions, for what cannot be brought about from outside
   * @throws TemplateError if the template cannot be run.
   */
  constructor(template: object, alter?: (definition: JsonObject) => void, seed = 1) {
    const faults = new BoundedFaults();
    super(template, { seed, faults, ...(alter && { prepare: (model) => alterMachines(model, alter) }) });
    this.bounds = faults;
    this.stack.tracer.subscribe(({ root }) => this.visit(root));
  }

  /** How many faults have struck. */
  get faultCount(): number {
    return this.bounds.struck;
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
    const spans = this.stack.tracer.traces().flatMap(({ root }) => executionsIn(root));
    this.stack.tracer.clear();
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

  /** The states that executions have entered, as "machine name/state name", or the keys of the routes taken. */
  visited(kind: 'state' | 'route'): ReadonlySet<string> {
    return this.entered.get(kind) ?? new Set();
  }

  usage(): PermissionUsage {
    return this.stack.authorizer.usage();
  }

  private visit(span: SpanRecord, machine = ''): void {
    const owner = span.kind === 'execution' ? span.name : machine;
    const names = this.entered.get(span.kind) ?? new Set();
    this.entered.set(span.kind, names.add(span.kind === 'state' ? `${owner}/${span.name}` : span.name));
    for (const child of span.children) this.visit(child, owner);
  }
}

/** Ends what would otherwise never end: a broken machine may call in a circle while no time passes. */
class BoundedFaults implements FaultInjector {
  struck = 0;
  private callCount = 0;
  private readonly faults = createFaults();

  get rules(): FaultInjector['rules'] {
    return this.faults.rules;
  }

  add(...rules: readonly FaultRule[]): () => void {
    return this.faults.add(...rules);
  }

  next(...call: Parameters<FaultInjector['next']>): ReturnType<FaultInjector['next']> {
    const fault = ++this.callCount > MOST_CALLS ? TOO_MANY : this.faults.next(...call);
    if (fault) this.struck++;
    return fault;
  }
}

const TOO_MANY = {
  rule: { operation: '*' },
  latencyMs: 0,
  error: { code: 'TooManyCalls', message: `more than ${MOST_CALLS} calls`, statusCode: 400 },
};

function alterMachines(model: StackModel, alter: (definition: JsonObject) => void): void {
  for (const { properties } of model.ofType('AWS::StepFunctions::StateMachine')) {
    const definition = JSON.parse(properties.DefinitionString as string) as JsonObject;
    alter(definition);
    Object.assign(properties, { DefinitionString: JSON.stringify(definition) });
  }
}

function executionsIn(span: SpanRecord): SpanRecord[] {
  return [...(span.kind === 'execution' ? [span] : []), ...span.children.flatMap(executionsIn)];
}
