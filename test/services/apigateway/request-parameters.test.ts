import { describe, expect, it } from 'vitest';
import { noSpan } from '../../../src/core/trace.ts';
import type { Exchange } from '../../../src/services/apigateway/exchange.ts';
import { compileParameters } from '../../../src/services/apigateway/request-parameters.ts';

const exchange: Exchange = {
  body: '{"user":{"name":"Ada","tags":["a"]},"n":5}',
  params: { path: { id: 'p' }, querystring: { q: 'one' }, header: { 'X-Trace': 't' } },
  context: {
    stage: 'live',
    identity: { sourceIp: '192.0.2.7' },
    requestOverride: { header: { extra: ['a', 'b'] }, querystring: { page: 2 }, path: { id: 'o' } },
  },
  stageVariables: { table: 'items' },
  sourceArn: 'arn',
  span: noSpan,
};

describe("a mapped request's parameter comes from", () => {
  for (const [source, expected] of [
    ["'constant'", 'constant'],
    ["''", ''],
    ['route.request.body.user.name', 'Ada'],
    ['method.request.body.$.n', '5'],
    ['method.request.body.user.tags', '["a"]'],
    ['method.request.body', exchange.body],
    ['method.request.body.none', undefined],
    ['method.request.path.id', 'p'],
    ['method.request.querystring.q', 'one'],
    ['route.request.header.x-trace', 't'],
    ['method.request.querystring.constructor', undefined],
    ['context.stage', 'live'],
    ['context.identity.sourceIp', '192.0.2.7'],
    ['context.none', undefined],
    ['stageVariables.table', 'items'],
  ] as const) {
    it(`${source}: ${expected ?? 'nothing'}`, () => {
      const map = compileParameters({ logicalId: 'I' }, 'P', { 'integration.request.header.h': source });
      expect(map(exchange).headers['h']).toBe(expected);
    });
  }

  it('a template, which assigned an override', () => {
    const map = compileParameters({ logicalId: 'I' }, 'P', {
      'integration.request.querystring.page': "'1'",
      'integration.request.path.id': 'method.request.path.id',
    });
    expect(map(exchange)).toEqual({ headers: { extra: 'a,b' }, query: { page: '2' }, path: { id: 'o' } });
  });
});
