import { parseReference, startsReference } from './parse-reference.ts';
import type { Scanner } from './scanner.ts';

/** The parenthesis behind a directive's name. */
export function open(scanner: Scanner, directive: string): void {
  scanner.skipSpace();
  scanner.expect('(', `after "#${directive}"`);
  scanner.skipSpace();
}

export function close(scanner: Scanner, directive: string): void {
  scanner.skipSpace();
  scanner.expect(')', `to close "#${directive}("`);
}

export function variableName(scanner: Scanner, directive: string): string {
  if (!startsReference(scanner))
    scanner.fail(`Expected a variable in "#${directive}", but found ${scanner.found()}`);
  return parseReference(scanner).name;
}
