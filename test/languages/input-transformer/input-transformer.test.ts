import { describe, expect, it } from 'vitest';
import {
  compileInput,
  type InputSpecification,
  transformInput,
} from '../../../src/languages/input-transformer/index.ts';

const EVENT =
  '{"version":"0","id":"1","detail-type":"Order placed","source":"shop","account":"123456789012",' +
  '"time":"2026-01-01T00:00:00Z","region":"us-east-1","resources":["r1","r2"],' +
  '"detail":{"id":"o-1","big":12345678901234567890,"price":1.50,"gift":false,"note":null,"quoted":"say \\"hi\\"",' +
  '"items":[{"sku":"a"},{"sku":"b"}],"nested":{"x":{"y":1}},"empty":""}}';

const CONTEXT = { ruleArn: 'arn:rule', ruleName: 'rule', ingestionTime: '2026-01-01T00:00:01Z' };
const transform = (specification: InputSpecification): string =>
  transformInput(specification, EVENT, CONTEXT);
const template = (InputTemplate: string, InputPathsMap: Record<string, string> = {}): string =>
  transform({ InputTransformer: { InputTemplate, InputPathsMap } });

describe('without a transformer', () => {
  it.each([
    ['nothing given', {}, EVENT],
    ['the whole path', { InputPath: '$' }, EVENT],
    ['a constant', { Input: '{ "a" : 1 }' }, '{ "a" : 1 }'],
    ['a part', { InputPath: '$.detail.items' }, '[{"sku":"a"},{"sku":"b"}]'],
    ['a string', { InputPath: '$.detail-type' }, '"Order placed"'],
    ['a number too large for a double', { InputPath: '$.detail.big' }, '12345678901234567890'],
    ['a number as it was written', { InputPath: '$.detail.price' }, '1.50'],
    ['a path to nowhere', { InputPath: '$.detail.absent' }, 'null'],
  ])('%s', (_what, specification, expected) => {
    expect(transform(specification)).toBe(expected);
  });
});

describe('paths', () => {
  it.each([
    ['$.detail.items[1].sku', '"b"'],
    ['$.detail.items[*].sku', '["a","b"]'],
    ['$.detail.nested.*', '[{"y":1}]'],
    ["$['detail']['nested'].x", '{"y":1}'],
    ['$.detail["detail-type"]', 'null'],
    ['$.resources[2]', 'null'],
    ['$.resources.length', 'null'],
    ['$.detail.id[0]', 'null'],
    ['$.detail.__proto__', 'null'],
    ['$.detail.absent[*]', '[]'],
    ['$.detail.a/b', 'null'],
  ])('%s', (InputPath, expected) => {
    expect(transform({ InputPath })).toBe(expected);
  });

  it.each(['detail', '$detail', '$..id', '$.a[?(@.b)]', '$.a[-1]', '$.a[0:1]', '$.', '$.a b', ''])(
    '%s is none',
    (InputPath) => {
      expect(() => compileInput({ InputPath })).toThrow('is not a JSON path that EventBridge supports');
    },
  );
});

describe('a JSON template', () => {
  it.each([
    ['a string', '{"v": <v>}', '$.detail.id', '{"v": "o-1"}'],
    ['a string with quotes', '{"v": <v>}', '$.detail.quoted', '{"v": "say \\"hi\\""}'],
    ['a string within quotes', '{"v": "no. <v>!"}', '$.detail.id', '{"v": "no. o-1!"}'],
    ['a number', '{"v": <v>}', '$.detail.big', '{"v": 12345678901234567890}'],
    ['a number within quotes', '{"v": "<v>"}', '$.detail.big', '{"v": "12345678901234567890"}'],
    ['a boolean', '{"v": <v>}', '$.detail.gift', '{"v": false}'],
    ['null', '{"v": <v>}', '$.detail.note', '{"v": null}'],
    ['an object', '{"v": <v>}', '$.detail.nested', '{"v": {"x":{"y":1}}}'],
    ['an array', '{"v": <v>}', '$.resources', '{"v": ["r1","r2"]}'],
    ['nothing', '{"v": <v>}', '$.detail.absent', '{"v": ""}'],
    ['an empty string', '{"v": <v>}', '$.detail.empty', '{"v": ""}'],
    ['the whole template', '<v>', '$.detail.nested', '{"x":{"y":1}}'],
    ['within escaped quotes', '{"v": "\\"<v>\\""}', '$.detail.id', '{"v": "\\"o-1\\""}'],
  ])('holds %s', (_what, text, path, expected) => {
    expect(template(text, { v: path })).toBe(expected);
  });

  it.each([
    ['an object within quotes', '{"v": "<v>"}', '$.detail.nested'],
    ['a list of strings within quotes', '{"v": "<v>"}', '$.resources'],
    ['quotes within quotes', '{"v": "<v>"}', '$.detail.quoted'],
  ])('is not delivered with %s', (_what, text, path) => {
    expect(() => template(text, { v: path })).toThrow(/is not valid JSON/);
  });
});

