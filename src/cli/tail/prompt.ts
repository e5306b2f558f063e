import { clearScreenDown, createInterface, cursorTo, type Interface, moveCursor } from 'node:readline';
import type { EventStream } from '../../client/event-stream.ts';
import { messageOf } from '../../core/errors.ts';
import { isJsonObject, parseJson, stringifyJson } from '../../core/json.ts';
import { readJsonArgument } from '../json-argument.ts';
import { paint, say, setFooter } from '../terminal.ts';
import { isForeground } from './foreground.ts';

/** Somebody who brings a background job to the front does not always send a signal. */
const LOOK_AGAIN_MS = 1_000;

/** Whether there is a person at both ends, and nothing else reads what is typed. */
export function canPrompt(pattern: string | undefined): boolean {
  return pattern !== '-' && process.stdin.isTTY && process.stdout.isTTY && process.stderr.isTTY;
}

/**
 * A line at the bottom of the terminal, with editing and history: what is typed there is a new pattern. It stays away
 * while the process is in the background. Ctrl-D ends the session, as Ctrl-C does.
 */
export class PatternPrompt {
  private readonly stream: EventStream;
  private lines: Interface | undefined;
  /** The latest first, as readline keeps it. */
  private history: string[] = [];
  /** What was typed of a pattern that goes on over several lines. */
  private begun = '';
  private inForce: string | undefined;
  private ended = false;
  private timer: NodeJS.Timeout | undefined;

  /** @param stream tells from now on which patterns there have been */
  constructor(stream: EventStream) {
    this.stream = stream;
    // The pattern in force is one key (Up) away from being edited.
    stream.on('accepted', (pattern) => {
      this.inForce = stringifyJson(pattern);
      this.remember(this.inForce);
    });
  }

  start(): void {
    this.look();
    process.on('SIGCONT', this.look);
    this.timer = setInterval(this.look, LOOK_AGAIN_MS);
  }

  end(): void {
    this.ended = true;
    clearInterval(this.timer);
    process.off('SIGCONT', this.look);
    this.close();
  }

  /** Opens the prompt if the terminal is ours. */
  private readonly look = async (): Promise<void> => {
    if (this.lines !== undefined || !(await isForeground())) return;
    if (this.lines === undefined && !this.ended) this.open();
  };

  private open(): void {
    const { dim } = paint(process.stderr);
    const terminal = process.env['TERM'] !== 'dumb';
    const lines = createInterface({
      input: process.stdin,
      output: process.stderr,
      terminal,
      history: this.history,
      prompt: dim('pattern> '),
    });
    this.lines = lines;
    lines.on('history', (history) => this.joinHistory(history));
    lines.on('line', (line) => void this.take(line));
    lines.on('SIGINT', () => process.emit('SIGINT'));
    lines.on('SIGTSTP', () => this.suspend());
    lines.on('close', () => {
      if (this.lines === lines) process.emit('SIGINT');
    });
    if (terminal) setFooter(footerOf(lines));
    else lines.prompt();
  }

  private close(): void {
    const { lines } = this;
    this.lines = undefined;
    setFooter(undefined);
    lines?.close();
  }

  /** Ctrl-Z: the whole job stops, a launcher such as npx included. SIGCONT brings the prompt back. */
  private suspend(): void {
    this.close();
    process.kill(0, 'SIGTSTP');
  }

  /** A pattern is one entry, over however many lines it was typed. */
  private joinHistory(history: string[]): void {
    if (this.begun !== '') history.splice(0, 2, `${this.begun} ${history[0]}`);
    this.history = history;
  }

  private remember(pattern: string): void {
    const known = this.history.indexOf(pattern);
    if (known >= 0) this.history.splice(known, 1);
    this.history.unshift(pattern);
  }

  private async take(line: string): Promise<void> {
    const text = `${this.begun} ${line}`.trim();
    const isUnfinished = line.trim() !== '' && depthOf(text) > 0;
    this.begun = isUnfinished ? text : '';
    this.lines?.setPrompt(paint(process.stderr).dim(isUnfinished ? '     ... ' : 'pattern> '));
    if (!isUnfinished && text !== '') await this.set(text);
    this.lines?.prompt();
  }

  private async set(text: string): Promise<void> {
    try {
      const pattern = text.startsWith('file://') ? await readJsonArgument('pattern', text) : text;
      const problem = problemOf(pattern);
      if (problem === undefined) await this.stream.setPattern(pattern);
      else this.refuse(`not a pattern: ${problem}`);
    } catch (error) {
      this.refuse(messageOf(error));
    }
  }

  /** Up brings back what was refused, to mend it; it must not look as if it were in force. */
  private refuse(reason: string): void {
    const { red, dim } = paint(process.stderr);
    say(red(reason));
    if (this.inForce !== undefined) say(dim(`still in force: ${this.inForce}`));
  }
}

/** Draws the prompt below whatever else is written. */
function footerOf(lines: Interface): { hide: () => void; show: () => void } {
  let isShown = false;
  return {
    hide() {
      if (!isShown) return;
      isShown = false;
      moveCursor(process.stderr, 0, -lines.getCursorPos().rows);
      cursorTo(process.stderr, 0);
      clearScreenDown(process.stderr);
    },
    // Once for all that is written in one turn: a thousand events a second do not draw it a thousand times.
    show() {
      setImmediate(() => {
        if (isShown) return;
        isShown = true;
        process.stderr.write('\n'.repeat(rowsToGoUp(lines)));
        lines.prompt(true);
      });
    },
  };
}

/** readline goes up by so many rows before it draws its line anew. It remembers them from the last time. */
function rowsToGoUp(lines: Interface): number {
  return (lines as { readonly prevRows?: number }).prevRows ?? 0;
}

/** How many brackets are open outside of strings. */
function depthOf(text: string): number {
  const brackets = text.replaceAll(/"(?:[^"\\]|\\.)*"?/g, '').match(/[[\]{}]/g) ?? [];
  return brackets.reduce((depth, bracket) => depth + ('[{'.includes(bracket) ? 1 : -1), 0);
}

function problemOf(text: string): string | undefined {
  try {
    return isJsonObject(parseJson(text)) ? undefined : 'it is not a JSON object';
  } catch (error) {
    return messageOf(error);
  }
}
