import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/**
 * Whether what is typed at the terminal is for us. A background job (`tail &`) that reads from the terminal, or changes
 * its settings, is stopped by the system until somebody brings it to the front.
 */
export async function isForeground(): Promise<boolean> {
  if (process.platform === 'win32') return true;
  return (await fromProc()) ?? (await fromPs()) ?? true;
}

/** Linux: the process group that the terminal belongs to stands three fields behind our own. */
async function fromProc(): Promise<boolean | undefined> {
  const stat = await readFile('/proc/self/stat', 'utf8').catch(() => undefined);
  if (stat === undefined) return undefined;
  // The command's name, in parentheses, may itself hold spaces.
  const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return group === foreground;
}

/** Elsewhere: ps marks what is in the foreground with a plus. */
function fromPs(): Promise<boolean | undefined> {
  return new Promise((resolve) => {
    execFile('ps', ['-o', 'stat=', '-p', String(process.pid)], (error, output) => {
      resolve(error ? undefined : output.includes('+'));
    });
  });
}
