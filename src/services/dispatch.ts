import { AsyncLocalStorage } from 'node:async_hooks';
import { sleep, systemClock, yieldToEventLoop } from '../core/clock.ts';
import type { Environment } from '../core/environment.ts';
import { AwsError, messageOf } from '../core/errors.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import {
  type Call,
  NestedCall,
  type Operation,
  type OperationName,
  type Operations,
  type Permission,
} from '../core/operations.ts';
import type { Span } from '../core/trace.ts';
import { AccessDenied, type Authorizer } from './authorizer.ts';
import type { Fault, FaultInjector } from './faults.ts';

export interface DispatchOptions {
  readonly environment: Environment;
  /** @default - every call is allowed */
  readonly authorizer?: Authorizer;
  /** @default - nothing fails by design */
  readonly faults?: FaultInjector;
  /** Called for each call that the template's policies refuse. */
  readonly onDenied?: (error: AccessDenied) => void;
}

/** The operations table that the runtime fills and every service calls. */
export interface OperationsTable extends Operations {
  /** Adds a service's operations. @throws Error if a name is taken. */
  register(operations: readonly Operation[]): void;
  /** Calls under way that do not themselves wait for the clock. */
  readonly busy: number;
  /** Resolves when nothing is under way except timers: what a virtual clock's `settle` needs. */
  idle(): Promise<void>;
}

/** Makes an empty table. Each call runs: look up, authorize, fault, invoke, all inside one span. */
export function createOperations(options: DispatchOptions): OperationsTable {
  return new Dispatcher(options);
}

/** A call under way that makes progress by itself, unless something within it waits for the clock. */
interface Frame {
  readonly parent: Frame | undefined;
  /** How many waits for the clock there are within it. */
  waits: number;
  done: boolean;
}

/** Within which call another is made. */
type Frames = Pick<AsyncLocalStorage<Frame | undefined>, 'getStore' | 'run'>;

/**
 * Only a clock that is moved by hand must know which calls wait for it. Following every promise takes a tenth of the
 * processor's time on Node 20, so on the machine's clock a call that waits for one that waits is simply under way.
 */
const NO_FRAMES: Frames = {
  getStore: () => undefined,
  run: <Result>(_frame: Frame | undefined, work: () => Result) => work(),
};

class Dispatcher implements OperationsTable {
  private readonly options: DispatchOptions;
  private readonly table = new Map<OperationName, Operation>();
  private readonly frames: Frames;
  private waiting: (() => void)[] = [];
  busy = 0;

  constructor(options: DispatchOptions) {
    this.options = options;
    this.frames = options.environment.clock === systemClock ? NO_FRAMES : new AsyncLocalStorage();
  }

  register(operations: readonly Operation[]): void {
    for (const operation of operations) {
      if (this.table.has(operation.name)) throw new Error(`Two services offer ${operation.name}`);
      this.table.set(operation.name, operation);
    }
  }

  has(name: OperationName): boolean {
    return this.table.has(name);
  }

  names(): Iterable<OperationName> {
    return this.table.keys();
  }

  async call(name: OperationName, input: JsonObject, call: Call): Promise<JsonValue> {
    const operation = this.table.get(name);
    if (!operation)
      throw new AwsError('UnknownOperationException', `${name} is not implemented by lambdaless`);
    const span = call.span.child('operation', name, { input });
    try {
      const output = await this.guarded(operation, input, new NestedCall(call.caller, span, call));
      if (span.recording) span.note({ output });
      span.end();
      return output;
    } catch (error) {
      span.end(errorRecord(error));
      throw error;
    }
  }

  async idle(): Promise<void> {
    for (;;) {
      await yieldToEventLoop();
      if (this.busy === 0) return;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  /** Not asynchronous, so that a call has no more promises to wait for than it needs. */
  private guarded(operation: Operation, input: JsonObject, call: Call): Promise<JsonValue> {
    const permissions = operation.permissions(input);
    for (const permission of permissions) this.authorize(permission, call);
    noteAuthorization(permissions, call);
    const resources = permissions.map(({ resource }) => resource);
    const fault = this.options.faults?.next(operation.name, resources, input);
    return fault
      ? this.suffer(fault, call).then(() => this.invoke(operation, input, call))
      : this.invoke(operation, input, call);
  }

  private invoke(operation: Operation, input: JsonObject, call: Call): Promise<JsonValue> {
    const invoke = (): Promise<JsonValue> => operation.invoke(input, call);
    return operation.waitsOnClock ? this.onTheClock(invoke) : this.underWay(invoke);
  }

  private authorize(permission: Permission, call: Call): void {
    const { authorizer, onDenied } = this.options;
    if (!authorizer || call.caller.kind === 'account') return;
    try {
      authorizer.authorize(call.caller, permission);
    } catch (error) {
      if (error instanceof AccessDenied) {
        call.span.child('authorization', permission.action, { advice: error.advice }).end(error);
        onDenied?.(error);
      }
      throw error;
    }
  }

  private async suffer({ latencyMs, error, rule }: Fault, call: Call): Promise<void> {
    call.span.note({ fault: { operation: rule.operation, latencyMs, error: error?.code ?? null } });
    if (latencyMs > 0) {
      await this.onTheClock(() => sleep(this.options.environment.clock, latencyMs, call.signal));
    }
    if (error) throw new AwsError(error.code, error.message, error.statusCode);
  }

  /** Counts work that makes progress without the clock. */
  private async underWay<Result>(work: () => Promise<Result>): Promise<Result> {
    const frame: Frame = { parent: this.frames.getStore(), waits: 0, done: false };
    this.busy++;
    try {
      return await this.frames.run(frame, work);
    } finally {
      frame.done = true;
      if (frame.waits === 0) this.rest();
    }
  }

  /**
   * Does not count work that waits for the clock, nor the calls that wait for this work. What it calls in turn
   * counts again.
   */
  private async onTheClock<Result>(work: () => Promise<Result>): Promise<Result> {
    const frames = chainOf(this.frames.getStore());
    for (const frame of frames) if (frame.waits++ === 0 && !frame.done) this.rest();
    try {
      return await this.frames.run(undefined, work);
    } finally {
      for (const frame of frames) if (--frame.waits === 0 && !frame.done) this.busy++;
    }
  }

  private rest(): void {
    if (--this.busy === 0) for (const resume of this.waiting.splice(0)) resume();
  }
}

function chainOf(frame: Frame | undefined): readonly Frame[] {
  return frame ? [frame, ...chainOf(frame.parent)] : [];
}

function errorRecord(error: unknown): Parameters<Span['end']>[0] {
  return { code: error instanceof AwsError ? error.code : 'Error', message: messageOf(error) };
}

/** Who was allowed what; a refusal is a step of its own. */
function noteAuthorization(permissions: readonly Permission[], { caller, span }: Call): void {
  if (!span.recording || caller.kind === 'account') return;
  const allowed = permissions.map(({ action, resource }) => ({ action, resource }));
  span.note({ allowed, principal: caller.kind === 'role' ? caller.roleArn : caller.service });
}
