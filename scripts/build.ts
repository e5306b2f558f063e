/** Builds the package: JavaScript and types, the page, the files that the construct reads, the synthesized template. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

rmSync(dist, { recursive: true, force: true });
execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
});
copyAssets('src/cdk', 'dist/cdk');
await bundlePage();
await synthesize();
writeFileSync(join(dist, '.built'), '');

/** Whatever is not TypeScript lies beside the code that reads it, in `dist` as in `src`. */
function copyAssets(from: string, to: string): void {
  for (const entry of readdirSync(join(root, from), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith('.ts')) continue;
    const source = join(entry.parentPath, entry.name);
    const target = source.replace(join(root, from), join(root, to));
    mkdirSync(dirname(target), { recursive: true });
    cpSync(source, target);
  }
}

async function bundlePage(): Promise<void> {
  const page = join(root, 'src/console/app');
  if (!existsSync(page)) return;
  const { build } = await import('esbuild');
  await build({
    entryPoints: [join(page, 'main.tsx')],
    outdir: join(dist, 'console/app'),
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'linked',
  });
  for (const name of readdirSync(page)) {
    if (/\.(html|svg|png|ico)$/.test(name)) cpSync(join(page, name), join(dist, 'console/app', name));
  }
}

/** The template travels with the package, so that running it needs no CDK. */
async function synthesize(): Promise<void> {
  const { synthTemplate } = (await import(pathToFileURL(join(dist, 'cdk/synth.js')).href)) as {
    synthTemplate: () => object;
  };
  writeFileSync(join(dist, 'lambdaless.template.json'), `${JSON.stringify(synthTemplate(), undefined, 1)}\n`);
}
