import type { SpanRecord, TraceRecord, Tracer } from '../core/trace.ts';

/** Something that went wrong in the stack, where no caller may be told. */
export interface StackFailure {
  /**
   * `execution`: a state machine's execution failed. `dead-letter`: an event ended in a dead-letter queue. `lost`: a
   * target did not get an event, and no queue did either. `response`: an API's integration failed, or answered 5xx, or
   * the runtime itself failed.
   */
  readonly kind: 'execution' | 'dead-letter' | 'lost' | 'response';
  /** Of the state machine, the rule, the route ("GET /orders"), or the operation. */
  readonly name: string;
  /** The execution's name or the event's id; "" of a response. */
  readonly id: string;
  /** The state that failed, or the ARN of the target or of the dead-letter queue; "" where there is none. */
  readonly at: string;
  /** The error's name, or the HTTP status. */
  readonly error: string;
  /** What was said about it. */
  readonly cause: string;
  /** For `traces()` and the page. */
  readonly traceId: string;
}

/** @returns what ends the watching */
export function watchFailures(
  tracer: Tracer,
  onFailure: (failure: StackFailure) => void = () => undefined,
): () => void {
  return tracer.watch((span, { traceId, root }: TraceRecord) => {
    const failure = READERS[span.kind]?.(span, root);
    if (failure) onFailure({ ...failure, traceId });
  });
}

type Reader = (span: SpanRecord, root: SpanRecord) => Omit<StackFailure, 'traceId'> | undefined;

const READERS: Readonly<Partial<Record<SpanRecord['kind'], Reader>>> = {
  execution: failedExecution,
  target: deadLetter,
  rule: lostEvent,
  route: failedResponse,
  request: internalFailure,
};

function failedExecution(span: SpanRecord): ReturnType<Reader> {
  // Whoever stops an execution knows that it has stopped.
  if (!span.error || span.error.code === 'ABORTED') return undefined;
  const id = String(span.attributes['executionArn']).split(':')[7] ?? '';
  return {
    kind: 'execution',
    name: span.name,
    id,
    at: failedState(span)?.name ?? '',
    error: span.error.code,
    cause: span.error.message,
  };
}

/** The innermost of those that failed last. */
function failedState({ children }: SpanRecord): SpanRecord | undefined {
  const state = children.findLast(({ kind, error }) => kind === 'state' && error);
  return state && (failedState(state) ?? state);
}

function deadLetter(span: SpanRecord, root: SpanRecord): ReturnType<Reader> {
  if (span.attributes['deadLetter'] === undefined) return undefined;
  const [rule, event] = ancestorsOf(span, root);
  // Either the queue refused it, or it has what a target before it refused.
  const error = span.error ?? lastFailed(rule)?.error;
  return {
    kind: span.error ? 'lost' : 'dead-letter',
    name: rule?.name ?? '',
    id: event?.name ?? '',
    at: span.name,
    error: error?.code ?? '',
    cause: error?.message ?? '',
  };
}

function lostEvent(rule: SpanRecord, root: SpanRecord): ReturnType<Reader> {
  if (rule.attributes['dropped'] === undefined) return undefined;
  const failed = lastFailed(rule);
  return {
    kind: 'lost',
    name: rule.name,
    id: ancestorsOf(rule, root)[0]?.name ?? '',
    at: failed?.name ?? '',
    error: failed?.error?.code ?? '',
    cause: failed?.error?.message ?? '',
  };
}

function lastFailed(rule: SpanRecord | undefined): SpanRecord | undefined {
  return rule?.children.findLast(({ error }) => error);
}

function failedResponse({ name, attributes, error }: SpanRecord): ReturnType<Reader> {
  const { statusCode, failure, answer } = attributes;
  const status = error ? 500 : Number(statusCode ?? 0);
  if (status < 500) return undefined;
  const cause = error?.message ?? String(failure ?? answer ?? '');
  return { kind: 'response', name, id: '', at: '', error: String(status), cause };
}

/** Refusals are the answer to whoever asked; this is a fault of the runtime. */
function internalFailure({ name, error }: SpanRecord): ReturnType<Reader> {
  if (error?.code !== 'InternalFailure') return undefined;
  return { kind: 'response', name, id: '', at: '', error: '500', cause: error.message };
}

/** From the parent outwards. */
function ancestorsOf(span: SpanRecord, root: SpanRecord): readonly SpanRecord[] {
  if (root.children.includes(span)) return [root];
  for (const child of root.children) {
    const found = ancestorsOf(span, child);
    if (found.length > 0) return [...found, root];
  }
  return [];
}
