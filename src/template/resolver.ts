import type { Environment } from '../core/environment.ts';
import { isJsonObject, type JsonObject, type JsonValue, setOwn } from '../core/json.ts';
import { evaluateCondition } from './intrinsics/conditions.ts';
import { INTRINSICS, REFUSED_INTRINSICS } from './intrinsics/index.ts';
import { type Intrinsic, NO_VALUE, type Scope, UNRESOLVED } from './intrinsics/scope.ts';
import { describe, inside, type Place, type Problems, type TemplateProblem } from './problems.ts';

/** A resource as far as references to it go. */
export interface Referable {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface ResolverInput {
  readonly environment: Environment;
  readonly languageExtensions: boolean;
  /** Parameters and pseudo parameters. */
  readonly values: ReadonlyMap<string, JsonValue>;
  readonly conditions: JsonObject;
  readonly mappings: JsonObject;
  readonly resources: JsonObject;
  readonly problems: Problems;
  /** Makes the resource, on the first reference to it; undefined when it has problems of its own. */
  make(logicalId: string): Referable | undefined;
}

/**
 * Evaluates intrinsic functions. Order is found by demand: a reference to a resource makes that resource first,
 * and a chain of references that comes back to itself is a circular dependency.
 */
export class Resolver implements Scope {
  readonly region: string;
  readonly languageExtensions: boolean;
  private readonly input: ResolverInput;
  private readonly conditionValues = new Map<string, boolean>();
  private readonly made = new Map<string, Referable | undefined>();
  /** What is being evaluated, outermost first: "resource 'A'", "condition 'B'". */
  private readonly chain: string[] = [];

  constructor(input: ResolverInput) {
    this.input = input;
    this.region = input.environment.region;
    this.languageExtensions = input.languageExtensions;
  }

  resolve(value: JsonValue, at: Place): JsonValue {
    if (typeof value === 'string') return this.text(value, at);
    if (Array.isArray(value)) {
      return value
        .map((item, index) => this.resolve(item, inside(at, index)))
        .filter((item) => item !== NO_VALUE);
    }
    if (!isJsonObject(value) || value === UNRESOLVED || value === NO_VALUE) return value;
    const name = Object.keys(value).find(isIntrinsicName);
    return name === undefined ? this.object(value, at) : this.intrinsic(name, value, at);
  }

  ref(name: string, at: Place): JsonValue {
    const value = this.input.values.get(name);
    if (value !== undefined) return value;
    return this.target(name, at)?.ref ?? UNRESOLVED;
  }

  getAtt(logicalId: string, attribute: string, at: Place): JsonValue {
    const target = this.target(logicalId, at);
    if (target === undefined) return UNRESOLVED;
    if (Object.hasOwn(target.attributes, attribute)) return target.attributes[attribute] as string;
    const known = Object.keys(target.attributes).join(', ') || 'none';
    return this.refuse(
      at,
      `asks for attribute '${attribute}' of '${logicalId}' (${this.typeOf(logicalId)}), whose attributes here are: ${known}`,
      'TEMPLATE_UNSUPPORTED',
    );
  }

  condition(name: string, at: Place): boolean {
    const known = this.conditionValues.get(name);
    if (known !== undefined) return known;
    if (!Object.hasOwn(this.input.conditions, name)) {
      this.refuse(at, `names the condition '${name}', which the template does not define`);
      return false;
    }
    const expression = this.input.conditions[name] as JsonValue;
    const value = this.within(`condition '${name}'`, at, () =>
      evaluateCondition(expression, { owner: `Condition '${name}'`, path: [] }, this),
    );
    this.conditionValues.set(name, value ?? false);
    return value ?? false;
  }

  findInMap(map: string, first: string, second: string): JsonValue | undefined {
    const entry = own(own(this.input.mappings, map), first);
    return own(entry, second);
  }

  refuse(at: Place, message: string, code: TemplateProblem['code'] = 'TEMPLATE_INVALID'): JsonValue {
    this.input.problems.add(code, `${describe(at)} ${message}`);
    return UNRESOLVED;
  }

  /** The resource, made now if it was not yet; undefined (and a problem noted) if there is none. */
  target(logicalId: string, at: Place): Referable | undefined {
    if (this.made.has(logicalId)) return this.made.get(logicalId);
    const declaration = own(this.input.resources, logicalId);
    if (declaration === undefined) return this.missing(logicalId, at, 'which the template does not define');
    const condition = own(declaration, 'Condition');
    if (typeof condition === 'string' && !this.condition(condition, at)) {
      return this.missing(logicalId, at, `which is left out because its condition '${condition}' is false`);
    }
    const resource = this.within(`resource '${logicalId}'`, at, () => this.input.make(logicalId));
    this.made.set(logicalId, resource);
    return resource;
  }

  private missing(logicalId: string, at: Place, why: string): undefined {
    this.refuse(at, `refers to '${logicalId}', ${why}`);
    return undefined;
  }

  /** Runs `work` as one link of the chain of references; undefined (and a problem noted) if that closes a circle. */
  private within<Result>(link: string, at: Place, work: () => Result): Result | undefined {
    const start = this.chain.indexOf(link);
    if (start >= 0) {
      const circle = [...this.chain.slice(start), link].join(' → ');
      this.refuse(at, `closes a circular dependency: ${circle}`);
      return undefined;
    }
    this.chain.push(link);
    try {
      return work();
    } finally {
      this.chain.pop();
    }
  }

  private text(text: string, at: Place): JsonValue {
    if (!text.includes('{{resolve:')) return text;
    return this.refuse(
      at,
      'uses a dynamic reference ({{resolve:…}}); parameter and secret stores do not exist on a laptop: use a parameter',
      'TEMPLATE_UNSUPPORTED',
    );
  }

  private object(value: JsonObject, at: Place): JsonObject {
    const result: JsonObject = {};
    for (const key of Object.keys(value)) {
      const item = this.resolve(value[key] as JsonValue, inside(at, key));
      if (item !== NO_VALUE) setOwn(result, key, item);
    }
    return result;
  }

  private intrinsic(name: string, value: JsonObject, at: Place): JsonValue {
    const here = inside(at, name);
    if (Object.keys(value).length > 1) {
      return this.refuse(
        here,
        `has other keys beside ${name}: a function must be the only key of its object`,
      );
    }
    if (Object.hasOwn(INTRINSICS, name)) {
      return (INTRINSICS[name] as Intrinsic)(value[name] as JsonValue, here, this);
    }
    const [known] = Object.keys(REFUSED_INTRINSICS).filter((refused) => name.startsWith(refused));
    return known === undefined
      ? this.refuse(
          here,
          `uses ${name}, which is no intrinsic function that lambdaless knows`,
          'TEMPLATE_UNSUPPORTED',
        )
      : this.refuse(
          here,
          `uses ${name}, which is not supported: ${REFUSED_INTRINSICS[known]}`,
          'TEMPLATE_UNSUPPORTED',
        );
  }

  private typeOf(logicalId: string): string {
    return String(own(own(this.input.resources, logicalId), 'Type'));
  }
}

/** `Condition` is one only where conditions stand: elsewhere it is an ordinary key, as in IAM statements. */
function isIntrinsicName(key: string): boolean {
  return key === 'Ref' || key.startsWith('Fn::');
}

function own(value: JsonValue | undefined, key: string): JsonValue | undefined {
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
