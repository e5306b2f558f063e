import type { ApplyNode, CallNode, LambdaNode, Node } from '../ast.ts';
import type { Compilation } from '../context.ts';
import { type Fault, isFault } from '../error.ts';
import { Frame } from '../frame.ts';
import {
  apply,
  type CallSite,
  type Evaluator,
  type FunctionValue,
  Handed,
  isFunction,
  Lambda,
  Native,
  TailCall,
} from '../functions.ts';
import { parse } from '../library.ts';

/** What the library calls the function in its messages: the last thing written before the parenthesis. */
function nameOf(procedure: Node): unknown {
  const named = procedure.type === 'path' ? procedure.steps[0] : procedure;
  return named && 'value' in named ? named.value : undefined;
}

/** @param piped the left side of `~>` comes before the arguments */
function compileInvocation(
  node: CallNode,
  { compile, global }: Compilation,
): (input: unknown, frame: Frame, piped?: readonly unknown[]) => unknown {
  const procedure = compile(node.procedure);
  const args = node.arguments.map(compile);
  const site: CallSite = { token: nameOf(node.procedure), position: node.position };
  return (input, frame, piped = []) => {
    const callee = procedure(input, frame);
    if (callee === undefined) demandNoNamesake(node, 'T1005', frame, global);
    const values = [...piped];
    for (const evaluate of args) {
      const value = evaluate(input, frame);
      values.push(isFunction(value) ? new Handed(value) : value);
    }
    try {
      return apply(callee, values, input, site);
    } catch (thrown) {
      throw complete(thrown, site);
    }
  };
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

/** `sum(x)` where `$sum(x)` was meant. */
function demandNoNamesake(
  node: CallNode,
  code: string,
  frame: Frame,
  global: (name: string) => unknown,
): void {
  if (node.procedure.type !== 'path') return;
  const name = nameOf(node.procedure);
  if (typeof name !== 'string' || !frame.lookup(name, global)) return;
  throw { code, position: node.position, token: name } satisfies Fault;
}

export function compileLambda(node: LambdaNode, compilation: Compilation): Evaluator {
  if (node.thunk) return compileTailCall(node.body as CallNode, compilation);
  const body = compilation.compile(node.body);
  const parameters = node.arguments.map(({ value }) => value);
  const { signature } = node;
  return (input, frame) => new Lambda(parameters, body, input, frame, signature);
}

function compileTailCall(call: CallNode, { compile }: Compilation): Evaluator {
  const procedure = compile(call.procedure);
  const args = call.arguments.map(compile);
  const { position } = call.procedure;
  const token = call.procedure.type === 'variable' ? call.procedure.value : undefined;
  return (input, frame) => new TailCall({ procedure, args, token, position }, input, frame);
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
export function compilePartial(node: CallNode, { compile, global }: Compilation): Evaluator {
  const procedure = compile(node.procedure);
  const args = node.arguments.map((arg) => (arg.type === 'operator' ? undefined : compile(arg)));
  return (input, frame) => {
    const values = args.map((evaluate) => (evaluate ? { value: evaluate(input, frame) } : undefined));
    const callee = procedure(input, frame);
    if (callee === undefined) demandNoNamesake(node, 'T1007', frame, global);
    if (!isFunction(callee)) {
      throw { code: 'T1008', position: node.position, token: nameOf(node.procedure) } satisfies Fault;
    }
    return callee instanceof Lambda ? partialLambda(callee, values) : partialNative(callee, values);
  };
}

/** An argument that is given, or a `?`. */
type Given = { readonly value: unknown } | undefined;

function partialLambda(lambda: Lambda, given: readonly Given[]): Lambda {
  const frame = new Frame(lambda.frame);
  const open: string[] = [];
  for (const [at, parameter] of lambda.parameters.entries()) {
    const argument = at < given.length ? given[at] : { value: undefined };
    if (argument) frame.bind(parameter, argument.value);
    else open.push(parameter);
  }
  return new Lambda(open, lambda.body, lambda.input, frame);
}

/** As in the library, the arguments of what comes out are no longer checked against the signature. */
function partialNative(callee: FunctionValue, given: readonly Given[]): Native {
  const open = given.filter((argument) => !argument).length;
  return new Native(open, (args, input) => {
    let next = 0;
    return callee.invoke(
      given.map((argument) => (argument ? argument.value : args[next++])),
      input,
    );
  });
}
