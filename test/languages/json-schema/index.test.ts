import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/core/json.ts';
import { compileSchema, SchemaError } from '../../../src/languages/json-schema/index.ts';

describe('a document is', () => {
  it.each<[JsonValue, JsonValue, boolean]>([
    [{}, null, true],
    [{ type: 'object' }, {}, true],
    [{ type: 'object' }, [], false],
    [{ type: ['string', 'null'] }, null, true],
    [{ type: 'integer' }, 1.5, false],
    [{ type: 'integer' }, 2, true],
    [{ enum: ['a', { b: 1 }] }, { b: 1 }, true],
    [{ enum: ['a'] }, 'b', false],
    [{ required: ['a'], properties: { a: { type: 'string' } } }, { a: 'x' }, true],
    [{ required: ['a'] }, {}, false],
    [{ properties: { a: { type: 'string' } } }, { a: 1 }, false],
    [{ properties: { a: {} }, additionalProperties: false }, { a: 1, b: 2 }, false],
    [{ additionalProperties: { type: 'number' } }, { b: 2 }, true],
    [{ items: { type: 'number' }, minItems: 1, maxItems: 2 }, [1, 2], true],
    [{ items: { type: 'number' } }, ['x'], false],
    [{ minItems: 1 }, [], false],
    [{ maxItems: 1 }, [1, 2], false],
    [{ uniqueItems: true }, [1, 1], false],
    [{ minLength: 2, maxLength: 2 }, '😀x', true],
    [{ minLength: 2 }, 'x', false],
    [{ pattern: '^a' }, 'ba', false],
    [{ pattern: '^a' }, 5, true],
    [{ minimum: 1, maximum: 3 }, 3, true],
    [{ maximum: 3, exclusiveMaximum: true }, 3, false],
    [{ minimum: 1, exclusiveMinimum: true }, 1, false],
    [{ multipleOf: 5 }, 12, false],
    [{ minProperties: 1, maxProperties: 1 }, { a: 1 }, true],
    [{ allOf: [{ minimum: 1 }, { maximum: 3 }] }, 4, false],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, null, true],
    [{ oneOf: [{ minimum: 1 }, { minimum: 2 }] }, 3, false],
    [{ not: { type: 'string' } }, 'x', false],
    [{ title: 't', $schema: 's', definitions: { x: { type: 'null' } }, $ref: '#/definitions/x' }, null, true],
  ])('by %j: %j → %s', (schema, document, valid) => {
    expect(compileSchema(schema)(document)).toBe(valid);
  });

  it('checked by a schema that refers to itself', () => {
    const tree = compileSchema({
      type: 'object',
      properties: { children: { type: 'array', items: { $ref: '#' } } },
    });
    expect(tree({ children: [{ children: [] }] })).toBe(true);
    expect(tree({ children: [{ children: [1] }] })).toBe(false);
  });

  it('not asked about what its prototype has', () => {
    expect(compileSchema({ required: ['constructor'] })({})).toBe(false);
  });
});

it.each<[JsonValue, string]>([
  [[], '# is no schema'],
  [{ properties: { a: 1 } }, '#/properties/a is no schema'],
  [{ type: 'text' }, '#/type knows no type "text"'],
  [{ format: 'date' }, '#/format is no keyword that is implemented'],
  [{ required: 'a' }, '#/required must be a list'],
  [{ pattern: '(' }, '#/pattern must be a regular expression'],
  [{ minimum: 'x' }, '#/minimum must be a number'],
  [{ anyOf: {} }, '#/anyOf must be a list of schemas'],
  [{ $ref: '#/definitions/none' }, '"#/definitions/none" leads to nothing'],
  [{ $ref: 'https://apigateway.amazonaws.com/restapis/a/models/b' }, 'leads to nothing within the schema'],
])('%j is refused', (schema, message) => {
  expect(() => compileSchema(schema)).toThrow(SchemaError);
  expect(() => compileSchema(schema)).toThrow(message);
});
