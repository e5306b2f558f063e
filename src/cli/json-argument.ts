import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LambdalessError, messageOf } from '../core/errors.ts';
import { parseJson } from '../core/json.ts';
import { readStdin, readTextFile } from './text-file.ts';

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
    const hint = existsSync(argument) ? `. For the file, write file://${argument}` : '';
    throw new LambdalessError('BAD_ARGUMENT', `${flag} is not JSON: ${messageOf(error)}${hint}`);
  }
  return text;
}

async function readArgument(flag: string, argument: string): Promise<string> {
  if (argument === '-') return readStdin();
  return argument.startsWith('file://') ? readTextFile(filePath(argument), `${flag} ${argument}`) : argument;
}

/** `file:///absolute` is a URL; `file://relative` is what people write, and the AWS CLI takes it too. */
function filePath(argument: string): string {
  return argument.startsWith('file:///') ? fileURLToPath(argument) : argument.slice('file://'.length);
}
