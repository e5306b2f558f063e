import { VirtualClock } from '../core/clock.ts';
import type { Environment } from '../core/environment.ts';
import type { Tracer } from '../core/trace.ts';
import { type Authorizer, createAuthorizer } from '../services/authorizer.ts';
import { createOperations, type OperationsTable } from '../services/dispatch.ts';
import { createFaults, type FaultInjector } from '../services/faults.ts';
import { type CountingMeter, createMeter } from '../services/meter.ts';
import { createTracer } from '../services/tracer.ts';
import type { StackModel } from '../template/model.ts';
import { createServices, type Services } from './services.ts';

export interface AssembleOptions {
  /** Errors and delays to inject. @default - none, until some are added */
  readonly faults?: FaultInjector;
  /** How many traces are kept; 0 records nothing. @default 200 */
  readonly traces?: number;
  /** Told what to do about each call that the template's policies refuse. @default - nobody is */
  readonly onDenied?: ((advice: string) => void) | undefined;
}

/** A stack that runs, without any socket: what is served, simulated and billed is all this. */
export interface AssembledStack {
  readonly model: StackModel;
  readonly environment: Environment;
  readonly operations: OperationsTable;
  readonly services: Services;
  readonly meter: CountingMeter;
  readonly tracer: Tracer;
  readonly authorizer: Authorizer;
  readonly faults: FaultInjector;
  /** Stops everything that runs. */
  close(): Promise<void>;
}

/**
 * Puts the services of a template together. A virtual clock then waits, after each step, until all work rests.
 * @throws TemplateError with whatever the services cannot execute.
 */
export function assemble(
  model: StackModel,
  environment: Environment,
  { faults = createFaults(), traces = 200, onDenied }: AssembleOptions = {},
): AssembledStack {
  const authorizer = createAuthorizer(model, environment);
  const operations = createOperations({
    environment,
    authorizer,
    faults,
    onDenied: ({ advice }) => onDenied?.(advice),
  });
  const meter = createMeter(() => services.apiGateway.billConnectionTime());
  const tracer = createTracer({ clock: environment.clock, capacity: traces });
  const services = createServices(model, {
    environment,
    operations,
    meter,
    setResourcePolicy: authorizer.setResourcePolicy,
  });
  for (const service of services.all) operations.register(service.operations);
  services.states.check();
  services.apiGateway.check();
  if (environment.clock instanceof VirtualClock) environment.clock.settle = () => operations.idle();
  return {
    model,
    environment,
    operations,
    services,
    meter,
    tracer,
    authorizer,
    faults,
    close: async () => {
      for (const service of services.all) await service.close();
    },
  };
}
