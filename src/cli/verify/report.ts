import { type Assumption, assumptions, type Judgement, judge } from '../../verify/assumptions.ts';
import type { CheckResult } from '../../verify/index.ts';
import { paint } from '../terminal.ts';

function count(results: readonly CheckResult[], wanted: CheckResult['outcome']): number {
  return results.filter(({ outcome }) => outcome === wanted).length;
}

function findingsOf(results: readonly CheckResult[]): (Assumption & Judgement)[] {
  return assumptions.map((assumption) => ({ ...assumption, ...judge(assumption, results) }));
}

/** What a run has found, as one document. */
export function reportOf(url: string, results: readonly CheckResult[]): object {
  return {
    url,
    passed: count(results, 'passed'),
    failed: count(results, 'failed'),
    skipped: count(results, 'skipped'),
    checks: results.map(({ check: { id, title }, outcome, reason, elapsedMs }) => ({
      id,
      title,
      outcome,
      reason,
      elapsedMs,
    })),
    assumptions: findingsOf(results),
  };
}

/** One line for a check, and one for why it did not pass. */
export function resultText({ check, outcome, reason }: CheckResult): string {
  const { dim, green, red } = paint(process.stdout);
  const mark = { passed: green('✓'), failed: red('✗'), skipped: dim('–') }[outcome];
  const why = reason === undefined ? '' : `    ${outcome === 'skipped' ? dim(reason) : reason}\n`;
  return `${mark} ${check.title}\n${why}`;
}

/** How many checks hold. */
export function totalText(results: readonly CheckResult[]): string {
  const { bold } = paint(process.stdout);
  const skipped = count(results, 'skipped');
  const held = bold(`${count(results, 'passed')} of ${results.length - skipped} checks hold`);
  return `\n${held}${skipped > 0 ? `, ${skipped} skipped` : ''}\n`;
}

/** What the checks say about each fact that is not certain. */
export function findingsText(results: readonly CheckResult[]): string {
  const findings = findingsOf(results);
  const total = (wanted: string): number => findings.filter(({ finding }) => finding === wanted).length;
  return [
    '',
    'What this says about AWS (docs/aws-facts.md; L: it was likely, U: unverified):',
    ...findings.flatMap(findingLines),
    '',
    `${total('confirmed')} confirmed, ${total('refuted')} refuted, ${total('not tested')} not tested`,
    '',
  ].join('\n');
}

function findingLines({ finding, reason, confidence, text, ifWrong }: Assumption & Judgement): string[] {
  const { dim, green, red } = paint(process.stdout);
  const colour = { confirmed: green, refuted: red, 'not tested': dim }[finding];
  const indent = ' '.repeat(15);
  return [
    `  ${colour(finding.padEnd(10))} ${dim(confidence)} ${text}`,
    ...(reason ? [`${indent}${dim(reason)}`] : []),
    ...(finding === 'refuted' ? [`${indent}then: ${ifWrong}`] : []),
  ];
}
