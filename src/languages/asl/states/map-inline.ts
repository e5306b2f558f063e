import type { JsonValue } from '../../../core/json.ts';
import type { Cancellation } from '../cancellation.ts';
import { childFrame, runConcurrently, settle } from '../concurrent.ts';
import type { Frame, MapItem, MaybePromise } from '../frame.ts';
import type { StateGraph } from '../machine.ts';
import { runGraph } from '../run.ts';
import type { MapFields } from './map-fields.ts';

/** Concurrent iterations at most. Source: Developer Guide, Map state in inline mode. */
const MAX_INLINE_CONCURRENCY = 40;

export function runInline(
  graph: StateGraph,
  fields: MapFields,
  frame: Frame,
  input: JsonValue,
): MaybePromise<JsonValue[]> {
  const asked = fields.maxConcurrency(frame, input) || MAX_INLINE_CONCURRENCY;
  const list = fields.items(frame, input);
  const concurrency = Math.min(asked, MAX_INLINE_CONCURRENCY, list.length);
  const iterations = new Iterations(graph, fields, frame, input, list, concurrency > 1);
  const outputs = runConcurrently(frame, list.length, concurrency, iterations.run);
  return outputs instanceof Promise ? outputs.then(iterations.succeed) : iterations.succeed(outputs);
}

/**
 * The iterations of one visit, and how their events follow one another: an iteration follows the last event of
 * the one whose place it takes; MapStateSucceeded and MapStateExited both follow the last iteration's success.
 * Observed in recorded histories.
 */
class Iterations {
  private readonly started: number;
  private readonly lastOfSlot: number[] = [];
  private lastSuccess: number;
  private readonly graph: StateGraph;
  private readonly fields: MapFields;
  private readonly frame: Frame;
  private readonly input: JsonValue;
  private readonly list: readonly JsonValue[];
  private readonly hasSiblings: boolean;

  constructor(
    graph: StateGraph,
    fields: MapFields,
    frame: Frame,
    input: JsonValue,
    list: readonly JsonValue[],
    hasSiblings: boolean,
  ) {
    this.graph = graph;
    this.fields = fields;
    this.frame = frame;
    this.input = input;
    this.list = list;
    this.hasSiblings = hasSiblings;
    this.started = frame.record('MapStateStarted', { length: list.length });
    this.lastSuccess = this.started;
  }

  readonly run = (index: number, slot: number, cancellation: Cancellation): MaybePromise<JsonValue> => {
    const { frame } = this;
    const item: MapItem = { Index: index, Value: this.list[index] as JsonValue };
    const itemInput = this.fields.itemInput(frame, this.input, item);
    const iteration = childFrame(
      frame,
      cancellation,
      this.lastOfSlot[slot] ?? this.started,
      this.hasSiblings,
      item,
    );
    const details = { name: frame.stateName, index };
    iteration.record('MapIterationStarted', details);
    const done = (output: JsonValue): JsonValue => {
      this.lastOfSlot[slot] = iteration.lastEventId;
      frame.lastEventId = iteration.lastEventId;
      this.lastSuccess = iteration.record('MapIterationSucceeded', details);
      return output;
    };
    const failed = (error: unknown): never => {
      const aborted = cancellation.reason !== undefined;
      if (!aborted) frame.lastEventId = iteration.lastEventId;
      const type = aborted ? 'MapIterationAborted' : 'MapIterationFailed';
      frame.execution.record(type, frame.lastEventId, details);
      throw error;
    };
    return settle(() => runGraph(this.graph, iteration, itemInput), done, failed);
  };

  readonly succeed = (results: JsonValue[]): JsonValue[] => {
    this.frame.lastEventId = this.lastSuccess;
    this.frame.execution.record('MapStateSucceeded', this.lastSuccess);
    return results;
  };
}
