import { accessSync, constants, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ExpectationResult } from '../../client/expectation.ts';
import { LambdalessError, messageOf } from '../../core/errors.ts';
import { paint, print, say } from '../terminal.ts';
import { junitReport, type Outcome } from './junit.ts';

/** What was expected, as far as the verdict's words depend on it. */
export interface Expected {
  readonly within: number;
  readonly count: number;
  readonly not?: boolean;
}

/** The events on stdout, the verdict and the nearest miss on stderr. */
export function reportResult(result: ExpectationResult, expected: Expected): void {
  const { green, red, dim } = paint(process.stderr);
  for (const { text } of result.events) print(text);
  say(`${result.satisfied ? green('as expected') : red('not as expected')}: ${verdict(result, expected)}`);
  if (!result.nearest) return;
  say('nearest miss:');
  say(dim(`  ${result.nearest.text}`));
  for (const reason of result.nearest.reasons) say(`  ${red('✗')} ${reason}`);
}

export function outcomeOf(result: ExpectationResult, expected: Expected): Outcome {
  const { satisfied, elapsedMs, nearest, events } = result;
  if (satisfied) return { elapsedMs };
  const lines = nearest
    ? ['nearest miss:', nearest.text, ...nearest.reasons]
    : expected.not
      ? events.map(({ text }) => text)
      : [];
  return { elapsedMs, failure: { message: verdict(result, expected), detail: lines.join('\n') } };
}

/**
 * Asked before anything is waited for or published.
 * @throws LambdalessError BAD_ARGUMENT if there is no folder for the report that one may write to
 */
export function checkFolderOf(file: string): void {
  writing(file, () => accessSync(dirname(file), constants.W_OK));
}

/** @throws LambdalessError BAD_ARGUMENT if it cannot be written */
export function writeJunit(file: string, title: string, outcome: Outcome): void {
  writing(file, () => writeFileSync(file, junitReport(title, outcome, new Date())));
}

function writing(file: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw new LambdalessError('BAD_ARGUMENT', `cannot write ${file}: ${messageOf(error)}`, { cause: error });
  }
}

function verdict(
  { satisfied, events, elapsedMs }: ExpectationResult,
  { count, not, within }: Expected,
): string {
  const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
  if (not)
    return satisfied ? `no event within ${seconds(within)}` : `an event arrived after ${seconds(elapsedMs)}`;
  const of = `${events.length} of ${count} event${count === 1 ? '' : 's'}`;
  return satisfied ? `${of} after ${seconds(elapsedMs)}` : `${of} within ${seconds(within)}`;
}
