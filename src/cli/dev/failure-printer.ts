import type { StackFailure } from '../../index.ts';
import { printable } from '../tail/output.ts';

/** What fails again within this time is counted. */
const SUMMARY_MS = 10_000;
/** More kinds of failures than a person reads at once are counted together. */
const MOST_KINDS = 20;
const MAX_CAUSE_CHARACTERS = 160;
const OTHERS = 'failures of other kinds';

/** Says what fails in the stack, a line each. What fails again and again is counted, and the count said now and then. */
export class FailurePrinter {
  /** Of the page that shows the traces; known when the stack runs. */
  pageUrl = '';
  /** How many of a kind were not printed since the last line about it. */
  private readonly unsaid = new Map<string, number>();
  private readonly print: (line: string) => void;

  constructor(print: (line: string) => void) {
    this.print = print;
  }

  report(failure: StackFailure): void {
    const about = ABOUT[failure.kind](failure);
    const kind = this.unsaid.has(about) || this.unsaid.size < MOST_KINDS ? about : OTHERS;
    const count = this.unsaid.get(kind);
    if (count !== undefined) {
      this.unsaid.set(kind, count + 1);
      return;
    }
    const sentence = `${SUBJECTS[failure.kind](failure)}${about}${shortened(failure.cause)}`;
    this.print(`${printable(sentence)} (${this.pageUrl}#trace=${failure.traceId})`);
    this.count(kind);
  }

  /** Says what was counted and not yet said. */
  flush(): void {
    for (const [kind, count] of this.unsaid) if (count > 0) this.sayMore(kind, count);
    this.unsaid.clear();
  }

  private count(kind: string): void {
    this.unsaid.set(kind, 0);
    setTimeout(() => {
      const count = this.unsaid.get(kind) ?? 0;
      this.unsaid.delete(kind);
      if (count === 0) return;
      this.sayMore(kind, count);
      this.count(kind);
    }, SUMMARY_MS).unref();
  }

  private sayMore(kind: string, count: number): void {
    this.print(`… and ${count} more: ${printable(kind)}`);
  }
}

type Words = Readonly<Record<StackFailure['kind'], (failure: StackFailure) => string>>;

const SUBJECTS: Words = {
  execution: ({ id }) => `Execution ${id} of `,
  'dead-letter': ({ id }) => `Event ${id}, `,
  lost: ({ id }) => `Event ${id}, `,
  response: () => '',
};

/** What all failures of a kind have in common. */
const ABOUT: Words = {
  execution: ({ name, at, error }) => `${name} failed${at && ` in state "${at}"`} with ${error}`,
  'dead-letter': ({ name, at, error }) => `rule ${name}, went to dead-letter queue ${lastPart(at)}: ${error}`,
  lost: ({ name, at, error }) => `rule ${name}, is lost, for ${lastPart(at)} did not take it: ${error}`,
  response: ({ name, error }) => `${name} answered ${error}`,
};

/** Of an ARN. */
function lastPart(arn: string): string {
  return arn.split(/[:/]/).at(-1) as string;
}

/** In one line, after a colon. */
function shortened(cause: string): string {
  const line = cause.trim().replaceAll(/\s+/g, ' ');
  if (line === '') return '';
  return `: ${line.length > MAX_CAUSE_CHARACTERS ? `${line.slice(0, MAX_CAUSE_CHARACTERS)}…` : line}`;
}
