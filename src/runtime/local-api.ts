import type { ServerResponse } from 'node:http';
import type { JsonValue } from '../core/json.ts';
import { stringifyJson } from '../core/json.ts';
import type { TraceRecord, Tracer } from '../core/trace.ts';
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
      if (name === 'stream') return stream(sources, response);
      if (name.startsWith('traces/')) return sendTrace(sources, response, name.slice('traces/'.length));
      const document = Object.hasOwn(documents, name) ? documents[name] : undefined;
      if (document) sendJson(response, 200, document());
      else
        sendJson(response, 404, {
          message: `Known here: ${Object.keys(documents).join(', ')}, stream, traces/{id}.`,
        });
    },
  };
}

function sendTrace({ tracer }: LocalApiSources, response: ServerResponse, traceId: string): void {
  const trace = tracer.traces().find((candidate) => candidate.traceId === traceId);
  if (trace) sendJson(response, 200, trace as unknown as JsonValue);
  else sendJson(response, 404, { message: `Trace ${traceId} is not kept, or no longer.` });
}

/** Server-sent events: `event` for each event that a bus accepts, `trace` for each trace that comes to rest. */
function stream({ tracer, onEvent }: LocalApiSources, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  response.flushHeaders();
  const send = (name: string, data: string): void => {
    // A page that does not read must not fill our memory: it misses what happens meanwhile.
    if (response.writableLength < MAX_BUFFERED_BYTES) response.write(`event: ${name}\ndata: ${data}\n\n`);
  };
  const stops = [
    tracer.subscribe((trace) => send('trace', stringifyJson(summary(trace)))),
    onEvent((text, bus) =>
      send('event', `{"bus":${JSON.stringify(bus)},"event":${text.replaceAll('\n', ' ')}}`),
    ),
  ];
  response.on('close', () => {
    for (const stop of stops) stop();
  });
}

const MAX_BUFFERED_BYTES = 4 * 1024 * 1024;

/** A trace in a list: what it is about and how it ended, without its steps. */
function summary({ traceId, root }: TraceRecord): JsonValue {
  const { kind, name, startMs, endMs = null, error = null } = root;
  const eventId = root.attributes['eventId'] ?? null;
  return { traceId, kind, name, startMs, endMs, error: error && { ...error }, eventId };
}

function sendJson(response: ServerResponse, statusCode: number, body: JsonValue): void {
  response.writeHead(statusCode, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(stringifyJson(body));
}
