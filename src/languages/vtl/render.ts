import { putInto } from './collection-methods.ts';
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
  isTrue,
  listItems,
  mapEntries,
  memberOf,
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
  private readonly macros = new Map<string, Macro>();
  private readonly output: string[] = [];
  private depth = 0;

  constructor(variables: Iterable<readonly [string, Value]>) {
    this.variables = new Map(variables);
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
        this.assign(node.target, this.evaluate(node.value));
        return 'done';
      case 'if':
        return this.runAll(
          node.branches.find((branch) => isTrue(this.evaluate(branch.condition)))?.body ?? node.otherwise,
        );
      case 'foreach':
        return this.runForeach(node);
      case 'define':
        this.variables.set(node.variable, new Definition(node.body));
        return 'done';
      case 'macro':
        this.macros.set(node.macro.name, node.macro);
        return 'done';
      case 'call':
        return this.callMacro(node.name, node.args);
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

  private callMacro(name: string, args: readonly Expression[]): Outcome {
    const macro = this.macros.get(name);
    if (!macro) throw new VtlRenderError(`The macro "#${name}" is used before it is defined`);
    const values = args.map((arg) => this.evaluate(arg));
    const hidden = macro.parameters.map((parameter) => [parameter, this.variables.get(parameter)] as const);
    for (const [at, parameter] of macro.parameters.entries())
      this.variables.set(parameter, values[at] ?? null);
    const outcome = this.nested(() => this.runAll(macro.body));
    for (const [parameter, value] of hidden) this.restore(parameter, value);
    return outcome === 'stop' ? 'stop' : 'done';
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
      this.variables.set('velocityCount', index + 1);
      outcome = this.runAll(node.body);
      if (outcome !== 'done') break;
    }
    for (const [name, value] of hidden) this.restore(name, value);
    return outcome === 'stop' ? 'stop' : 'done';
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
        return range(Number(this.evaluate(expression.from)), Number(this.evaluate(expression.to)));
      case 'map':
        return this.map(expression.entries);
      case 'not':
        return !isTrue(this.evaluate(expression.operand));
      case 'negate':
        return OPERATORS['-'](0, this.evaluate(expression.operand));
      case 'binary':
        return this.calculate(expression);
    }
  }

  private calculate({ operator, left, right }: Extract<Expression, { kind: 'binary' }>): Value {
    if (operator === '&&') return isTrue(this.evaluate(left)) && isTrue(this.evaluate(right));
    if (operator === '||') return isTrue(this.evaluate(left)) || isTrue(this.evaluate(right));
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

  private valueOf(reference: Reference): Value {
    let value = this.variables.get(reference.name) ?? null;
    for (const step of reference.steps) {
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

  /** `#set($a = …)`, `#set($a.b.c = …)` or `#set($a["b"] = …)`; maps on the way must exist. */
  private assign(target: Reference, value: Value): void {
    const last = target.steps.at(-1);
    if (!last) {
      this.variables.set(target.name, value);
      return;
    }
    const holder = this.valueOf({ ...target, steps: target.steps.slice(0, -1) });
    const key =
      last.kind === 'property' ? last.name : last.kind === 'index' ? this.evaluate(last.index) : null;
    const entries = holder === null ? undefined : mapEntries(holder);
    if (entries) putInto(entries, textOf(key), holder instanceof ContextMap ? plainJson(value) : value);
    else if (listItems(holder)) callMethod(holder, 'set', [key, value]);
  }
}

/** A map is iterated by its values, as in Velocity; what is neither map nor list is skipped. */
function iterated(value: Value): readonly Value[] {
  if (value === null) return [];
  const items = listItems(value);
  if (items) return items;
  const entries = mapEntries(value);
  return entries ? Object.keys(entries).map((key) => memberOf(entries, key)) : [];
}

function loopState(index: number, length: number, parent: Value | undefined): Value {
  return {
    index,
    count: index + 1,
    hasNext: index < length - 1,
    first: index === 0,
    last: index === length - 1,
    parent: parent ?? null,
  };
}

/** `[from..to]`, which may count down. Longer than any loop may run, it is cut. */
function range(from: number, to: number): Value {
  if (!Number.isInteger(from) || !Number.isInteger(to)) return null;
  const length = Math.min(Math.abs(to - from) + 1, MOST_ITERATIONS + 1);
  const step = to >= from ? 1 : -1;
  return new ArrayList(Array.from({ length }, (_none, at) => from + at * step));
}
