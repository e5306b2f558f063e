import { describe, expect, it } from 'vitest';
import { billOf, totalUsage } from '../../src/billing/bill.ts';
import { PRICES, type Usage } from '../../src/billing/prices.ts';

describe('a bill', () => {
  it.each<[string, Usage, number]>([
    ['a million state transitions', { 'states.standard.transitions': 1e6 }, 25],
    ['a million Express requests', { 'states.express.requests': 1e6 }, 1],
    ['a million executions of 100 ms with 64 MB', { 'states.express.gbSeconds': 6250 }, 0.1041875],
    ['a million strongly consistent reads of 4 KB', { 'dynamodb.readRequestUnits': 1e6 }, 0.125],
    ['a million writes of 1 KB', { 'dynamodb.writeRequestUnits': 1e6 }, 0.625],
    ['a million events of 64 KB', { 'events.published': 1e6 }, 1],
    ['ten archived GB', { 'events.archived.gb': 10 }, 1],
    ['a million messages of 32 KB', { 'apigateway.websocket.messages': 1e6 }, 1],
    ['a connection for a month', { 'apigateway.websocket.connectionMinutes': 43_800 }, 0.01095],
    ['a million REST requests', { 'apigateway.rest.requests': 1e6 }, 3.5],
    ['a million queue requests', { 'sqs.requests': 1e6 }, 0.4],
    ['a GiB of logs', { 'logs.ingested.bytes': 1_073_741_824 }, 0.5],
    ['a million Lambda requests', { 'lambda.requests': 1e6 }, 0.2],
    ['a million Lambda invocations of 40 ms with 256 MB', { 'lambda.gbSeconds': 10_000 }, 0.166667],
    ['calls to the control plane', { 'events.controlPlaneCalls': 1e6 }, 0],
    ['nothing', {}, 0],
  ])('charges %s', (_what, usage, usd) => {
    expect(billOf(usage).usd).toBeCloseTo(usd, 9);
  });

  it('has a line for each unit that was used, and says whose prices and when', () => {
    const usage = { 'events.published': 2_000_000, 'sqs.requests': 0, 'states.express.requests': 500_000 };
    expect(billOf(usage)).toEqual({
      region: 'us-east-1',
      priceDate: '2026-06',
      lines: [
        {
          service: 'Step Functions',
          item: 'Express requests',
          unit: 'states.express.requests',
          quantity: 500_000,
          usd: 0.5,
        },
        {
          service: 'EventBridge',
          item: 'events (64 KB)',
          unit: 'events.published',
          quantity: 2_000_000,
          usd: 2,
        },
      ],
      usd: 2.5,
    });
  });

  it('names a page of AWS for every price', () => {
    expect(PRICES.filter(({ source }) => !/^https:\/\/aws\.amazon\.com\/.+\/pricing\//.test(source))).toEqual(
      [],
    );
  });

  it('adds usages up, each as often as it occurs', () => {
    expect(
      totalUsage([{ 'sqs.requests': 2, 'events.published': 1 }, 10], [{ 'sqs.requests': 3 }, 2]),
    ).toEqual({ 'sqs.requests': 26, 'events.published': 10 });
  });
});
