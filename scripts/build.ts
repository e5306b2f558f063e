/** Builds the package: JavaScript and types, the page, the files that the construct reads, the synthesized template. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
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
  // A temporary folder is its owner's alone.
  chmodSync(dist, 0o755);
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
  const { metafile } = await build({
    entryPoints: [join(page, 'main.tsx')],
    outdir: join(dist, 'console/app'),
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'linked',
    metafile: true,
  });
  writeFileSync(join(dist, 'console/app/LICENSES.txt'), licensesOf(Object.keys(metafile.inputs)));
  for (const name of readdirSync(page)) {
    if (/\.(html|svg|png|ico)$/.test(name)) cpSync(join(page, name), join(dist, 'console/app', name));
  }
}

/** What is bundled travels under its own licence. @param inputs the paths of the files in the bundle */
function licensesOf(inputs: readonly string[]): string {
  const folders = inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  return [...new Set(folders)]
    .sort()
    .map((folder) => {
      const { name, version } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
        name: string;
        version: string;
      };
      return `${name} ${version}\n\n${readFileSync(join(root, folder, 'LICENSE'), 'utf8').trim()}\n`;
    })
    .join('\n---\n\n');
}

/** The template travels with the package, so that running it needs no CDK. */
async function synthesize(): Promise<void> {
  const { synthTemplate } = (await import(pathToFileURL(join(dist, 'cdk/synth.js')).href)) as {
    synthTemplate: () => object;
  };
  writeFileSync(join(dist, 'lambdaless.template.json'), `${JSON.stringify(synthTemplate(), undefined, 1)}\n`);
}
