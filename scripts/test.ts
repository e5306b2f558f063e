/** `npm test`: everything. Each step stops the run when it fails. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const STEPS: readonly (readonly [name: string, script: string, ...args: string[]])[] = [
  ['format and lint', 'node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'],
  ['types', 'node_modules/typescript/bin/tsc', '--noEmit'],
  ['build', 'node_modules/tsx/dist/cli.mjs', 'scripts/build.ts'],
  ['tests', 'node_modules/vitest/vitest.mjs', 'run'],
];

for (const [name, script, ...args] of STEPS) {
  process.stdout.write(`\n── ${name}\n`);
  const { status } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' });
  if (status !== 0) {
    process.stderr.write(`\n${name} failed: node ${[script, ...args].join(' ')}\n`);
    process.exit(status ?? 1);
  }
}
