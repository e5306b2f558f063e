import { readFileSync } from 'node:fs';
import { text as readAll } from 'node:stream/consumers';
import { LambdalessError, messageOf } from '../core/errors.ts';

/** The commonest reasons, without the system's words for them. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'you have no permission to read it',
};

/**
 * The text of a file in UTF-8, or in UTF-16 as PowerShell writes it; without a byte order mark.
 * @param name what the person calls the file
 * @throws LambdalessError BAD_ARGUMENT
 */
export function readTextFile(path: string, name: string = path): string {
  try {
    const bytes = readFileSync(path);
    const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
    return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const reason = REASONS[code] ?? messageOf(error);
    throw new LambdalessError('BAD_ARGUMENT', `cannot read ${name}: ${reason}`, { cause: error });
  }
}

let isStdinRead = false;

/** @throws LambdalessError BAD_ARGUMENT the second time: there is nothing left then. */
export async function readStdin(): Promise<string> {
  if (isStdinRead) throw new LambdalessError('BAD_ARGUMENT', 'only one of them can be - (standard input)');
  isStdinRead = true;
  return readAll(process.stdin);
}
