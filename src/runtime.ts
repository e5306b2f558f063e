import { type Bill, billOf } from './billing/bill.ts';
import type { Environment } from './core/environment.ts';
import type { JsonObject, JsonValue } from './core/json.ts';
import type { OperationName } from './core/operations.ts';
import type { TraceRecord } from './core/trace.ts';
import { assemble } from './runtime/assemble.ts';
import { callerOf } from './runtime/caller.ts';
import { environmentOf } from './runtime/environment.ts';
import { watchFailures } from './runtime/failures.ts';
import { readFaults } from './runtime/faults.ts';
import { machineDefinitions } from './runtime/machines.ts';
import type { StartOptions } from './runtime/options.ts';
import { busNames, type LocalOutputs, localOutputs } from './runtime/outputs.ts';
import { type ServedStack, serve } from './runtime/serve.ts';
import { templateOf } from './runtime/template.ts';
import type { PermissionUsage } from './services/authorizer.ts';
import { checkFaults, createFaults, type FaultRule, parseFaultPlan } from './services/faults.ts';
import type { MeterReading } from './services/meter.ts';
import { loadTemplate } from './template/index.ts';
import type { StackModel } from './template/model.ts';
import type { AwsWireOptions } from './wire/aws-request.ts';

export type { StackFailure } from './runtime/failures.ts';
export type { StartOptions } from './runtime/options.ts';
export type { LocalOutputs } from './runtime/outputs.ts';
export type { Denial, GrantedPermission, PermissionUsage } from './services/authorizer.ts';
export type { FaultRule } from './services/faults.ts';
export type { MeterReading } from './services/meter.ts';
export type { Resource, StackModel, StackOutput } from './template/model.ts';

/** A stack that runs in this process. */
export interface LocalStack extends LocalOutputs {
  /** For `--endpoint-url` and for SDK clients. */
  readonly endpointUrl: string;
  /** The page, for a browser. */
  readonly pageUrl: string;
  /** The region that the stack believes to be in. */
  readonly region: string;
  /** The account that the stack believes to be in. */
  readonly accountId: string;
  /** The template, resolved. */
  readonly model: StackModel;
  /**
   * Calls an operation as the account itself.
   * @throws AwsError as the operation does.
   * @example await stack.call('events:PutEvents', { Entries: [{ Source: 'shop', DetailType: 'Ordered', Detail: '{}' }] });
   */
  call(name: OperationName, input: JsonObject): Promise<JsonValue>;
  /** What AWS would have billed since the start or the last reset. */
  metered(): MeterReading;
  /** Counts from zero again. */
  resetMeter(): void;
  /** The same, priced: list prices of us-east-1. */
  bill(): Bill;
  /** The latest traces, oldest first. */
  traces(): readonly TraceRecord[];
  /** What the template grants, against what was used. */
  permissions(): PermissionUsage;
  /**
   * Injects faults; the function returned takes them out again.
   * @throws LambdalessError BAD_ARGUMENT for a rule that is not valid, or concerns no operation or error there is.
   */
  addFaults(...rules: readonly FaultRule[]): () => void;
  /** Resolves when nothing is under way except timers and what clients may send. */
  idle(): Promise<void>;
  /** Closes every connection and stops everything. */
  close(): Promise<void>;
}

/**
 * Runs a template in this process, and serves it on one port.
 * @throws LambdalessError TEMPLATE_UNREADABLE, TEMPLATE_INVALID, TEMPLATE_UNSUPPORTED, PORT_IN_USE, BAD_ARGUMENT.
 * @example const stack = await start({ template: 'cdk.out/MyStack.template.json' });
 */
export async function start(options: StartOptions = {}): Promise<LocalStack> {
  const environment = environmentOf(options);
  const model = loadTemplate(await templateOf(options), {
    environment,
    stackName: options.stackName ?? 'Lambdaless',
    ...(options.parameters && { parameters: options.parameters }),
  });
  const plan = await readFaults(options.faults);
  const faults = createFaults(plan);
  const stack = assemble(model, environment, {
    faults,
    traces: options.traces ?? 200,
    onDenied: options.onDenied,
  });
  const { operations, services, meter, tracer, authorizer } = stack;
  checkFaults(plan.faults, operations.names());
  const unwatch = watchFailures(tracer, options.onFailure);
  const wire: AwsWireOptions = {
    operations,
    random: environment.random,
    startRequest: (name, attributes) => tracer.start('request', name, attributes),
    callerOf: callerOf(options, environment),
  };
  const server = await serve({
    ...options,
    wire,
    tracer,
    services,
    documents: {
      stack: (served) => describe(model, environment, served),
      machines: () => machineDefinitions(model),
      bill: () => billDocument(meter.reading()),
      permissions: () => authorizer.usage() as unknown as JsonValue,
    },
  });
  return {
    ...localOutputs(model, server.localize),
    endpointUrl: server.origin,
    pageUrl: `${server.origin}/`,
    region: environment.region,
    accountId: environment.accountId,
    model,
    async call(name, input) {
      const span = tracer.start('request', name);
      return operations.call(name, input, { caller: { kind: 'account' }, span }).finally(() => span.end());
    },
    metered: () => meter.reading(),
    resetMeter: () => meter.reset(),
    bill: () => billOf(meter.reading()),
    traces: () => tracer.traces(),
    permissions: () => authorizer.usage(),
    addFaults(...rules) {
      checkFaults(parseFaultPlan({ faults: rules }).faults, operations.names());
      return faults.add(...rules);
    },
    idle: () => operations.idle(),
    async close() {
      // What this ends has not failed.
      unwatch();
      // Services first: clients are told that the connection ends before their socket does.
      await stack.close();
      await server.close();
    },
  };
}

/** What `GET /_lambdaless/bill` answers: what was counted, and what it costs. */
function billDocument(units: MeterReading): JsonValue {
  return { units, ...billOf(units) } as unknown as JsonValue;
}

/** What `GET /_lambdaless/stack` answers. */
function describe(model: StackModel, { region, accountId }: Environment, served: ServedStack): JsonValue {
  const { webSocketAPIurl = null, eventBusName = null, outputs } = localOutputs(model, served.localize);
  return {
    stackName: model.stackName,
    webSocketAPIurl,
    eventBusName,
    eventBusNames: [...busNames(model)],
    endpointUrl: served.origin,
    region,
    accountId,
    outputs,
  };
}
