/**
 * Runs a Lambda-free stack in this process.
 *
 * ```ts
 * const stack = await start({ template: 'cdk.out/MyStack.template.json', port: 0 });
 * console.log(stack.outputs);
 * await stack.close();
 * ```
 */

export type { Bill, BillLine } from './billing/bill.ts';
export { type Clock, systemClock, type Timer, VirtualClock } from './core/clock.ts';
export { AwsError, type ErrorCode, LambdalessError } from './core/errors.ts';
export { JsonNumber, type JsonObject, type JsonPrimitive, type JsonValue } from './core/json.ts';
export type { BillableUnit } from './core/meter.ts';
export type { OperationName } from './core/operations.ts';
export type { SpanAttributes, SpanKind, SpanRecord, TraceRecord } from './core/trace.ts';
export {
  type Denial,
  type FaultRule,
  type GrantedPermission,
  type LocalOutputs,
  type LocalStack,
  type MeterReading,
  type PermissionUsage,
  type Resource,
  type StackFailure,
  type StackModel,
  type StackOutput,
  type StartOptions,
  start,
} from './runtime.ts';
