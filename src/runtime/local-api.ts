import type { ServerResponse } from 'node:http';
import type { JsonValue } from '../core/json.ts';
import { stringifyJson } from '../core/json.ts';
import type { SpanRecord, TraceRecord, Tracer } from '../core/trace.ts';
import type { HttpRoute } from '../wire/http-server.ts';

/** What the page, the command line and scripts can ask a local runtime, beyond what AWS itself offers. */
export interface LocalApiSources {
  readonly tracer: Tracer;
  /** GET /_lambdaless/stack */
  stack(): JsonValue;
  /** GET /_lambdaless/machines: the state machines' definitions, by ARN. */
  machines(): JsonValue;
  /** GET /_lambdaless/bill */
  bill(): JsonValue;
  /** GET /_lambdaless/permissions: what the template grants, against what was used. */
  permissions(): JsonValue;
  /** Calls back for every event that a bus accepts, with the bus's name. */
  onEvent(listener: (eventText: string, busName: string) => void): () => void;
}

const PREFIX = '/_lambdaless/';

/** Read-only JSON under `/_lambdaless/`, and one stream of server-sent events. */
export function localApiRoute(sources: LocalApiSources): HttpRoute {
  const documents: Readonly<Record<string, () => JsonValue>> = {
    stack: sources.stack,
    machines: sources.machines,
    bill: sources.bill,
    permissions: sources.permissions,
    traces: () => sources.tracer.traces().map(summary).reverse(),
  };
  return {
    accepts: (request, url) => request.method === 'GET' && url.pathname.startsWith(PREFIX),
    handle: async (_request, response, url) => {
      const name = url.pathname.slice(PREFIX.length);
      const eventId = url.searchParams.get('event');
      if (name === 'stream') return stream(sources, response);
      if (name.startsWith('traces/')) return sendTrace(sources, response, name.slice('traces/'.length));
      if (name === 'traces' && eventId !== null) return sendEventTrace(sources, response, eventId);
      const document = Object.hasOwn(documents, name) ? documents[name] : undefined;
      if (document) sendJson(response, 200, document());
      else
        sendJson(response, 404, {
          message: `Known here: ${Object.keys(documents).join(', ')}, stream, traces/{id}, traces?event={id}.`,
        });
    },
  };
}

function sendTrace({ tracer }: LocalApiSources, response: ServerResponse, traceId: string): void {
  const trace = tracer.traces().find((candidate) => candidate.traceId === traceId);
  if (trace) sendJson(response, 200, trace as unknown as JsonValue);
  else sendJson(response, 404, { message: `Trace ${traceId} is not kept, or no longer.` });
}

/** One event's way alone: a request may have put ten. */
function sendEventTrace({ tracer }: LocalApiSources, response: ServerResponse, eventId: string): void {
  for (const { traceId, root, droppedSpans } of tracer.traces().toReversed()) {
    const event = spansOf(root).find(({ kind, name }) => kind === 'event' && name === eventId);
    if (!event) continue;
    sendJson(response, 200, { traceId, droppedSpans, root: event as unknown as JsonValue });
    return;
  }
  sendJson(response, 404, { message: `No trace of event ${eventId} is kept, or no longer.` });
}

/** Server-sent events: `event` for each event that a bus accepts, `trace` for each trace that comes to rest. */
function stream({ tracer, onEvent }: LocalApiSources, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  // Browsers wait for three seconds otherwise before they look whether a runtime that went is back.
  response.write('retry: 1000\n\n');
  const send = (name: string, data: string): void => {
    // A page that does not read must not fill our memory: it misses what happens meanwhile.
    if (response.writableLength < MAX_BUFFERED_BYTES) response.write(`event: ${name}\ndata: ${data}\n\n`);
  };
  const stops = [
    tracer.subscribe((trace) => send('trace', stringifyJson(summary(trace)))),
    onEvent((text, bus) =>
      send('event', `{"bus":${JSON.stringify(bus)},"event":${text.replaceAll(/[\r\n]/g, ' ')}}`),
    ),
  ];
  response.on('close', () => {
    for (const stop of stops) stop();
  });
}

const MAX_BUFFERED_BYTES = 4 * 1024 * 1024;

/** A trace in a list: what it is about and how it ended, without its steps. */
function summary({ traceId, root }: TraceRecord): JsonValue {
  const spans = spansOf(root);
  const isOpen = spans.some(({ endMs }) => endMs === undefined);
  const endMs = spans.reduce((latest, span) => Math.max(latest, span.endMs ?? 0), 0);
  const events = spans
    .filter(({ kind }) => kind === 'event')
    .map(({ name, attributes: { source = '', detailType = '' } }) => ({ id: name, source, detailType }));
  return {
    traceId,
    kind: root.kind,
    name: root.name,
    startMs: root.startMs,
    endMs: isOpen ? null : endMs,
    failures: spans.filter(({ error }) => error !== undefined).length,
    events,
  };
}

/** The span and all below it, in the order in which they began on each level. */
function spansOf(span: SpanRecord): SpanRecord[] {
  return [span, ...span.children.flatMap(spansOf)];
}

function sendJson(response: ServerResponse, statusCode: number, body: JsonValue): void {
  response.writeHead(statusCode, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(stringifyJson(body));
}
