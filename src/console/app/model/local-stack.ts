import { type JsonObject, parseJson } from '../../../core/json.ts';
import type { SpanRecord } from '../../../core/trace.ts';
import { Observable } from './observable.ts';
import { Ring } from './ring.ts';

/** What `GET /_lambdaless/stack` answers. */
export interface StackInfo {
  readonly stackName: string;
  readonly webSocketAPIurl: string | null;
  /** Null if the template leaves open which bus is meant. */
  readonly eventBusName: string | null;
  /** Those of the template first. */
  readonly eventBusNames: readonly string[];
  readonly endpointUrl: string;
  readonly region: string;
}

/** Where events go that name no bus. */
export function ownBusOf({ eventBusName, eventBusNames }: StackInfo): string {
  return eventBusName ?? eventBusNames[0] ?? 'default';
}

/** An event that a bus accepted, whether or not a connection wanted it. */
export interface BusEvent {
  /** Counts from 1 since the page was opened. */
  readonly sequence: number;
  readonly bus: string;
  readonly event: JsonObject;
  readonly text: string;
}

/** One of what `GET /_lambdaless/traces` lists. */
export interface TraceSummary {
  readonly traceId: string;
  readonly kind: string;
  readonly name: string;
  readonly startMs: number;
  /** Null while something of it goes on. */
  readonly endMs: number | null;
  /** How many of its steps failed. */
  readonly failures: number;
  readonly events: readonly { readonly id: string; readonly source: string; readonly detailType: string }[];
}

export interface Trace {
  readonly traceId: string;
  readonly root: SpanRecord;
  readonly droppedSpans: number;
}

/** USD for one unit, by the meter's names. */
export type UnitPrices = Readonly<Record<string, number>>;

interface Bill {
  readonly lines: readonly { readonly unit: string; readonly quantity: number; readonly usd: number }[];
}

export interface Machine {
  readonly logicalId: string;
  readonly type: string;
  readonly definition: MachineDefinition;
}

export interface MachineDefinition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** An entry of PutEvents. */
export interface Entry {
  /** @default the stack's own bus */
  readonly EventBusName?: string;
  readonly Source: string;
  readonly DetailType: string;
  /** JSON text. */
  readonly Detail: string;
  readonly Resources?: readonly string[];
}

/** Told of each event that a bus accepts, and when the runtime is no longer heard. */
export interface BusListener {
  onEvent(event: BusEvent): void;
  onLost(): void;
}

const EVENTS_KEPT = { count: 1_000, characters: 16_000_000 };
const TRACES_KEPT = 300;

/** Events and traces: on a busy bus, something of it changes in every frame. */
class Activity extends Observable {
  announce(): void {
    this.changed();
  }
}

/** The runtime that serves this page, if it does: a page opened from a deployed stack's URL alone has none. */
export class LocalStack extends Observable {
  /** Watched by what shows events or traces; what shows only which stack this is need not be drawn again for each. */
  readonly activity: Activity = new Activity();
  info: StackInfo | undefined;
  machines: Readonly<Record<string, Machine>> = {};
  private readonly ring = new Ring<BusEvent>(EVENTS_KEPT);
  /** The latest traces, newest first. */
  readonly traces: TraceSummary[] = [];
  /** Whether the runtime is heard: what happens now is shown. */
  isFollowed = false;
  private readonly busListeners = new Set<BusListener>();
  private eventCount = 0;
  private prices: UnitPrices = {};

  /** The latest events, oldest first. */
  get events(): readonly BusEvent[] {
    return this.ring.items;
  }

  /**
   * Follows the runtime, if one answers here. The browser connects again by itself; what is there then may be another
   * run of the stack.
   * @returns when it is known whether there is one
   */
  load(): Promise<void> {
    const source = new EventSource('/_lambdaless/stream');
    source.addEventListener('event', ({ data }) => this.addEvent(data as string));
    source.addEventListener('trace', ({ data }) => this.addTrace(JSON.parse(data as string) as TraceSummary));
    return new Promise((resolve) => {
      source.addEventListener('open', () => {
        this.isFollowed = true;
        void this.refresh().then(resolve);
      });
      source.addEventListener('error', () => {
        this.isFollowed = false;
        for (const { onLost } of this.busListeners) onLost();
        resolve();
      });
    });
  }

