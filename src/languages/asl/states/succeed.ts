import type { State, StateSource } from '../machine.ts';
import { flowOf } from './flow.ts';

export function compileSucceed({ name, definition, language }: StateSource): State {
  const flow = flowOf(definition, language);
  return {
    name,
    type: 'Succeed',
    run: (frame, input) => ({ output: flow.pass(frame, input), next: undefined }),
  };
}
