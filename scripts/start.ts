/** `npm start`: builds if a source is newer than the build, then runs the stack. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

if (!isFresh()) {
  const built = spawnSync(process.execPath, ['--import', 'tsx', join(root, 'scripts/build.ts')], {
    cwd: root,
    stdio: 'inherit',
  });
  if (built.status !== 0) process.exit(built.status ?? 1);
}

// In this very process: with one between, a signal would have to be passed on, and Ctrl-C would arrive twice.
const main = join(root, 'dist/cli/main.js');
process.argv.splice(1, process.argv.length, main, 'dev', ...process.argv.slice(2));
await import(pathToFileURL(main).href);

function isFresh(): boolean {
  const stamp = join(root, 'dist/.built');
  if (!existsSync(stamp)) return false;
  const builtMs = statSync(stamp).mtimeMs;
  const sources = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true });
  return sources.every((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs <= builtMs);
}
