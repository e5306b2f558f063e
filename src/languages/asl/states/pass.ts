import type { State, StateSource } from '../machine.ts';
import { flowOf } from './flow.ts';

/** Hands on its input, or in JSONPath the constant `Result`. */
export function compilePass({ name, definition, language }: StateSource): State {
  const flow = flowOf(definition, language);
  const { Result: result, Next: next } = definition;
  if (language === 'JSONata') {
    return { name, type: 'Pass', run: (frame, input) => ({ output: flow.pass(frame, input), next }) };
  }
  return {
    name,
    type: 'Pass',
    run(frame, input) {
      const prepared = result === undefined ? flow.prepare(frame, input) : result;
      if (result !== undefined) frame.inspect?.('result', result);
      return { output: flow.conclude(frame, input, prepared), next };
    },
  };
}
