import type { JsonValue } from '../../core/json.ts';
import { checkSize, errorOutput } from './data-flow.ts';
import type { CatcherDefinition, QueryLanguage, StateDefinition } from './definition.ts';
import { STATES_RUNTIME, StatesError } from './errors.ts';
import type { Frame, MaybePromise } from './frame.ts';
import { compileConclusion } from './jsonata-flow.ts';
import { compileAssign, compileResultPath } from './jsonpath-flow.ts';
import type { Transition } from './machine.ts';
import { compileRetrier, matchesError, type Retrier } from './retry.ts';

type Work = (frame: Frame, input: JsonValue) => MaybePromise<Transition>;

export interface Catcher {
  readonly errorEquals: readonly string[];
  recover(frame: Frame, input: JsonValue, error: StatesError): Transition;
}

/**
 * Surrounds the work of a Task, Parallel or Map state with its Retry and Catch.
 * @param onFailure runs when no retrier takes the error, before a catcher may; not for errors of the machine
 * itself, after which the histories recorded from Step Functions have no such event
 */
export function withErrorHandling(
  definition: StateDefinition,
  language: QueryLanguage,
  work: Work,
  onFailure: (frame: Frame) => void = () => undefined,
): Work {
  const retriers = (definition.Retry ?? []).map(compileRetrier);
  const catchers = compileCatchers(definition, language);
  const fail = (frame: Frame, input: JsonValue, error: StatesError): Transition => {
    if (error.error !== STATES_RUNTIME) onFailure(frame);
    const catcher = catchers.find(({ errorEquals }) => matchesError(errorEquals, error));
    if (!catcher) throw error;
    return catcher.recover(frame, input, error);
  };
  if (retriers.length === 0) return (frame, input) => once(work, fail, frame, input);
  return (frame, input) => new Attempts(work, fail, retriers, frame, input).next();
}

type Failure = (frame: Frame, input: JsonValue, error: StatesError) => Transition;

/** Runs the work and hands its error to `fail`, without a promise where the work needs none. */
function once(work: Work, fail: Failure, frame: Frame, input: JsonValue): MaybePromise<Transition> {
  const failed = (thrown: unknown): Transition => fail(frame, input, located(frame, thrown));
  try {
    const outcome = work(frame, input);
    return outcome instanceof Promise ? outcome.catch(failed) : outcome;
  } catch (thrown) {
    return failed(thrown);
  }
}

function located(frame: Frame, thrown: unknown): StatesError {
  if (!(thrown instanceof StatesError)) throw thrown;
  return frame.locate(thrown);
}

/** One visit to a state: every retrier counts its own attempts. */
class Attempts {
  private readonly used: number[];
  private readonly work: Work;
  private readonly fail: Failure;
  private readonly retriers: readonly Retrier[];
  private readonly frame: Frame;
  private readonly input: JsonValue;

  constructor(work: Work, fail: Failure, retriers: readonly Retrier[], frame: Frame, input: JsonValue) {
    this.used = retriers.map(() => 0);
    this.work = work;
    this.fail = fail;
    this.retriers = retriers;
    this.frame = frame;
    this.input = input;
  }

  next(): MaybePromise<Transition> {
    const failed = (thrown: unknown): MaybePromise<Transition> => this.retry(located(this.frame, thrown));
    try {
      const outcome = this.work(this.frame, this.input);
      return outcome instanceof Promise ? outcome.catch(failed) : outcome;
    } catch (thrown) {
      return failed(thrown);
    }
  }

  private retry(error: StatesError): MaybePromise<Transition> {
    const at = this.retriers.findIndex(({ errorEquals }) => matchesError(errorEquals, error));
    const retrier = this.retriers[at];
    const used = this.used[at] ?? 0;
    if (!retrier || used >= retrier.maxAttempts) return this.fail(this.frame, this.input, error);
    this.used[at] = used + 1;
    const delayMs = retrier.delayMs(used, this.frame.execution.host.random);
    return this.frame.pause(delayMs).then(() => {
      this.frame.retryCount++;
      this.frame.execution.host.onTransition?.();
      return this.next();
    });
  }
}

export function compileCatchers({ Catch = [] }: StateDefinition, language: QueryLanguage): Catcher[] {
  return Catch.map((catcher, at) => compileCatcher(catcher, at, language));
}

function compileCatcher(definition: CatcherDefinition, at: number, language: QueryLanguage): Catcher {
  return {
    errorEquals: definition.ErrorEquals,
    recover: language === 'JSONata' ? recoverJsonata(definition, at) : recoverJsonPath(definition),
  };
}

function recoverJsonPath(definition: CatcherDefinition): Catcher['recover'] {
  const merge = compileResultPath(definition.ResultPath);
  const assign = compileAssign(definition.Assign);
  return (frame, input, error) => {
    const caught = errorOutput(error);
    const assigned = assign?.(frame, caught);
    const output = checkSize(frame, merge(input, caught));
    if (assigned) frame.assign(assigned);
    return { output, next: definition.Next };
  };
}

function recoverJsonata(definition: CatcherDefinition, at: number): Catcher['recover'] {
  const conclude = compileConclusion(definition, `Catch[${at}]/`);
  return (frame, input, error) => {
    const caught = errorOutput(error);
    return { output: conclude(frame, { input, errorOutput: caught }, caught), next: definition.Next };
  };
}
