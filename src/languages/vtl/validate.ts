import { utf8Length } from '../../core/json.ts';
import { INPUT_MEMBERS, pathFor } from './input.ts';
import { METHOD_NAMES } from './members.ts';
import { type Node, type Reference, type Step, VtlRenderError, VtlSyntaxError } from './syntax.ts';
import { UTIL } from './util.ts';
import { type Parts, partsOfExpression, partsOfNode } from './walk.ts';

/**
 * Finds at load what would otherwise render as nothing: functions and methods that do not exist, and
 * JSONPaths that are none.
 * @throws VtlSyntaxError
 */
export function validate(nodes: readonly Node[], text: string, maxBytes: number): void {
  if (utf8Length(text) > maxBytes) {
    throw new VtlSyntaxError(`The template is longer than ${maxBytes} bytes`, text, 0);
  }
  new Validator(text).check({ nodes });
}

type NamedStep = Exclude<Step, { kind: 'index' }>;

class Validator {
  private readonly text: string;
  constructor(text: string) {
    this.text = text;
  }

  check({ nodes = [], expressions = [], references = [] }: Parts): void {
    for (const node of nodes) this.check(partsOfNode(node));
    for (const expression of expressions) this.check(partsOfExpression(expression));
    for (const reference of references) this.checkReference(reference);
  }

  private checkReference({ name, steps }: Reference): void {
    for (const [at, step] of steps.entries()) {
      if (step.kind === 'index') this.check({ expressions: [step.index] });
      else this.checkMember(at === 0 ? name : undefined, step);
      if (step.kind === 'method') this.check({ expressions: step.args });
    }
  }

  private checkMember(root: string | undefined, step: NamedStep): void {
    if (root === 'util') this.checkUtil(step);
    else if (root === 'input') this.checkInput(step);
    else if (step.kind === 'method' && !METHOD_NAMES.has(step.name)) {
      this.fail(`The method "${step.name}" is not available in mapping templates here`, step.offset);
    }
  }

  private checkUtil(step: NamedStep): void {
    if (step.kind === 'method' && Object.hasOwn(UTIL.methods, step.name)) return;
    const functions = Object.keys(UTIL.methods).join(', ');
    this.fail(`"$util.${step.name}" is no function of API Gateway; it has ${functions}`, step.offset);
  }

  private checkInput(step: NamedStep): void {
    if (!INPUT_MEMBERS.has(step.name) || (step.kind === 'property') !== (step.name === 'body')) {
      this.fail(
        `"$input.${step.name}" does not exist; $input has body, json(), path() and params()`,
        step.offset,
      );
    }
    const path = step.kind === 'method' ? step.args[0] : undefined;
    if (step.name === 'params' || path?.kind !== 'literal') return;
    try {
      pathFor(String(path.value));
    } catch (error) {
      if (!(error instanceof VtlRenderError)) throw error;
      this.fail(error.message, step.offset);
    }
  }

  private fail(message: string, offset: number): never {
    throw new VtlSyntaxError(message, this.text, offset);
  }
}