  watchBuses(listener: BusListener): () => void {
    this.busListeners.add(listener);
    return () => void this.busListeners.delete(listener);
  }

  /** The bus that an event was on; undefined if that was too long ago. */
  busOf({ id }: JsonObject): string | undefined {
    return this.events.findLast(({ event }) => event['id'] === id)?.bus;
  }

  /** @param of a trace's id or, for its way alone, an event's. */
  trace(of: { readonly traceId: string } | { readonly eventId: string }): Promise<Trace | undefined> {
    return 'traceId' in of
      ? getJson(`/_lambdaless/traces/${encodeURIComponent(of.traceId)}`)
      : getJson(`/_lambdaless/traces?event=${encodeURIComponent(of.eventId)}`);
  }

  /** Puts one event on the stack's bus. @returns its id. @throws Error with the bus's reason. */
  async put(entry: Entry): Promise<string> {
    const EventBusName = this.info && ownBusOf(this.info);
    const answer = await fetch('/', {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-amz-json-1.1', 'X-Amz-Target': 'AWSEvents.PutEvents' },
      body: JSON.stringify({ Entries: [{ EventBusName, ...entry }] }),
    }).catch(() => {
      throw new Error('The runtime does not answer, so the event was not sent.');
    });
    const result = (await answer.json()) as {
      message?: string;
      Entries?: { EventId?: string; ErrorMessage?: string }[];
    };
    const [first] = result.Entries ?? [];
    if (first?.EventId === undefined)
      throw new Error(first?.ErrorMessage ?? result.message ?? 'The bus refused the event.');
    return first.EventId;
  }

  /** What one unit of each thing that was billed so far costs, in USD: the bill of the run says so. */
  async unitPrices(): Promise<UnitPrices> {
    const bill = await getJson<Bill>('/_lambdaless/bill');
    for (const { unit, quantity, usd } of bill?.lines ?? []) {
      this.prices = { ...this.prices, [unit]: Number(usd) / Number(quantity) };
    }
    return this.prices;
  }

  private async refresh(): Promise<void> {
    this.traces.length = 0;
    const info = await getJson<StackInfo>('/_lambdaless/stack');
    if (!info) return;
    this.machines = (await getJson<Record<string, Machine>>('/_lambdaless/machines')) ?? {};
    const traces = (await getJson<TraceSummary[]>('/_lambdaless/traces')) ?? [];
    // What came meanwhile by the stream is newer.
    const arrived = new Set(this.traces.map(({ traceId }) => traceId));
    this.traces.push(...traces.filter(({ traceId }) => !arrived.has(traceId)));
    this.info = info;
    this.changed();
    this.activity.announce();
  }

  private addEvent(data: string): void {
    const { bus, event } = parseJson(data) as { bus: string; event: JsonObject };
    const entry = { sequence: ++this.eventCount, bus, event, text: eventTextOf(data) };
    this.ring.push(entry);
    for (const { onEvent } of this.busListeners) onEvent(entry);
    this.activity.announce();
  }

  /** A trace may come to rest more than once. */
  private addTrace(summary: TraceSummary): void {
    const known = this.traces.findIndex(({ traceId }) => traceId === summary.traceId);
    if (known >= 0) this.traces[known] = summary;
    else this.traces.unshift(summary);
    this.traces.length = Math.min(this.traces.length, TRACES_KEPT);
    this.activity.announce();
  }
}

/** The event's own text out of {"bus":"…","event":{…}}. */
function eventTextOf(data: string): string {
  return data.slice(data.indexOf('"event":') + '"event":'.length, -1);
}

async function getJson<Body>(path: string): Promise<Body | undefined> {
  try {
    const answer = await fetch(path);
    return answer.ok ? (parseJson(await answer.text()) as Body) : undefined;
  } catch {
    // The runtime is gone, before the answer or within it: nothing is known.
    return undefined;
  }
}
