import { Observable } from './observable.ts';

/** What `GET /_lambdaless/stack` answers. */
export interface StackInfo {
  readonly stackName: string;
  readonly webSocketAPIurl: string | null;
  readonly eventBusName: string | null;
  readonly endpointUrl: string;
}

/** An event that a bus accepted, whether or not a connection wanted it. */
export interface BusEvent {
  readonly bus: string;
  readonly event: Readonly<Record<string, unknown>>;
  readonly text: string;
}

export interface TraceSummary {
  readonly traceId: string;
  readonly kind: string;
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number | null;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly eventId: string | null;
}

export interface SpanRecord {
  readonly spanId: string;
  readonly kind: string;
  readonly name: string;
  readonly startMs: number;
  readonly endMs?: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: string; readonly message: string };
  readonly children: readonly SpanRecord[];
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

const EVENTS_KEPT = 1_000;
const TRACES_KEPT = 300;

/** The runtime that serves this page, if it does: a page opened from a deployed stack's URL alone has none. */
export class LocalStack extends Observable {
  info: StackInfo | undefined;
  machines: Readonly<Record<string, Machine>> = {};
  events: readonly BusEvent[] = [];
  traces: readonly TraceSummary[] = [];

  /** @returns whether a runtime answers here. */
  async load(): Promise<boolean> {
    const info = await getJson<StackInfo>('/_lambdaless/stack');
    if (!info) return false;
    this.info = info;
    this.machines = (await getJson<Record<string, Machine>>('/_lambdaless/machines')) ?? {};
    this.traces = (await getJson<TraceSummary[]>('/_lambdaless/traces')) ?? [];
    this.follow();
    this.changed();
    return true;
  }

  trace(traceId: string): Promise<{ readonly root: SpanRecord } | undefined> {
    return getJson(`/_lambdaless/traces/${encodeURIComponent(traceId)}`);
  }

  bill(): Promise<Readonly<Record<string, number>> | undefined> {
    return getJson('/_lambdaless/bill');
  }

  /** Puts one event. @throws Error with the bus's reason */
  async put(entry: { Source: string; DetailType: string; Detail: string }): Promise<string> {
    const body = JSON.stringify({
      Entries: [{ EventBusName: this.info?.eventBusName ?? 'default', ...entry }],
    });
    const headers = { 'Content-Type': 'application/x-amz-json-1.1', 'X-Amz-Target': 'AWSEvents.PutEvents' };
    const answer = await fetch('/', { method: 'POST', headers, body });
    const result = (await answer.json()) as {
      message?: string;
      Entries?: { EventId?: string; ErrorCode?: string; ErrorMessage?: string }[];
    };
    const [first] = result.Entries ?? [];
    if (!first?.EventId)
      throw new Error(first?.ErrorMessage ?? result.message ?? 'The bus refused the event.');
    return first.EventId;
  }

  private follow(): void {
    const source = new EventSource('/_lambdaless/stream');
    source.addEventListener('event', ({ data }) => {
      const { bus, event } = JSON.parse(data as string) as Omit<BusEvent, 'text'>;
      this.events = [
        ...this.events.slice(1 - EVENTS_KEPT),
        { bus, event, text: eventTextOf(data as string) },
      ];
      this.changed();
    });
    source.addEventListener('trace', ({ data }) => {
      const summary = JSON.parse(data as string) as TraceSummary;
      const others = this.traces.filter(({ traceId }) => traceId !== summary.traceId);
      this.traces = [summary, ...others].slice(0, TRACES_KEPT);
      this.changed();
    });
  }
}

/** The event's own text out of {"bus":"…","event":{…}}, so that its numbers stay as they are. */
function eventTextOf(data: string): string {
  return data.slice(data.indexOf('"event":') + '"event":'.length, -1);
}

async function getJson<Body>(path: string): Promise<Body | undefined> {
  const answer = await fetch(path).catch(() => undefined);
  return answer?.ok ? ((await answer.json()) as Body) : undefined;
}
