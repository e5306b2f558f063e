import type { JsonValue } from '../../../core/json.ts';
import { compileRule, type Rule } from '../choice/rule.ts';
import type { ChoiceDefinition, QueryLanguage, StateDefinition } from '../definition.ts';
import { runtimeError } from '../errors.ts';
import type { Frame } from '../frame.ts';
import { compileTyped } from '../jsonata-expression.ts';
import { compileConclusion } from '../jsonata-flow.ts';
import type { State, StateSource, Transition } from '../machine.ts';
import { flowOf } from './flow.ts';

interface Branch {
  readonly applies: Rule;
  leave(frame: Frame, input: JsonValue): Transition;
}

/** Takes the first rule that holds, else Default. A rule's Assign and Output replace the state's own. */
export function compileChoice({ name, definition, language }: StateSource): State {
  const branches = (definition.Choices ?? []).map((choice, at) =>
    compileBranch(choice, at, definition, language),
  );
  const otherwise = flowOf(definition, language);
  const select = compileInput(definition, language);
  const { Default: fallback } = definition;
  return {
    name,
    type: 'Choice',
    run(frame, input) {
      const effective = select(frame, input);
      const branch = branches.find(({ applies }) => applies(frame, effective));
      if (branch) return branch.leave(frame, input);
      if (fallback !== undefined) return { output: otherwise.pass(frame, input), next: fallback };
      throw runtimeError('Failed to transition out of the state. The state does not point to a next state.');
    },
  };
}

/** Rules of JSONPath see what InputPath selects. */
function compileInput(
  { InputPath }: StateDefinition,
  language: QueryLanguage,
): (frame: Frame, input: JsonValue) => JsonValue {
  if (language === 'JSONata' || InputPath === undefined) return (_frame, input) => input;
  const flow = flowOf({ Type: 'Choice', InputPath }, language);
  return (frame, input) => flow.pass(frame, input);
}

function compileBranch(
  choice: ChoiceDefinition,
  at: number,
  state: StateDefinition,
  language: QueryLanguage,
): Branch {
  if (language === 'JSONata') return compileJsonataBranch(choice, at);
  const flow = flowOf({ ...state, Assign: choice.Assign } as StateDefinition, language);
  return {
    applies: compileRule(choice),
    leave: (frame, input) => ({ output: flow.pass(frame, input), next: choice.Next }),
  };
}

/** A rule that is taken gives its own Output or the input; the state's Output is for Default. */
function compileJsonataBranch(choice: ChoiceDefinition, at: number): Branch {
  const conclude = compileConclusion(choice, `Choices[${at}]/`);
  return {
    applies: compileCondition(choice, at),
    leave: (frame, input) => ({ output: conclude(frame, { input }, input), next: choice.Next }),
  };
}

function compileCondition({ Condition = false }: ChoiceDefinition, at: number): Rule {
  if (typeof Condition === 'boolean') return () => Condition;
  const condition = compileTyped(Condition, `Choices[${at}]/Condition`, 'boolean');
  return (frame, input) => condition(frame, { input }) === true;
}
