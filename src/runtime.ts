import { VirtualClock } from './core/clock.ts';
import type { Environment } from './core/environment.ts';
import type { JsonObject, JsonValue } from './core/json.ts';
import type { OperationName, ServiceHost } from './core/operations.ts';
import type { TraceRecord } from './core/trace.ts';
import { environmentOf } from './runtime/environment.ts';
import { readFaults } from './runtime/faults.ts';
import { machineDefinitions } from './runtime/machines.ts';
import type { StartOptions } from './runtime/options.ts';
import { type LocalOutputs, localOutputs } from './runtime/outputs.ts';
import { type ServedStack, serve } from './runtime/serve.ts';
import { createServices } from './runtime/services.ts';
import { templateOf } from './runtime/template.ts';
import { createAuthorizer, type PermissionUsage } from './services/authorizer.ts';
import { createOperations } from './services/dispatch.ts';
import { checkFaultOperations, createFaults, type FaultRule } from './services/faults.ts';
import { createMeter, type MeterReading } from './services/meter.ts';
import { createTracer } from './services/tracer.ts';
import { loadTemplate } from './template/index.ts';
import type { StackModel } from './template/model.ts';
import { type AwsWireOptions, trustEveryone } from './wire/aws-request.ts';
import { signatureVerifier } from './wire/sigv4.ts';

export type { StartOptions } from './runtime/options.ts';

/** A stack that runs in this process. */
export interface LocalStack extends LocalOutputs {
  /** For `--endpoint-url` and for SDK clients. */
  readonly endpointUrl: string;
  readonly pageUrl: string;
  readonly region: string;
  readonly accountId: string;
  readonly model: StackModel;
  /**
   * Calls an operation as the account itself, as `call('events:PutEvents', { Entries: […] })`.
   * @throws AwsError as the operation does.
   */
  call(name: OperationName, input: JsonObject): Promise<JsonValue>;
  /** What AWS would have billed since the start or the last reset. */
  metered(): MeterReading;
  resetMeter(): void;
  /** The latest traces, oldest first. */
  traces(): readonly TraceRecord[];
  /** What the template grants, against what was used. */
  permissions(): PermissionUsage;
  /** Injects faults; the function returned takes them out again. */
  addFaults(...rules: readonly FaultRule[]): () => void;
  /** Resolves when nothing is under way except timers and what clients may send. */
  idle(): Promise<void>;
  /** Closes every connection and stops everything. */
  close(): Promise<void>;
}

/**
 * Runs a template in this process, and serves it on one port.
 * @throws LambdalessError TEMPLATE_UNREADABLE, TEMPLATE_INVALID, TEMPLATE_UNSUPPORTED, PORT_IN_USE, BAD_ARGUMENT.
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
  const authorizer = createAuthorizer(model, environment);
  const operations = createOperations({ environment, authorizer, faults });
  const meter = createMeter();
  const tracer = createTracer({ clock: environment.clock, capacity: options.traces ?? 200 });
  const host: ServiceHost = { environment, operations, meter };
  const services = createServices(model, host);
  for (const service of services.all) operations.register(service.operations);
  services.states.check();
  services.apiGateway.check();
  checkFaultOperations(plan.faults, operations.names());
  if (environment.clock instanceof VirtualClock) environment.clock.settle = () => operations.idle();
  const wire: AwsWireOptions = {
    operations,
    random: environment.random,
    startRequest: (name, attributes) => tracer.start('request', name, attributes),
    callerOf: options.verifySignatures ? signatureVerifier(environment) : trustEveryone,
  };
  const server = await serve({
    ...options,
    wire,
    tracer,
    services,
    documents: {
      stack: (served) => describe(model, environment, served),
      machines: () => machineDefinitions(model),
      bill: () => meter.reading() as JsonValue,
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
    traces: () => tracer.traces(),
    permissions: () => authorizer.usage(),
    addFaults: (...rules) => faults.add(...rules),
    idle: () => operations.idle(),
    async close() {
      // Services first: clients are told that the connection ends before their socket does.
      for (const service of services.all) await service.close();
      await server.close();
    },
  };
}

/** What `GET /_lambdaless/stack` answers. */
function describe(model: StackModel, { region, accountId }: Environment, served: ServedStack): JsonValue {
  const { webSocketAPIurl = null, eventBusName = null, outputs } = localOutputs(model, served.localize);
  const { stackName } = model;
  return { stackName, webSocketAPIurl, eventBusName, endpointUrl: served.origin, region, accountId, outputs };
}
