import jsonata from 'jsonata';
import { Cache } from '../../core/cache.ts';
import type { Node, Signature } from './ast.ts';
import type { Fault } from './error.ts';

/**
 * What we take from the `jsonata` library: its parser, its synchronous functions and its messages. The
 * library exports only an asynchronous evaluator; this file is the one place that knows how to reach the rest.
 */

/** By source: enough for the expressions of several stacks, of which one has about a hundred. */
const trees = new Cache<string, Node>(500);

/**
 * Parses an expression. The library's parser takes up to milliseconds for each, and every stack that is started
 * brings the same ones: so the trees are remembered, and nobody may change one.
 * @throws Fault with a code S0xxx and its message
 */
export function parse(source: string): Node {
  const known = trees.get(source);
  if (known) return known;
  const tree = jsonata(source).ast() as unknown as Node;
  trees.set(source, tree);
  return tree;
}

/** A function of the library, as it registers them. */
export interface LibraryFunction {
  readonly implementation: (this: unknown, ...args: unknown[]) => unknown;
  readonly signature: Signature;
}

interface LibraryFrame {
  lookup(name: string): LibraryFunction | undefined;
}

/**
 * Step Functions has the library's functions in the library's version, so their code is taken and not
 * written anew. The frame that holds them is handed to a callback on entry to each evaluation, before the
 * first `await`: so it is there when `evaluate` returns its promise.
 */
const frame = ((): LibraryFrame => {
  let found: LibraryFrame | undefined;
  const probe = jsonata('null');
  const onEntry = Symbol.for('jsonata.__evaluate_entry') as unknown as string;
  probe.assign(onEntry, (_node: unknown, _input: unknown, environment: LibraryFrame) => {
    found = environment;
  });
  void probe.evaluate(undefined);
  if (!found) throw new Error('jsonata: the library no longer calls its entry callback synchronously');
  return found;
})();

/** @throws Error when this version of the library has no such function */
export function libraryFunction(name: string): LibraryFunction {
  const found = frame.lookup(name);
  if (!found) throw new Error(`jsonata: the library has no function $${name}`);
  return found;
}

const signatures = new Map<string, Signature>();

/** Parses "<s-n?:s>". */
export function parseSignature(definition: string): Signature {
  const known = signatures.get(definition);
  if (known) return known;
  const { signature } = parse(`function()${definition}{0}`) as { readonly signature?: Signature };
  if (!signature) throw new Error(`jsonata: not a signature: ${definition}`);
  signatures.set(definition, signature);
  return signature;
}

/**
 * Gives a fault its message. The library keeps its catalogue of messages to itself, but completes whatever
 * its parser throws while it reads the source: here, the fault itself.
 */
export function describeFault(fault: Fault): Fault {
  const source = {
    get length(): number {
      throw fault;
    },
  };
  try {
    jsonata(source as unknown as string);
  } catch (described) {
    return described as Fault;
  }
  return fault;
}
