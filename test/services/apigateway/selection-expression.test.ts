import { describe, expect, it } from 'vitest';
import { compileSelection } from '../../../src/services/apigateway/selection-expression.ts';

const body = '{"action":"go","n":1,"items":[{"kind":"a"}],"user":{"first-name":"Ada"},"none":null}';
const answer = {
  statusCode: 400,
  body: '{"__type":"x#Throttled","action":"of the service"}',
  headers: { 'x-amzn-errortype': 'Throttled' },
};

describe('a selection expression', () => {
  it.each([
    ['\\$default', '$default'],
    ['literal', 'literal'],
    ['$request.body.action', 'go'],
    ['${request.body.action}-${request.body.n}', 'go-1'],
    ['${request.body.items[0].kind}', 'a'],
    ['$request.body.user.first-name', 'Ada'],
    ['$request.body.absent', undefined],
    ['$request.body.none', undefined],
    ['$request.body.user', undefined],
    ['$request.body.__proto__', undefined],
    ['$integration.response.statuscode', '400'],
    ['${integration.response.header.X-Amzn-ErrorType}', 'Throttled'],
    ['${integration.response.header.absent}', undefined],
    ['${integration.response.body.__type}', 'x#Throttled'],
  ])('%s of an answer is %s', (expression, expected) => {
    expect(compileSelection(expression)({ body, answer })).toBe(expected);
  });

  it('finds nothing of an answer that is not there yet, nor in what is no JSON', () => {
    expect(compileSelection('$integration.response.statuscode')({ body })).toBeUndefined();
    expect(compileSelection('$request.body.action')({ body: 'go' })).toBeUndefined();
  });

  it.each(['$request.header.x', '${request.body.a[}', '$context.connectionId'])(
    '%s is none',
    (expression) => {
      expect(() => compileSelection(expression)).toThrow(RangeError);
    },
  );
});
