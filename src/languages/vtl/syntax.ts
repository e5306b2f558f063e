import type { JavaNumber } from './numbers.ts';

/** The syntax tree of a mapping template. `offset` counts UTF-16 units from the template's beginning. */

export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'reference'; readonly reference: Reference }
  | { readonly kind: 'set'; readonly target: Reference; readonly value: Expression }
  | { readonly kind: 'if'; readonly branches: readonly Branch[]; readonly otherwise: readonly Node[] }
  | {
      readonly kind: 'foreach';
      readonly variable: string;
      readonly over: Expression;
      readonly body: readonly Node[];
    }
  | { readonly kind: 'break' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'define'; readonly variable: string; readonly body: readonly Node[] }
  /** `#name(…)`, or `#@name(…) body #end`; `text` is what stands there, and is printed if there is no such macro. */
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly args: readonly Expression[];
      readonly body?: readonly Node[];
      readonly text: string;
    };

export interface Branch {
  readonly condition: Expression;
  readonly body: readonly Node[];
}

export interface Macro {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly body: readonly Node[];
}

/** `$name.property.method(args)[index]`; the leading `$!` changes nothing here, since null always prints nothing. */
export interface Reference {
  readonly name: string;
  readonly steps: readonly Step[];
  readonly offset: number;
}

export type Step =
  | { readonly kind: 'property'; readonly name: string; readonly offset: number }
  | {
      readonly kind: 'method';
      readonly name: string;
      readonly args: readonly Expression[];
      readonly offset: number;
    }
  | { readonly kind: 'index'; readonly index: Expression; readonly offset: number };

export type Expression =
  | { readonly kind: 'literal'; readonly value: string | JavaNumber | boolean }
  /** A double-quoted string with references or directives in it. */
  | { readonly kind: 'interpolation'; readonly body: readonly Node[] }
  | { readonly kind: 'value'; readonly reference: Reference }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'range'; readonly from: Expression; readonly to: Expression }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: 'not'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    };

export type BinaryOperator =
  | '||'
  | '&&'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '+'
  | '-'
  | '*'
  | '/'
  | '%';

/** A template that API Gateway would refuse, or that uses what this engine lacks. */
export class VtlSyntaxError extends Error {
  override readonly name = 'VtlSyntaxError';
  readonly offset: number;

  constructor(message: string, text: string, offset: number) {
    const before = text.slice(0, offset).split('\n');
    super(`${message} (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`);
    this.offset = offset;
  }
}

/** A template that failed while it was rendered; API Gateway answers the request with an error. */
export class VtlRenderError extends Error {
  override readonly name = 'VtlRenderError';
}
