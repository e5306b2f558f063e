import { withErrorHandling } from '../attempt.ts';
import type { State, StateSource } from '../machine.ts';
import { flowOf } from './flow.ts';
import { runDistributed } from './map-distributed.ts';
import { compileMapFields } from './map-fields.ts';
import { runInline } from './map-inline.ts';
import { mockedMap } from './map-mocked.ts';

/** Runs its processor once for each item; the result is the list of the outputs. */
export function compileMap(source: StateSource): State {
  const { name, definition, language } = source;
  const flow = flowOf({ ...definition, Parameters: undefined } as typeof definition, language);
  const processor =
    definition.ItemProcessor ?? (definition.Iterator as NonNullable<typeof definition.Iterator>);
  const graph = source.compileGraph(processor);
  const fields = compileMapFields(definition, language);
  const run = processor.ProcessorConfig?.Mode === 'DISTRIBUTED' ? runDistributed : runInline;
  const { Next: next } = definition;
  const work = withErrorHandling(
    definition,
    language,
    (frame, input) => {
      const prepared = flow.prepare(frame, input);
      const outputs = frame.mock
        ? mockedMap(frame.mock, fields, frame, prepared)
        : run(graph, fields, frame, prepared);
      const leave = (results: (typeof input)[]) => ({ output: flow.conclude(frame, input, results), next });
      return outputs instanceof Promise ? outputs.then(leave) : leave(outputs);
    },
    (frame) => frame.record('MapStateFailed'),
  );
  return { name, type: 'Map', run: work };
}
