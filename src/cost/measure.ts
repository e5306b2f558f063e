import { totalUsage } from '../billing/bill.ts';
import { PRICE_REGION, type Usage } from '../billing/prices.ts';
import { LambdalessError } from '../core/errors.ts';
import { SimulatedStack } from '../simulation/simulated-stack.ts';
import { latencyRules } from './latencies.ts';
import {
  eventOf,
  eventsPerMonth,
  patternOf,
  pingsPerSession,
  SESSION_HOURS,
  sessionsPerMonth,
  type Workload,
  wants,
  windowOf,
} from './workload.ts';

/** What a stack uses for one event and for one connection. Neither depends on how often it happens. */
export interface Measurement {
  /** One event, with all clients connected. */
  readonly perEvent: Usage;
  /** One connection of two hours: `$connect`, its pattern, pings if it is quiet, `$disconnect`, its minutes. */
  readonly perSession: Usage;
  /** Messages that clients got over those that were due: 1 unless the stack cannot do its work. */
  readonly deliveredShare: number;
  /** Calls per event to APIs that share the account's quota of about 50 a second. */
  readonly controlPlaneCallsPerEvent: number;
}

const BETWEEN_EVENTS_MS = 1_000;
const MOMENT_MS = 200;
/** Until all work is done. Less than what API Gateway lets a connection be silent for. */
const UNTIL_REST_MS = 240_000;
/** Connections that are renewed to see what one costs. */
const RENEWED = 3;

/**
 * Runs a workload on the virtual clock. A short window is enough, because what an event costs does not depend on the
 * event before: events are measured with all clients connected, and apart from them the renewal of a few
 * connections.
 * @throws TemplateError for a template that cannot be run; LambdalessError BAD_ARGUMENT if clients cannot connect.
 */
export async function measure(
  template: object,
  workload: Workload,
  parameters: Readonly<Record<string, string>> = {},
): Promise<Measurement> {
  const stack = new SimulatedStack(template, { region: PRICE_REGION, traces: 0, parameters });
  try {
    // Still without latencies: thousands of clients would take so long that the first fall silent for too long.
    for (let index = 0; index < workload.clients; index++) await join(stack, index, workload, 0);
    stack.fail(...latencyRules());
    const events = await measureEvents(stack, workload);
    return { ...events, perSession: await measureSessions(stack, workload) };
  } finally {
    await stack.close();
  }
}

/** A month of the workload. */
export function monthOf({ perEvent, perSession }: Measurement, workload: Workload): Usage {
  return totalUsage([perEvent, eventsPerMonth(workload)], [perSession, sessionsPerMonth(workload)]);
}

async function measureEvents(
  stack: SimulatedStack,
  workload: Workload,
): Promise<Omit<Measurement, 'perSession'>> {
  const count = windowOf(workload);
  for (const client of stack.clients) client.takeTexts();
  stack.resetMeter();
  for (let index = 0; index < count; index++) {
    await stack.put(eventOf(index, workload), BETWEEN_EVENTS_MS);
  }
  await stack.pass(UNTIL_REST_MS);
  const perEvent = totalUsage([withoutTime(stack.metered()), 1 / count]);
  const delivered = stack.clients.reduce((sum, client) => sum + client.takeTexts().length, 0);
  const due = messagesDue(workload);
  return {
    perEvent,
    deliveredShare: due === 0 ? 1 : delivered / due,
    controlPlaneCallsPerEvent: perEvent['events.controlPlaneCalls'] ?? 0,
  };
}

function messagesDue(workload: Workload): number {
  let due = 0;
  for (let client = 0; client < workload.clients; client++) {
    for (let index = 0; index < windowOf(workload); index++) if (wants(client, index, workload)) due++;
  }
  return due;
}

async function measureSessions(stack: SimulatedStack, workload: Workload): Promise<Usage> {
  const renewed = stack.clients.slice(0, RENEWED);
  if (renewed.length === 0) return {};
  stack.resetMeter();
  for (const [index, client] of renewed.entries()) {
    for (let ping = pingsPerSession(workload); ping > 0; ping--) await stack.send(client, { action: 'ping' });
    await stack.disconnect(client);
    await join(stack, index, workload, MOMENT_MS);
  }
  await stack.pass(MOMENT_MS);
  const perSession = totalUsage([withoutTime(stack.metered()), 1 / renewed.length]);
  return { ...perSession, 'apigateway.websocket.connectionMinutes': SESSION_HOURS * 60 };
}

/** @param momentMs until a route that only starts an execution has done its work */
async function join(
  stack: SimulatedStack,
  index: number,
  workload: Workload,
  momentMs: number,
): Promise<void> {
  const client = await stack.connect();
  if (!client) throw new LambdalessError('BAD_ARGUMENT', 'the stack refuses its clients');
  await stack.pass(momentMs);
  await stack.send(client, { action: 'pattern', pattern: patternOf(index, workload) });
  await stack.pass(momentMs);
}

/** How long connections were open while we measured says nothing about a month. */
function withoutTime(usage: Usage): Usage {
  const { 'apigateway.websocket.connectionMinutes': _, ...rest } = usage;
  return rest;
}
