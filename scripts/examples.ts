/**
 * `npm run examples`: runs the examples' tests as a stranger would, each in a folder of its own, with the packed package
 * and whatever else it asks for from the registry. `npm test` runs those that need nothing else.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const EXAMPLES = ['vitest', 'jest', 'node-test'];

const root = fileURLToPath(new URL('..', import.meta.url));
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const folder = mkdtempSync(join(tmpdir(), 'lambdaless-examples-'));

try {
  run(root, 'pack', '--silent', '--pack-destination', folder);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) as string;
  for (const name of EXAMPLES) {
    process.stdout.write(`\n── examples/${name}\n`);
    const copy = join(folder, name);
    cpSync(join(root, 'examples', name), copy, { recursive: true });
    const manifest = join(copy, 'package.json');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('file:../..', `file:../${tarball}`));
    run(copy, 'install', '--no-audit', '--no-fund', '--silent');
    run(copy, 'test');
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function run(cwd: string, ...args: readonly string[]): void {
  execFileSync(npm, args, { cwd, stdio: 'inherit', shell: process.platform === 'win32' });
}