describe('a string template', () => {
  it.each([
    ['a string', '"Order <v>."', '$.detail.id', '"Order o-1."'],
    ['an object', '"<v>"', '$.detail.nested', '"{x:{y:1}}"'],
    ['an array', '"<v>"', '$.resources', '"[r1,r2]"'],
    ['a number', '"<v>"', '$.detail.big', '"12345678901234567890"'],
    ['a boolean', '"<v>"', '$.detail.gift', '"false"'],
    ['nothing', '"a<v>b"', '$.detail.absent', '"ab"'],
    ['several lines', '"one <v>"\n"two <v>"', '$.detail.id', '"one o-1"\n"two o-1"'],
  ])('holds %s', (_what, text, path, expected) => {
    expect(template(text, { v: path })).toBe(expected);
  });
});

describe('predefined variables', () => {
  it.each([
    ['<aws.events.rule-arn>', '"arn:rule"'],
    ['<aws.events.rule-name>', '"rule"'],
    ['<aws.events.event.ingestion-time>', '"2026-01-01T00:00:01Z"'],
  ])('%s', (text, expected) => {
    expect(template(text)).toBe(expected);
  });

  it('<aws.events.event.json> is the whole event', () => {
    expect(JSON.parse(template('{"e": <aws.events.event.json>}'))).toEqual({ e: JSON.parse(EVENT) });
    expect(template('<aws.events.event.json>')).toContain('"big":12345678901234567890');
  });

  it('<aws.events.event> is the event without its detail, in camel case', () => {
    const { detail: _detail, 'detail-type': detailType, ...rest } = JSON.parse(EVENT);
    expect(JSON.parse(template('<aws.events.event>'))).toEqual({ ...rest, detailType });
  });
});

describe('a specification', () => {
  it.each([
    [{ Input: '{}', InputPath: '$' }, 'Only one of Input, InputPath, or InputTransformer must be provided.'],
    [{ Input: 'text' }, 'Input is not valid JSON: text'],
    [
      { InputTransformer: { InputPathsMap: { 'aws.x': '$' }, InputTemplate: '1' } },
      "InputPathsMap: the name 'aws.x' is reserved.",
    ],
    [
      { InputTransformer: { InputPathsMap: { v: 'detail' }, InputTemplate: '1' } },
      'InputPathsMap.v is not a JSON path that EventBridge supports: detail',
    ],
    [
      {
        InputTransformer: {
          InputPathsMap: Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`v${index}`, '$'])),
          InputTemplate: '1',
        },
      },
      'InputPathsMap has more than 100 variables.',
    ],
    [
      { InputTransformer: { InputPathsMap: { 'a b': '$' }, InputTemplate: '1' } },
      "InputPathsMap: the name 'a b' has not 1 to 256 letters, digits, '_' and '-'.",
    ],
    [{ InputTransformer: { InputTemplate: '{"v": <v>}' } }, 'InputTemplate contains invalid placeholder v.'],
    [
      { InputTransformer: { InputTemplate: '"<aws.events.nothing>"' } },
      'InputTemplate contains invalid placeholder aws.events.nothing.',
    ],
    [
      { InputTransformer: { InputPathsMap: { v: '$.id' }, InputTemplate: '{"a": {"x<v>": 1}}' } },
      'InputTemplate has a placeholder as an object key.',
    ],
    [
      { InputTransformer: { InputPathsMap: { v: '$.id' }, InputTemplate: '{"v": <v>' } },
      'InputTemplate is neither JSON nor a text in quotes',
    ],
    [
      { InputTransformer: { InputPathsMap: { v: '$.id' }, InputTemplate: 'Order <v>' } },
      'InputTemplate is neither JSON nor a text in quotes',
    ],
    [
      { InputTransformer: { InputTemplate: '1'.repeat(8193) } },
      'InputTemplate is longer than 8192 characters.',
    ],
  ])('%j is refused', (specification, message) => {
    expect(() => compileInput(specification)).toThrow(message);
  });
});
