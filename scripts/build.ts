/** Builds the package: JavaScript and types, the page, the files that the construct reads, the synthesized template. */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Built beside and put in place when whole: whoever runs the last build goes on undisturbed. */
const dist = mkdtempSync(join(root, '.build-'));

try {
  compile();
  for (const folder of ['cdk', 'cost']) copyAssets(join(root, 'src', folder), join(dist, folder));
  await bundlePage();
  await synthesize();
  writeFileSync(join(dist, '.built'), '');
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  renameSync(dist, join(root, 'dist'));
} finally {
  rmSync(dist, { recursive: true, force: true });
}

function compile(): void {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', dist], {
    cwd: root,
    stdio: 'inherit',
  });
}

/** Whatever is not TypeScript lies beside the code that reads it, in `dist` as in `src`. */
function copyAssets(from: string, to: string): void {
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith('.ts')) continue;
    const source = join(entry.parentPath, entry.name);
    const target = join(to, relative(from, source));
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
