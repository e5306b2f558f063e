import { readFileSync } from 'node:fs';
import { text as readAll } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { LambdalessError, messageOf } from '../core/errors.ts';
import { parseJson } from '../core/json.ts';

/**
 * JSON as the AWS CLI takes it: the text itself, `file://path` (relative paths too), or `-` for standard input.
 * @returns the text, unchanged, known to be JSON.
 * @throws LambdalessError BAD_ARGUMENT naming the flag.
 */
export async function readJsonArgument(flag: string, argument: string): Promise<string> {
  const text = (await readArgument(flag, argument)).trim();
  try {
    parseJson(text);
  } catch (error) {
    throw new LambdalessError('BAD_ARGUMENT', `${flag} is not JSON: ${messageOf(error)}`);
  }
  return text;
}

async function readArgument(flag: string, argument: string): Promise<string> {
  if (argument === '-') return readAll(process.stdin);
  if (!argument.startsWith('file://')) return argument;
  try {
    return readFileSync(filePath(argument), 'utf8');
  } catch (error) {
    throw new LambdalessError('BAD_ARGUMENT', `${flag}: cannot read ${argument}: ${messageOf(error)}`);
  }
}

/** `file:///absolute` is a URL; `file://relative` is what people write, and the AWS CLI takes it too. */
function filePath(argument: string): string {
  return argument.startsWith('file:///') ? fileURLToPath(argument) : argument.slice('file://'.length);
}
