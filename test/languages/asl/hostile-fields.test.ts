import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/core/json.ts';
import {
  compileMachine,
  type MachineDefinition,
  validateDefinition,
} from '../../../src/languages/asl/index.ts';
import { FIELDS } from '../../../src/languages/asl/validate/fields.ts';
import { PARAMETERS, run, TASK } from './run.ts';

const inner = { StartAt: 'I', States: { I: { Type: 'Pass', End: true } } };

/** A state of each type that runs at once, whatever its input. */
const STATES: Readonly<Record<string, JsonObject>> = {
  Pass: { Type: 'Pass', End: true },
  Task: { ...TASK, Parameters: PARAMETERS, End: true },
  Choice: { Type: 'Choice', Choices: [{ Variable: '$.a', IsPresent: true, Next: 'Z' }], Default: 'Z' },
  Wait: { Type: 'Wait', Seconds: 0, End: true },
  Succeed: { Type: 'Succeed' },
  Fail: { Type: 'Fail' },
  Parallel: { Type: 'Parallel', Branches: [inner], End: true },
  Map: { Type: 'Map', ItemsPath: '$.l', ItemProcessor: inner, End: true },
};

const VALUES: readonly JsonValue[] = [
  null,
  true,
  0,
  -1,
  1.5,
  '',
  'Z',
  '$',
  '$.a.b[0]',
  '$.l[*].x',
  '$..a',
  '$[?(@.a)]',
  '$$.Execution.Name',
  '$variable',
  '$variable.a',
  'States.UUID()',
  "States.Format('{}', $.a)",
  '{% $states.input.a %}',
  '{% ( %}',
  '2026-01-01T00:00:00Z',
  [],
  [1],
  [{}],
  {},
  { 'a.$': '$.a', b: [{ 'c.$': '$variable' }] },
  { 'a.$': 5 },
  JSON.parse('{"__proto__":{"constructor":1},"toString":"$.a"}') as JsonValue,
];

function machineWith(state: JsonObject, end: JsonObject | undefined): JsonObject {
  return { StartAt: 'S', States: { S: state, ...(end && { Z: end }) } };
}

describe('whatever a field holds, a definition that is accepted runs to an end in AWS words', () => {
  test.each(Object.entries(STATES))('%s', async (type, state) => {
    const end = type === 'Choice' ? { Type: 'Succeed' } : undefined;
    let accepted = 0;
    for (const field of [...Object.keys(FIELDS), 'toString', '__proto__']) {
      for (const value of VALUES) {
        const changed = Object.fromEntries([...Object.entries(state), [field, value]]);
        const definition = machineWith(changed, end);
        if (validateDefinition(JSON.stringify(definition), 'STANDARD').diagnostics.length > 0) continue;
        accepted++;
        expect(() => compileMachine(definition as unknown as MachineDefinition, 'STANDARD')).not.toThrow();
        const { result } = await run(definition, { input: { a: { b: [1] }, l: [{ x: 1 }] } });
        const cause = result.status === 'SUCCEEDED' ? '' : (result.cause ?? '');
        expect(cause, JSON.stringify(changed)).not.toMatch(/Error: |is not a function|Cannot read|undefined/);
      }
    }
    expect(accepted).toBeGreaterThan(20);
  });
});
