import type { Signature } from './ast.ts';
import { type Fault, isFault } from './error.ts';
import { Frame, type Scope } from './frame.ts';
import { type Validator, validatorOf } from './signature.ts';

export type Evaluator = (input: unknown, frame: Frame) => unknown;

/** Where a function was called from, for the fault's `token` and `position`. */
export interface CallSite {
  readonly token: unknown;
  readonly position: number;
}

/**
 * A function as a value. The two marks let the library's own functions recognise it; they are on the
 * prototype, where no document can put them.
 */
export abstract class FunctionValue {
  /** Whether the library has a bare JavaScript function here, not an object: it is false, and can be called back. */
  get isBare(): boolean {
    return false;
  }
  abstract readonly arity: number;
  /** Checks arguments against the signature, if the function has one, and completes them. */
  abstract readonly validator: Validator | undefined;
  /** @param args as the validator left them */
  abstract invoke(args: readonly unknown[], input: unknown): unknown;
}
Object.assign(FunctionValue.prototype, { _jsonata_function: true, _jsonata_lambda: true });

export function isFunction(value: unknown): value is FunctionValue {
  return value instanceof FunctionValue;
}

/** What all functions have in common that one lambda expression makes. */
export interface LambdaCode {
  readonly arity: number;
  readonly validator: Validator | undefined;
  /** The slot of each parameter. */
  readonly slots: readonly number[];
  readonly scope: Scope;
  readonly body: Evaluator;
}

/** A function written in JSONata, closed over the frame and the context value of its definition. */
export class Lambda extends FunctionValue {
  readonly code: LambdaCode;
  readonly input: unknown;
  readonly frame: Frame;

  constructor(code: LambdaCode, input: unknown, frame: Frame) {
    super();
    this.code = code;
    this.input = input;
    this.frame = frame;
  }

  get arity(): number {
    return this.code.arity;
  }

  get validator(): Validator | undefined {
    return this.code.validator;
  }

  invoke(args: readonly unknown[]): unknown {
    const { slots, scope, body } = this.code;
    const values = scope.newSlots();
    for (let i = 0; i < slots.length; i++) values[slots[i] as number] = args[i];
    return body(this.input, new Frame(this.frame, values));
  }
}

/** A call in tail position, compiled. */
export interface PendingCall extends CallSite {
  readonly procedure: Evaluator;
  argumentsOf(input: unknown, frame: Frame): unknown[];
}

/** A call in tail position, not made yet: {@link apply} makes it once the caller's evaluation has ended. */
export class TailCall {
  readonly call: PendingCall;
  readonly input: unknown;
  readonly frame: Frame;
  constructor(call: PendingCall, input: unknown, frame: Frame) {
    this.call = call;
    this.input = input;
    this.frame = frame;
  }
}

export type Implementation = (args: readonly unknown[], input: unknown) => unknown;

/** A function written in JavaScript. */
export class Native extends FunctionValue {
  readonly arity: number;
  readonly validator: Validator | undefined;
  readonly implementation: Implementation;

  constructor(arity: number, implementation: Implementation, signature?: Signature) {
    super();
    this.arity = arity;
    this.implementation = implementation;
    this.validator = signature && validatorOf(signature);
  }

  invoke(args: readonly unknown[], input: unknown): unknown {
    return this.implementation(args, input);
  }
}

/** A function handed over as an argument: it is applied without a context value. */
export class Handed extends FunctionValue {
  override get isBare(): boolean {
    return true;
  }
  readonly arity: number;
  readonly validator: undefined;
  readonly target: FunctionValue;

  constructor(target: FunctionValue) {
    super();
    this.target = target;
    this.arity = target.arity;
  }

  invoke(args: readonly unknown[]): unknown {
    return apply(this.target, args, null);
  }
}

/**
 * Applies a function, and then whatever call it left to be made in tail position, and so on: recursion in
 * tail position takes no stack.
 * @throws Fault T1006 when `procedure` is no function
 */
export function apply(
  procedure: unknown,
  args: readonly unknown[],
  input: unknown,
  site?: CallSite,
): unknown {
  let result = applyOnce(procedure, args, input, site);
  while (result instanceof TailCall) {
    const { call, input: context, frame }: TailCall = result;
    const next = call.procedure(context, frame);
    result = applyOnce(next, call.argumentsOf(context, frame), input, call);
  }
  return result;
}

function applyOnce(procedure: unknown, args: readonly unknown[], input: unknown, site?: CallSite): unknown {
  try {
    if (!isFunction(procedure)) throw { code: 'T1006' } satisfies Fault;
    const { validator } = procedure;
    return procedure.invoke(validator ? validator(args, input) : args, input);
  } catch (thrown) {
    throw locate(thrown, site);
  }
}

/** The outermost call decides the position, the innermost the token: that is how the library reports faults. */
function locate(thrown: unknown, site: CallSite | undefined): unknown {
  if (site && isFault(thrown)) {
    thrown.token ??= site.token;
    thrown.position = site.position;
  }
  return thrown;
}
