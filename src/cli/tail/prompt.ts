import { createInterface } from 'node:readline';
import type { EventStream } from '../../client/event-stream.ts';
import { messageOf } from '../../core/errors.ts';
import { isJsonObject, parseJson } from '../../core/json.ts';
import { paint, say } from '../terminal.ts';

/** At a terminal, a line that is typed is a new pattern. @returns a function that ends the prompt. */
export function promptForPatterns(stream: EventStream): () => void {
  const { dim, red } = paint(process.stderr);
  const lines = createInterface({ input: process.stdin, terminal: false });
  say(dim('type a pattern and Enter to replace it; Ctrl-C ends'));
  lines.on('line', (line) => {
    const text = line.trim();
    if (text === '') return;
    const problem = problemOf(text);
    if (problem) say(red(`not a pattern: ${problem}`));
    else stream.setPattern(text).catch((error: unknown) => say(red(messageOf(error))));
  });
  return () => lines.close();
}

function problemOf(text: string): string | undefined {
  try {
    return isJsonObject(parseJson(text)) ? undefined : 'it is not a JSON object';
  } catch (error) {
    return messageOf(error);
  }
}
