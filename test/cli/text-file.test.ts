import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readTextFile } from '../../src/cli/text-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'lambdaless-text-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a text file', () => {
  it.each([
    ['in UTF-8', Buffer.from('{"é":1}')],
    ['with a byte order mark', Buffer.from('\ufeff{"é":1}')],
    ['in UTF-16, as PowerShell writes it', Buffer.from('\ufeff{"é":1}', 'utf16le')],
  ])('%s is read', (_how, bytes) => {
    const file = join(folder, 'file.json');
    writeFileSync(file, bytes);
    expect(readTextFile(file)).toBe('{"é":1}');
  });

  it.each([
    ['none.json', 'cannot read the event: there is no such file'],
    ['.', 'cannot read the event: it is a folder'],
  ])('%s is told', (name, message) => {
    expect(() => readTextFile(join(folder, name), 'the event')).toThrow(
      expect.objectContaining({ code: 'BAD_ARGUMENT', message }),
    );
  });
});
