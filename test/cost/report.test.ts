import { describe, expect, it } from 'vitest';
import { synthTemplate } from '../../src/cdk/synth.ts';
import { type CostReport, costOf, type ShapeCost } from '../../src/cost/report.ts';
import { costText } from '../../src/cost/text.ts';
import type { Workload } from '../../src/cost/workload.ts';

const template = synthTemplate();
const WORKLOAD: Workload = { clients: 25, eventsPerSecond: 10, matchRate: 0.2, sizeBytes: 2048 };

function compared(change: Partial<Workload>): Promise<CostReport> {
  return costOf({ ...WORKLOAD, ...change }, { template, compare: true });
}

describe('what a workload costs', () => {
  it('is what one event and one connection use, as often as they occur', async () => {
    const { shapes } = await costOf(WORKLOAD, { template });
    const [{ perEvent, perSession, usage, bill } = {} as ShapeCost] = shapes;
    expect(perEvent).toEqual({
      'events.published': 1,
      'states.express.requests': 1,
      // 8 ms for the query and 15 ms for five posts at once: one step of 100 ms, 64 MB.
      'states.express.gbSeconds': expect.closeTo(0.00625, 9),
      // 25 rows of 400 bytes: three units of 4 KB.
      'dynamodb.readRequestUnits': 3,
      'apigateway.websocket.messages': 5,
    });
    expect(perSession).toEqual({
      // $connect, the pattern, $disconnect.
      'dynamodb.writeRequestUnits': 3,
      // The pattern and its reply.
      'apigateway.websocket.messages': 2,
      'states.express.requests': 1,
      'states.express.gbSeconds': expect.closeTo(0.00625, 9),
      'events.controlPlaneCalls': 1,
      'apigateway.websocket.connectionMinutes': 120,
    });
    expect(usage).toMatchObject({
      'states.express.requests': 26_280_000 + 25 * 365,
      'apigateway.websocket.messages': 5 * 26_280_000 + 2 * 25 * 365,
      'apigateway.websocket.connectionMinutes': 25 * 43_800,
    });
    // By hand: 26.28 million × (1 + 1 + 0.1041875 + 3 × 0.125 + 5), 9,125 × (1 + 0.1041875 + 1.875 + 2), 1.095 × 0.25.
    expect(bill.usd).toBeCloseTo(196.554 + 0.045 + 0.274, 2);
  });

  it('includes pings for connections that hear nothing', async () => {
    const { shapes } = await costOf({ ...WORKLOAD, clients: 2, eventsPerSecond: 0.001 }, { template });
    expect(shapes[0]?.perSession).toMatchObject({
      'apigateway.websocket.messages': 2 + 2 * 24,
      'apigateway.websocket.connectionMinutes': 120,
    });
  });

  it('counts an event as large as asked', async () => {
    const messages = async (sizeBytes: number): Promise<number | undefined> => {
      const { shapes } = await costOf({ ...WORKLOAD, clients: 1, matchRate: 1, sizeBytes }, { template });
      return shapes[0]?.perEvent['apigateway.websocket.messages'];
    };
    // The last is announced: one small message.
    expect([
      await messages(32_768),
      await messages(32_769),
      await messages(131_072),
      await messages(131_073),
    ]).toEqual([1, 2, 4, 1]);
  });

  it('is refused for a workload that cannot be', async () => {
    await expect(costOf({ ...WORKLOAD, clients: -1 }, { template })).rejects.toMatchObject({
      code: 'BAD_ARGUMENT',
    });
  });
});

/** Sizes of the goal: at least ten times cheaper per million events than the shape of 2021, at every one. */
const GRID: readonly Partial<Workload>[] = [
  ...[0, 1, 5, 25, 100].map((clients) => ({ clients })),
  ...[0, 0.1, 0.5, 1].map((matchRate) => ({ matchRate })),
  ...[320, 32_768, 65_536, 131_072].map((sizeBytes) => ({ clients: 3, matchRate: 1, sizeBytes })),
  ...[0.00001, 0.001, 100].map((eventsPerSecond) => ({ eventsPerSecond })),
];

describe('beside the shape of 2021', () => {
  it.each(GRID.map((change) => [JSON.stringify(change), change] as const))(
    'costs a tenth at most with %s, and asks the control plane nothing',
    async (_name, change) => {
      const [ours, old] = (await compared(change)).shapes as [ShapeCost, ShapeCost];
      expect(ours.usdPerMillionEvents * 10).toBeLessThanOrEqual(old.usdPerMillionEvents);
      expect(ours.controlPlaneCallsPerEvent).toBe(0);
      expect([ours.deliveredShare, old.deliveredShare]).toEqual([1, 1]);
    },
  );
});

describe('the report in words', () => {
  it('has units and USD of each shape side by side, and says what limits them', async () => {
    expect(costText(await compared({}))).toMatchInlineSnapshot(`
      "25 clients, 10 events/s of 2,048 bytes, 20 % wanted by a client: 26,280,000 events a month

                                             template     USD           2021        USD         Lambda     USD
      Step Functions: state transitions                        3,390,211,250  84,755.28
      Step Functions: Express requests     26,289,125   26.29
      Step Functions: Express GB-seconds      164,307    2.74
      Lambda: requests                                                                      26,307,375    5.26
      Lambda: GB-seconds                                                                       165,961    2.77
      DynamoDB: read request units         78,840,000    9.86    341,640,000      42.71     52,560,000    6.57
      DynamoDB: write request units            27,375    0.02         45,625       0.03         27,375    0.02
      EventBridge: events (64 KB)          26,280,000   26.28     26,280,000      26.28     26,280,000   26.28
      API Gateway: messages (32 KB)       131,418,250  131.42    131,418,250     131.42    131,418,250  131.42
      API Gateway: connection minutes       1,095,000    0.27      1,095,000       0.27      1,095,000    0.27
      API Gateway: REST requests                                 657,009,125   2,299.53
      CloudWatch Logs: bytes ingested                                                    8,681,433,750    4.04
      a month                                          196.87                 87,255.52                 176.63
      per million events                                 7.49                  3,320.23                   6.72
      times the first                                     1 ×                     443 ×                  0.9 ×
      control-plane calls per event                 0                     25                         0

      List prices of us-east-1, 2026-06, USD, without free tiers; a month has 730 hours.
      2021: needs 250 control-plane calls a second; an account has 50. AWS would not let it run.
      Lambda: calculated, not run; docs/cost.md has the formula.
      "
    `);
  });

  it('says what a shape does not deliver', async () => {
    const text = costText(await compared({ clients: 1, matchRate: 1, sizeBytes: 262_144 }));
    expect(text).toContain('2021: delivered 0 % of what was due');
  });
});
