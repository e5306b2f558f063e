import { sleep, yieldToEventLoop } from '../core/clock.ts';
import type { Environment } from '../core/environment.ts';
import { AwsError, messageOf } from '../core/errors.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import type { Call, Operation, OperationName, Operations, Permission } from '../core/operations.ts';
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

class Dispatcher implements OperationsTable {
  private readonly options: DispatchOptions;
  private readonly table = new Map<OperationName, Operation>();
  private waiting: (() => void)[] = [];
  busy = 0;

  constructor(options: DispatchOptions) {
    this.options = options;
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
      const output = await this.guarded(operation, input, { ...call, span });
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

  private async guarded(operation: Operation, input: JsonObject, call: Call): Promise<JsonValue> {
    const permissions = operation.permissions(input);
    for (const permission of permissions) this.authorize(permission, call);
    const resources = permissions.map(({ resource }) => resource);
    const fault = this.options.faults?.next(operation.name, resources, input);
    if (fault) await this.suffer(fault, call);
    if (operation.waitsOnClock) return operation.invoke(input, call);
    return this.counted(() => operation.invoke(input, call));
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
    if (latencyMs > 0) await sleep(this.options.environment.clock, latencyMs, call.signal);
    if (error) throw new AwsError(error.code, error.message, error.statusCode);
  }

  /** Work that makes progress without the clock. */
  private async counted<Result>(work: () => Promise<Result>): Promise<Result> {
    this.busy++;
    try {
      return await work();
    } finally {
      if (--this.busy === 0) for (const resume of this.waiting.splice(0)) resume();
    }
  }
}

function errorRecord(error: unknown): Parameters<Span['end']>[0] {
  return { code: error instanceof AwsError ? error.code : 'Error', message: messageOf(error) };
}
