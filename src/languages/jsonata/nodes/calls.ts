import type { ApplyNode, CallNode, LambdaNode, Node } from '../ast.ts';
import type { Compilation } from '../context.ts';
import { type Fault, isFault } from '../error.ts';
import { type Frame, Scope } from '../frame.ts';
import {
  apply,
  type CallSite,
  type Evaluator,
  type FunctionValue,
  Handed,
  isFunction,
  Lambda,
  type LambdaCode,
  Native,
  type PendingCall,
  TailCall,
} from '../functions.ts';
import { parse } from '../library.ts';
import { validatorOf } from '../signature.ts';

/** What the library calls the function in its messages: the last thing written before the parenthesis. */
function nameOf(procedure: Node): unknown {
  const named = procedure.type === 'path' ? procedure.steps[0] : procedure;
  return named && 'value' in named ? named.value : undefined;
}

/** @param piped the left side of `~>` comes before the arguments */
function compileInvocation(
  node: CallNode,
  compilation: Compilation,
): (input: unknown, frame: Frame, piped?: readonly unknown[]) => unknown {
  const procedure = compilation.compile(node.procedure);
  const argumentsOf = compileArguments(
    node.arguments.map((argument) => {
      const evaluate = compilation.compile(argument);
      return (input, frame) => handedOver(evaluate(input, frame));
    }),
  );
  const demandFunction = namesakeCheck(node, 'T1005', compilation);
  const site: CallSite = { token: nameOf(node.procedure), position: node.position };
  return (input, frame, piped) => {
    const callee = procedure(input, frame);
    if (callee === undefined) demandFunction(frame);
    const values = argumentsOf(input, frame);
    try {
      return apply(callee, piped ? piped.concat(values) : values, input, site);
    } catch (thrown) {
      throw complete(thrown, site);
    }
  };
}

/** Written out for few arguments: an array that grows takes more room than it needs. */
function compileArguments(args: readonly Evaluator[]): (input: unknown, frame: Frame) => unknown[] {
  const [first, second] = args;
  if (!first) return () => [];
  if (!second) return (input, frame) => [first(input, frame)];
  if (args.length > 2) return (input, frame) => args.map((evaluate) => evaluate(input, frame));
  return (input, frame) => [first(input, frame), second(input, frame)];
}

function handedOver(value: unknown): unknown {
  return typeof value === 'object' && isFunction(value) ? new Handed(value) : value;
}

export function compileCall(node: CallNode, compilation: Compilation): Evaluator {
  return compileInvocation(node, compilation);
}

function complete(thrown: unknown, site: CallSite): unknown {
  if (!isFault(thrown)) return thrown;
  thrown.position ||= site.position;
  thrown.token ||= site.token;
  return thrown;
}

/** Finds out whether `$sum(x)` was meant where `sum(x)` is written. */
function namesakeCheck(node: CallNode, code: string, compilation: Compilation): (frame: Frame) => void {
  const name = nameOf(node.procedure);
  if (node.procedure.type !== 'path' || typeof name !== 'string') return () => undefined;
  const find = compilation.variable(name);
  return (frame) => {
    if (find(frame)) throw { code, position: node.position, token: name } satisfies Fault;
  };
}

export function compileLambda(node: LambdaNode, compilation: Compilation): Evaluator {
  if (node.thunk) return compileTailCall(node.body as CallNode, compilation);
  const parameters = node.arguments.map(({ value }) => value);
  const scope = new Scope(compilation.scope, parameters);
  const code: LambdaCode = {
    arity: parameters.length,
    validator: node.signature && validatorOf(node.signature),
    slots: parameters.map((name) => scope.slotOf(name)),
    scope,
    body: compilation.within(scope).compile(node.body),
  };
  return (input, frame) => new Lambda(code, input, frame);
}

function compileTailCall(call: CallNode, compilation: Compilation): Evaluator {
  const procedure = compilation.compile(call.procedure);
  const argumentsOf = compileArguments(call.arguments.map((argument) => compilation.compile(argument)));
  const { position } = call.procedure;
  const token = call.procedure.type === 'variable' ? call.procedure.value : undefined;
  const pending: PendingCall = { procedure, argumentsOf, token, position };
  return (input, frame) => new TailCall(pending, input, frame);
}

/** `f ~> g`, `value ~> f`, `value ~> f(x)` */
export function compileApply(node: ApplyNode, compilation: Compilation): Evaluator {
  const left = compilation.compile(node.lhs);
  if (node.rhs.type === 'function') {
    const invoke = compileInvocation(node.rhs, compilation);
    return (input, frame) => invoke(input, frame, [left(input, frame)]);
  }
  const right = compilation.compile(node.rhs);
  const chain = compileChain(compilation);
  return (input, frame) => {
    const value = left(input, frame);
    const callee = right(input, frame);
    if (!isFunction(callee)) throw { code: 'T2006', position: node.position, value: callee } satisfies Fault;
    if (isFunction(value)) return apply(chain(null, frame), [value, callee], null);
    return apply(callee, [value], null);
  };
}

function compileChain(compilation: Compilation): Evaluator {
  return compilation.compile(parse('function($f, $g) { function($x){ $g($f($x)) } }'));
}

/** `f(x, ?)` */
export function compilePartial(node: CallNode, compilation: Compilation): Evaluator {
  const procedure = compilation.compile(node.procedure);
  const args = node.arguments.map((arg) => (arg.type === 'operator' ? undefined : compilation.compile(arg)));
  const demandFunction = namesakeCheck(node, 'T1007', compilation);
  return (input, frame) => {
    const given = args.map((evaluate) => (evaluate ? { value: evaluate(input, frame) } : undefined));
    const callee = procedure(input, frame);
    if (callee === undefined) demandFunction(frame);
    if (!isFunction(callee)) {
      throw { code: 'T1008', position: node.position, token: nameOf(node.procedure) } satisfies Fault;
    }
    return partial(callee, given);
  };
}

/**
 * A function of the arguments that are not given. As in the library, they are no longer checked against the
 * signature.
 */
function partial(callee: FunctionValue, given: readonly ({ readonly value: unknown } | undefined)[]): Native {
  const arity = given.filter((argument) => !argument).length;
  return new Native(arity, (args, input) => {
    let next = 0;
    const all = given.map((argument) => (argument ? argument.value : args[next++]));
    return callee.invoke(all, input);
  });
}
