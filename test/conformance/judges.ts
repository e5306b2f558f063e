import type { Judge } from './case-result.ts';
import { judgeEventPatterns } from './event-patterns.ts';
import { judgeEventRuler, judgeEventRulerMulti } from './event-ruler.ts';
import { judgeInputTransformer } from './input-transformer.ts';
import { judgeJsonataMatcher } from './jsonata-matcher.ts';
import { judgeStates, judgeStatesCauses } from './states.ts';
import { judgeStatesTestState } from './states-test-state.ts';
import { judgeStatesValidation } from './states-validation.ts';
import { judgeVtl } from './vtl.ts';

/** Who judges which file. A file without a judge counts as 0 of its total. */
export const judges: Readonly<Record<string, Judge>> = {
  'event-patterns.json': judgeEventPatterns,
  'event-ruler-multi.json': judgeEventRulerMulti,
  'event-ruler-pairs.json': judgeEventRuler,
  'event-ruler-valid.json': judgeEventRuler,
  'input-transformer.json': (cases) =>
    judgeInputTransformer(cases as Parameters<typeof judgeInputTransformer>[0]),
  'states.json': judgeStates,
  'states-test-state.json': judgeStatesTestState,
  'states-validation.json': judgeStatesValidation,
  'vtl.json': (cases) => judgeVtl(cases as Parameters<typeof judgeVtl>[0]),
};

/** A second look at a file: rows of their own, beside the file's. */
export const furtherJudges: Readonly<Record<string, Readonly<Record<string, Judge>>>> = {
  'event-patterns.json': { 'event-patterns.json, JSONata matcher': judgeJsonataMatcher },
  'states.json': { 'states.json, causes': judgeStatesCauses },
};
