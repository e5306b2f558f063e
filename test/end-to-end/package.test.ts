import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Child } from '../support/child.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const tsc = join(root, 'node_modules/typescript/bin/tsc');

/** What a stranger gets: the packed tarball, installed in an empty folder. */
describe('the package', () => {
  let folder: string;
  let bin: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lambdaless-package-'));
    // The build stands already: the test command has made it.
    run(npm, ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], root);
    const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) as string;
    writeFileSync(join(folder, 'package.json'), '{"name":"consumer","private":true,"type":"module"}');
    run(npm, ['install', '--no-audit', '--no-fund', '--prefer-offline', join(folder, tarball)], folder);
    bin = join(folder, 'node_modules/lambdaless/dist/cli/main.js');
  }, 180_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('installs without the CDK', () => {
    expect(readdirSync(join(folder, 'node_modules'))).not.toContain('aws-cdk-lib');
  });

  it('has no script that npm would run, or ask about, at installation', () => {
    const manifest = JSON.parse(readFileSync(join(folder, 'node_modules/lambdaless/package.json'), 'utf8'));
    const automatic = /^(pre|post)?(install|prepare)$|^prepublish$/;
    expect(Object.keys(manifest.scripts).filter((name) => automatic.test(name))).toEqual([]);
  });

  it('holds what runs, its types, and no maps or tests', () => {
    const files = readdirSync(join(folder, 'node_modules/lambdaless'), { recursive: true }).map(String);
    const odd = files.filter(
      (file) => /\.map$|\.test\.|(^|[\\/])\.|\.tsx?$/.test(file) && !file.endsWith('.d.ts'),
    );
    expect(odd).toEqual([]);
  });

  it('runs dev, tail and put', async () => {
    const dev = new Child(process.execPath, [bin, 'dev', '--port', '0', '--json']);
    const children = [dev];
    try {
      await dev.prints('\n');
      const { webSocketAPIurl, endpointUrl, eventBusName } = JSON.parse(dev.stdout) as Record<string, string>;
      const tail = new Child(process.execPath, [
        bin,
        'tail',
        webSocketAPIurl as string,
        '--source',
        'packed',
      ]);
      children.push(tail);
      await tail.prints('pattern in force', 'stderr');
      const put = new Child(process.execPath, [
        ...[bin, 'put', '--endpoint-url', endpointUrl as string, '--bus', eventBusName as string],
        ...['--source', 'packed', '--detail-type', 'x', '--detail', '{"n":1}'],
      ]);
      expect((await put.finished()).code).toBe(0);
      await tail.prints('"detail":{"n":1}');
      expect((await tail.interrupt()).code).toBe(0);
      expect((await dev.interrupt()).code).toBe(0);
    } finally {
      for (const child of children) child.process.kill('SIGKILL');
    }
  });

  it('is typed, and starts the runtime from code', () => {
    writeFileSync(
      join(folder, 'use.ts'),
      `
import { start, type LocalStack } from 'lambdaless';
import { parsePattern, matches, PatternSet } from 'lambdaless/event-pattern';
import { start as startBus } from 'lambdaless/testing';

const stack: LocalStack = await start({ port: 0 });
const url: string | undefined = stack.outputs['webSocketAPIurl'];
if (!url?.startsWith('ws://127.0.0.1:')) throw new Error('no URL');
await stack.close();

const matched: boolean = matches(parsePattern('{"source":["a"]}'), '{"source":"a"}');
const set = new PatternSet();
set.add('one', '{"source":["a"]}');
const ids: string[] = set.match('{"source":"a"}');
const bus = await startBus({ clock: 'virtual' });
const event = await bus.expectEvent({ source: ['a'] }, { after: () => bus.put({ source: 'a', detailType: 'x' }) });
await bus.close();
console.log(JSON.stringify({ matched, ids, source: event.source }));
`,
    );
    const options = [
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2022',
      '--types',
      '',
      '--noUncheckedIndexedAccess',
    ];
    run(process.execPath, [tsc, '--ignoreConfig', ...options, 'use.ts'], folder);
    expect(JSON.parse(run(process.execPath, ['use.js'], folder))).toEqual({
      matched: true,
      ids: ['one'],
      source: 'a',
    });
  });

  it.each([
    ['a bundler', 'types.ts', ['--module', 'esnext', '--moduleResolution', 'bundler']],
    ['Node, in an ES module', 'types.mts', ['--module', 'node16']],
    ['Node, in a CommonJS module', 'types.cts', ['--module', 'node20']],
  ])('resolves its types for %s', (_name, file, options) => {
    writeFileSync(
      join(folder, file),
      `
import { type EmbeddedBus, start } from 'lambdaless/testing';
import { PatternSet } from 'lambdaless/event-pattern';
export const bus: Promise<EmbeddedBus> = start();
export const set: PatternSet = new PatternSet();
`,
    );
    const strict = ['--strict', '--noEmit', '--target', 'es2022', '--types', ''];
    expect(run(process.execPath, [tsc, '--ignoreConfig', ...strict, ...options, file], folder)).toBe('');
  });

  // From Node 20.19 and 22.12 on. Before that, and in Jest, import() does it.
  it.runIf(hasRequireModule())('can be required by a CommonJS module', () => {
    writeFileSync(
      join(folder, 'use.cjs'),
      `const { matches, parsePattern } = require('lambdaless/event-pattern');
const { start } = require('lambdaless/testing');
start().then(async (bus) => {
  await bus.close();
  console.log(matches(parsePattern('{"source":["a"]}'), '{"source":"a"}'));
});`,
    );
    expect(run(process.execPath, ['use.cjs'], folder)).toBe('true\n');
  });
});

function hasRequireModule(): boolean {
  return 'require_module' in process.features && process.features.require_module === true;
}

/** @returns what the program printed; its errors are part of a failure's message. */
function run(command: string, args: readonly string[], cwd: string): string {
  try {
    return execFileSync(command, args, {
      cwd,
      encoding: 'utf8',
      stdio: 'pipe',
      shell: process.platform === 'win32',
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}\n${stderr}`);
  }
}
