import { isJsonObject, type JsonObject, type JsonValue, setOwn } from '../core/json.ts';
import { textOf } from './intrinsics/strings.ts';
import type { Problems } from './problems.ts';

const FOR_EACH = /^Fn::ForEach::([A-Za-z0-9]+)$/;
const LANGUAGE_EXTENSIONS = 'AWS::LanguageExtensions';

/**
 * Unrolls `Fn::ForEach`: `{"Fn::ForEach::Loop": ["Name", ["a", "b"], {"Queue${Name}": {…}}]}` stands for the members
 * that it makes, wherever an object may stand. `${Name}` and `Ref` give the value, `&{Name}` its letters and digits.
 * Source: CloudFormation, `Fn::ForEach`.
 * @param parameters the values that are given: a collection may be a parameter that is a list
 */
export function expandForEach(
  template: JsonObject,
  parameters: Readonly<Record<string, string>>,
  problems: Problems,
): JsonObject {
  const transforms = [template['Transform'] ?? []].flat();
  if (!JSON.stringify(template).includes('"Fn::ForEach::')) return template;
  if (!transforms.includes(LANGUAGE_EXTENSIONS)) {
    problems.add('TEMPLATE_INVALID', `Fn::ForEach needs the transform ${LANGUAGE_EXTENSIONS}`);
    return template;
  }
  return new Unroller(template['Parameters'], parameters, problems).object(template);
}

class Unroller {
  private readonly declared: JsonObject;
  private readonly given: Readonly<Record<string, string>>;
  private readonly problems: Problems;

  constructor(declared: JsonValue | undefined, given: Readonly<Record<string, string>>, problems: Problems) {
    this.declared = isJsonObject(declared) ? declared : {};
    this.given = given;
    this.problems = problems;
  }

  object(value: JsonObject): JsonObject {
    const unrolled: JsonObject = {};
    for (const [key, member] of Object.entries(value)) {
      const members = FOR_EACH.test(key) ? this.loop(key, member) : { [key]: this.any(member) };
      for (const [name, made] of Object.entries(members)) this.put(unrolled, name, made, key);
    }
    return unrolled;
  }

  private any(value: JsonValue): JsonValue {
    if (Array.isArray(value)) return value.map((item) => this.any(item));
    return isJsonObject(value) ? this.object(value) : value;
  }

  private put(object: JsonObject, name: string, value: JsonValue, loop: string): void {
    if (Object.hasOwn(object, name)) {
      this.problems.add('TEMPLATE_INVALID', `${loop} makes '${name}', which is there already`);
    }
    setOwn(object, name, value);
  }

  private loop(name: string, parts: JsonValue): JsonObject {
    const [identifier, collection, body] = Array.isArray(parts) ? parts : [];
    const values = this.valuesOf(collection);
    if (typeof identifier !== 'string' || !values || !isJsonObject(body)) {
      this.problems.add(
        'TEMPLATE_INVALID',
        `${name} needs a list of an identifier, a collection (a list of texts, or a parameter that is one) and an object`,
      );
      return {};
    }
    const made: JsonObject = {};
    for (const value of values) {
      const round = this.object(substitute(body, identifier, value) as JsonObject);
      for (const [key, member] of Object.entries(round)) this.put(made, key, member, name);
    }
    return made;
  }

  private valuesOf(collection: JsonValue | undefined): readonly string[] | undefined {
    if (isJsonObject(collection))
      return this.parameter(collection)
        ?.split(',')
        .map((item) => item.trim());
    if (!Array.isArray(collection)) return undefined;
    const items = collection.map((item) => (isJsonObject(item) ? this.parameter(item) : textOf(item)));
    return items.every((item) => item !== undefined) ? items : undefined;
  }

  private parameter({ Ref: name }: JsonObject): string | undefined {
    const declaration = typeof name === 'string' ? this.declared[name] : undefined;
    if (!isJsonObject(declaration)) return undefined;
    return this.given[name as string] ?? textOf(declaration['Default'] ?? '');
  }
}

/** A value with the identifier's references filled in, in keys as well. */
function substitute(value: JsonValue, identifier: string, text: string): JsonValue {
  const fill = (written: string): string =>
    written
      .replaceAll(`\${${identifier}}`, () => text)
      .replaceAll(`&{${identifier}}`, () => text.replace(/[^A-Za-z0-9]/g, ''));
  const walk = (part: JsonValue): JsonValue => {
    if (typeof part === 'string') return fill(part);
    if (Array.isArray(part)) return part.map(walk);
    if (!isJsonObject(part)) return part;
    if (part['Ref'] === identifier && Object.keys(part).length === 1) return text;
    const copy: JsonObject = {};
    for (const [key, member] of Object.entries(part)) setOwn(copy, fill(key), walk(member));
    return copy;
  };
  return walk(value);
}
