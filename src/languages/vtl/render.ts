import { putInto } from './collection-methods.ts';
import { loopState } from './loop-state.ts';
import { callMethod, itemOf, propertyOf } from './members.ts';
import { OPERATORS } from './operators.ts';
import {
  type Expression,
  type Macro,
  type Node,
  type Reference,
  type Step,
  VtlRenderError,
} from './syntax.ts';
import {
  ArrayList,
  ContextMap,
  Definition,
  fromContext,
  isTrue,
  listItems,
  mapEntries,
  plainJson,
  textOf,
  type Value,
} from './values.ts';

/** How a list of nodes came to its end. */
type Outcome = 'done' | 'break' | 'stop';

/** API Gateway's quota: a loop ends after so many rounds. */
const MOST_ITERATIONS = 1000;
/** A macro or definition that uses itself must not end the process. */
const DEEPEST_NESTING = 20;

/** The state of one rendering. Client data is only ever a value here: nothing of it is parsed as template. */
export class Renderer {
  private readonly variables: Map<string, Value>;
  private readonly macros: ReadonlyMap<string, Macro>;
  private readonly output: string[] = [];
  private depth = 0;

  constructor(variables: Iterable<readonly [string, Value]>, macros: ReadonlyMap<string, Macro>) {
    this.variables = new Map(variables);
    this.macros = macros;
  }

  render(nodes: readonly Node[]): string {
    this.runAll(nodes);
    return this.output.join('');
  }

  private runAll(nodes: readonly Node[]): Outcome {
    for (const node of nodes) {
      const outcome = this.run(node);
      if (outcome !== 'done') return outcome;
    }
    return 'done';
  }

  private run(node: Node): Outcome {
    switch (node.kind) {
      case 'text':
        this.output.push(node.text);
        return 'done';
      case 'reference':
        return this.print(this.valueOf(node.reference));
      case 'set':
        return this.set(node);
      case 'if':
        return this.runAll(
          node.branches.find((branch) => this.holds(branch.condition))?.body ?? node.otherwise,
        );
      case 'foreach':
        return this.runForeach(node);
      case 'define':
        this.variables.set(node.variable, new Definition(node.body));
        return 'done';
      case 'call':
        return this.callMacro(node);
      default:
        return node.kind;
    }
  }

  private print(value: Value): Outcome {
    if (!(value instanceof Definition)) {
      this.output.push(textOf(value));
      return 'done';
    }
    return this.nested(() => this.runAll(value.body));
  }

  private nested<Result>(work: () => Result): Result {
    if (this.depth >= DEEPEST_NESTING) {
      throw new VtlRenderError(`Macros and definitions are nested deeper than ${DEEPEST_NESTING}`);
    }
    this.depth++;
    try {
      return work();
    } finally {
      this.depth--;
    }
  }

  private callMacro({ name, args, body, text }: Extract<Node, { kind: 'call' }>): Outcome {
    const macro = this.macros.get(name);
    if (!macro) {
      this.output.push(text);
      return 'done';
    }
    const values = new Map(macro.parameters.map((parameter, at) => [parameter, this.argument(args[at])]));
    if (body) values.set('bodyContent', new Definition(body));
    const hidden = [...values.keys()].map((parameter) => [parameter, this.variables.get(parameter)] as const);
    for (const [parameter, value] of values) this.variables.set(parameter, value);
    const outcome = this.nested(() => this.runAll(macro.body));
    for (const [parameter, value] of hidden) this.restore(parameter, value);
    return outcome === 'stop' ? 'stop' : 'done';
  }

  private argument(expression: Expression | undefined): Value {
    return expression ? this.evaluate(expression) : null;
  }

  private restore(name: string, value: Value | undefined): void {
    if (value === undefined) this.variables.delete(name);
    else this.variables.set(name, value);
  }

  private runForeach(node: Extract<Node, { kind: 'foreach' }>): Outcome {
    const items = iterated(this.evaluate(node.over)).slice(0, MOST_ITERATIONS);
    const hidden = ['foreach', 'velocityCount', node.variable].map(
      (name) => [name, this.variables.get(name)] as const,
    );
    let outcome: Outcome = 'done';
    for (const [index, item] of items.entries()) {
      this.variables.set(node.variable, item);
      this.variables.set('foreach', loopState(index, items.length, hidden[0]?.[1]));
      this.variables.set('velocityCount', BigInt(index + 1));
      outcome = this.runAll(node.body);
      if (outcome !== 'done') break;
    }
    for (const [name, value] of hidden) this.restore(name, value);
    return outcome === 'stop' ? 'stop' : 'done';
  }

