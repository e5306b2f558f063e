/**
 * JSON Schema draft 4, as API Gateway's models have it.
 * Source: API Gateway developer guide, "Data models for REST APIs"; JSON Schema draft 4, validation.
 */
import {
  isJsonNumber,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  stringifyJson,
} from '../../core/json.ts';

/** Whether a document is valid. */
export type Schema = (value: JsonValue) => boolean;

/** A schema that is none, or that asks for what is not implemented. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}

/** @throws SchemaError with the place in the schema */
export function compileSchema(schema: JsonValue): Schema {
  return new Compiler(schema).compile(schema, '#');
}

/** Makes the check of one keyword from its value; `siblings` is the schema that it stands in. */
type Keyword = (value: JsonValue, siblings: JsonObject, at: Place) => Schema;

interface Place {
  readonly path: string;
  readonly compile: (schema: JsonValue, below: string) => Schema;
  readonly fail: (reason: string) => never;
}

/** Keywords that say nothing about validity. */
const ANNOTATIONS = new Set(['$schema', 'id', 'title', 'description', 'default', 'definitions', 'example']);
/** Read together with another keyword. */
const COMPANIONS = new Set(['exclusiveMinimum', 'exclusiveMaximum']);

class Compiler {
  private readonly root: JsonValue;
  /** Schemas that are referred to, so that one may refer to itself. */
  private readonly references = new Map<string, Schema | undefined>();

  constructor(root: JsonValue) {
    this.root = root;
  }

  compile(schema: JsonValue, path: string): Schema {
    if (!isJsonObject(schema)) throw new SchemaError(`${path} is no schema: a schema is an object`);
    if (typeof schema['$ref'] === 'string') return this.reference(schema['$ref'], path);
    const checks = Object.entries(schema).flatMap(([name, value]) => {
      if (ANNOTATIONS.has(name) || COMPANIONS.has(name)) return [];
      const keyword = Object.hasOwn(KEYWORDS, name) ? KEYWORDS[name] : undefined;
      if (!keyword) throw new SchemaError(`${path}/${name} is no keyword that is implemented`);
      return [keyword(value, schema, this.placeOf(`${path}/${name}`))];
    });
    return (value) => checks.every((check) => check(value));
  }

  private placeOf(path: string): Place {
    return {
      path,
      compile: (schema, below) => this.compile(schema, `${path}/${below}`),
      fail: (reason) => {
        throw new SchemaError(`${path} ${reason}`);
      },
    };
  }

  private reference(pointer: string, path: string): Schema {
    if (!this.references.has(pointer)) {
      this.references.set(pointer, undefined);
      this.references.set(pointer, this.compile(this.target(pointer, path), pointer));
    }
    return (value) => this.references.get(pointer)?.(value) ?? true;
  }