  /**
   * Whether a condition is true, as Velocity's nodes see it: of a reference, whatever is neither null nor false; of a
   * comparison, its result; a literal other than `true`, or a calculation, never is.
   */
  private holds(expression: Expression): boolean {
    switch (expression.kind) {
      case 'value':
        return isTrue(this.valueOf(expression.reference));
      case 'not':
        return !this.holds(expression.operand);
      case 'binary':
        return this.calculate(expression) === true;
      case 'literal':
        return expression.value === true;
      default:
        return false;
    }
  }

  private evaluate(expression: Expression): Value {
    switch (expression.kind) {
      case 'literal':
        return expression.value;
      case 'value':
        return this.valueOf(expression.reference);
      case 'interpolation':
        return this.interpolate(expression.body);
      case 'list':
        return new ArrayList(expression.items.map((item) => this.evaluate(item)));
      case 'range':
        return range(this.evaluate(expression.from), this.evaluate(expression.to));
      case 'map':
        return this.map(expression.entries);
      case 'not':
        return !this.holds(expression.operand);
      case 'binary':
        return this.calculate(expression);
    }
  }

  private calculate({ operator, left, right }: Extract<Expression, { kind: 'binary' }>): Value {
    if (operator === '&&') return this.holds(left) && this.holds(right);
    if (operator === '||') return this.holds(left) || this.holds(right);
    return OPERATORS[operator](this.evaluate(left), this.evaluate(right));
  }

  /** A double-quoted string: its nodes are rendered into a text of their own. */
  private interpolate(body: readonly Node[]): string {
    const start = this.output.length;
    this.runAll(body);
    return this.output.splice(start).join('');
  }

  private map(entries: readonly (readonly [Expression, Expression])[]): Value {
    const map: { [key: string]: Value } = {};
    for (const [key, value] of entries) putInto(map, textOf(this.evaluate(key)), this.evaluate(value));
    return map;
  }

  /** Of a reference that leads to nothing, the empty string: recorded, and reported of conditions too. */
  private valueOf(reference: Reference): Value {
    return this.resolve(reference.name, reference.steps) ?? '';
  }

  private resolve(name: string, steps: readonly Step[]): Value {
    let value = this.variables.get(name) ?? null;
    for (const step of steps) {
      if (value === null) return null;
      value = this.follow(value, step);
    }
    return value;
  }

  private follow(value: Value, step: Step): Value {
    if (value instanceof Definition) return this.follow(this.interpolate(value.body), step);
    if (step.kind === 'property') return propertyOf(value, step.name);
    if (step.kind === 'index') return itemOf(value, this.evaluate(step.index));
    return callMethod(
      value,
      step.name,
      step.args.map((arg) => this.evaluate(arg)),
    );
  }

  /** What comes out of an impossible calculation, null, is not assigned: the variable keeps what it had. */
  private set({ target, value: expression }: Extract<Node, { kind: 'set' }>): Outcome {
    const value = this.evaluate(expression);
    if (value !== null) this.assign(target, value);
    return 'done';
  }

  /** `#set($a = …)`, `#set($a.b.c = …)` or `#set($a["b"] = …)`; maps on the way must exist. */
  private assign({ name, steps }: Reference, value: Value): void {
    const last = steps.at(-1);
    if (!last) {
      this.variables.set(name, value);
      return;
    }
    const holder = this.resolve(name, steps.slice(0, -1));
    const entries = mapEntries(holder);
    if (entries)
      putInto(entries, this.keyOf(last), holder instanceof ContextMap ? (plainJson(value) as Value) : value);
    else if (last.kind === 'index') this.assignItem(holder, this.evaluate(last.index), value);
  }

  private keyOf(step: Step): string {
    return step.kind === 'index' ? textOf(this.evaluate(step.index)) : step.name;
  }

  private assignItem(holder: Value, index: Value, value: Value): void {
    const length = BigInt(listItems(holder)?.length ?? 0);
    const at = typeof index === 'bigint' && index < 0n ? index + length : index;
    callMethod(holder, 'set', [at, value]);
  }
}

/** A map is iterated by its values, as in Velocity; what is neither map nor list is skipped. */
function iterated(value: Value): readonly Value[] {
  const items = listItems(value);
  if (items) return items;
  const members = Object.values(mapEntries(value) ?? {});
  return value instanceof ContextMap ? members.map(fromContext) : members;
}

/** `[from..to]`, which may count down. Longer than any loop may run, it is cut. */
function range(from: Value, to: Value): Value {
  if (typeof from !== 'bigint' || typeof to !== 'bigint') return null;
  const distance = Number(to - from);
  const length = Math.min(Math.abs(distance) + 1, MOST_ITERATIONS + 1);
  const step = distance >= 0 ? 1n : -1n;
  return new ArrayList(Array.from({ length }, (_none, at) => from + BigInt(at) * step));
}