  private target(pointer: string, path: string): JsonValue {
    const [start, ...keys] = pointer.split('/');
    let target: JsonValue | undefined = start === '#' ? this.root : undefined;
    for (const key of keys) {
      target = isJsonObject(target) ? target[key.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined;
    }
    if (target !== undefined) return target;
    throw new SchemaError(`${path}/$ref "${pointer}" leads to nothing within the schema`);
  }
}

const TYPES: Readonly<Record<string, (value: JsonValue) => boolean>> = {
  array: Array.isArray,
  boolean: (value) => typeof value === 'boolean',
  integer: (value) => isJsonNumber(value) && Number.isInteger(Number(value)),
  null: (value) => value === null,
  number: isJsonNumber,
  object: isJsonObject,
  string: (value) => typeof value === 'string',
};

const KEYWORDS: Readonly<Record<string, Keyword>> = {
  type: (value, _siblings, { fail }) => {
    const tests = [value]
      .flat()
      .map((name) => TYPES[String(name)] ?? fail(`knows no type "${String(name)}"`));
    return (document) => tests.some((test) => test(document));
  },
  enum: (value) => {
    const texts = new Set((Array.isArray(value) ? value : [value]).map((item) => stringifyJson(item)));
    return (document) => texts.has(stringifyJson(document));
  },
  properties: (value, _siblings, at) => {
    const schemas = Object.entries(objectIn(value, at)).map(
      ([name, schema]) => [name, at.compile(schema, name)] as const,
    );
    return (document) =>
      !isJsonObject(document) ||
      schemas.every(
        ([name, schema]) => !Object.hasOwn(document, name) || schema(document[name] as JsonValue),
      );
  },
  additionalProperties: (value, siblings, at) => {
    const known = isJsonObject(siblings['properties']) ? siblings['properties'] : {};
    const schema = typeof value === 'boolean' ? () => value : at.compile(value, '');
    return (document) =>
      !isJsonObject(document) ||
      Object.entries(document).every(([name, member]) => Object.hasOwn(known, name) || schema(member));
  },
  required: (value, _siblings, { fail }) => {
    const names = Array.isArray(value) ? value.map(String) : fail('must be a list of names');
    return (document) => !isJsonObject(document) || names.every((name) => Object.hasOwn(document, name));
  },
  items: (value, _siblings, at) => {
    const schema = at.compile(value, '');
    return (document) => !Array.isArray(document) || document.every(schema);
  },
  uniqueItems: (value) => (document) =>
    value !== true ||
    !Array.isArray(document) ||
    new Set(document.map((item) => stringifyJson(item))).size === document.length,
  minItems: sized((document) => (Array.isArray(document) ? document.length : undefined), atLeast),
  maxItems: sized((document) => (Array.isArray(document) ? document.length : undefined), atMost),
  minLength: sized(charactersOf, atLeast),
  maxLength: sized(charactersOf, atMost),
  minProperties: sized(membersOf, atLeast),
  maxProperties: sized(membersOf, atMost),
  minimum: sized(numberIn, (actual, bound, siblings) =>
    siblings['exclusiveMinimum'] === true ? actual > bound : actual >= bound,
  ),
  maximum: sized(numberIn, (actual, bound, siblings) =>
    siblings['exclusiveMaximum'] === true ? actual < bound : actual <= bound,
  ),
  multipleOf: sized(numberIn, (actual, divisor) => Number.isInteger(actual / divisor)),
  pattern: (value, _siblings, { fail }) => {
    const pattern = typeof value === 'string' ? expressionOf(value) : undefined;
    if (!pattern) return fail('must be a regular expression');
    return (document) => typeof document !== 'string' || pattern.test(document);
  },
  allOf: combined((schemas, document) => schemas.every((schema) => schema(document))),
  anyOf: combined((schemas, document) => schemas.some((schema) => schema(document))),
  oneOf: combined((schemas, document) => schemas.filter((schema) => schema(document)).length === 1),
  not: (value, _siblings, at) => {
    const schema = at.compile(value, '');
    return (document) => !schema(document);
  },
};

type Compare = (actual: number, bound: number, siblings: JsonObject) => boolean;

function atLeast(actual: number, bound: number): boolean {
  return actual >= bound;
}

function atMost(actual: number, bound: number): boolean {
  return actual <= bound;
}

/** A bound on a size that only documents of one type have. */
function sized(sizeOf: (document: JsonValue) => number | undefined, holds: Compare): Keyword {
  return (value, siblings, { fail }) => {
    const bound = isJsonNumber(value) ? Number(value) : fail('must be a number');
    return (document) => {
      const size = sizeOf(document);
      return size === undefined || holds(size, bound, siblings);
    };
  };
}

function combined(holds: (schemas: readonly Schema[], document: JsonValue) => boolean): Keyword {
  return (value, _siblings, { compile, fail }) => {
    const list = Array.isArray(value) ? value : fail('must be a list of schemas');
    const schemas = list.map((schema, index) => compile(schema, String(index)));
    return (document) => holds(schemas, document);
  };
}

function charactersOf(document: JsonValue): number | undefined {
  return typeof document === 'string' ? [...document].length : undefined;
}

function membersOf(document: JsonValue): number | undefined {
  return isJsonObject(document) ? Object.keys(document).length : undefined;
}

function numberIn(document: JsonValue): number | undefined {
  return isJsonNumber(document) ? Number(document) : undefined;
}

function objectIn(value: JsonValue, { fail }: Place): JsonObject {
  return isJsonObject(value) ? value : fail('must be an object');
}

function expressionOf(source: string): RegExp | undefined {
  try {
    return new RegExp(source);
  } catch {
    // Told by the caller, with the place.
    return undefined;
  }
}
