import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const SET = fileURLToPath(new URL('../src/languages/event-pattern/set', import.meta.url));
const OPTIONS = ['--runtime', 'stub', '--optimizeLevel', '3', '--converge', '--noAssert', '--enable', 'simd'];
const LINE = 96;

/** The module vector-module-bytes.ts, made from the sources in `assembly`. */
export async function compileScanner(): Promise<string> {
  const output = new Map<string, string | Uint8Array>();
  const { error, stderr } = await asc.main(
    [
      'assembly/scanner.ts',
      '--baseDir',
      SET,
      '--outFile',
      'scanner.wasm',
      '--initialMemory',
      '1',
      ...OPTIONS,
    ],
    { writeFile: (name: string, contents: string | Uint8Array) => void output.set(name, contents) },
  );
  if (error) throw new Error(`assembly/scanner.ts: ${error.message}\n${stderr.toString()}`);
  const text = Buffer.from(output.get('scanner.wasm') as Uint8Array).toString('base64');
  const lines = text.match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
  return [
    '/** Made by `npm run build:assembly` from the sources in `assembly`: do not edit. */',
    'export const VECTOR_MODULE: string =',
    lines
      .map((line) => `  '${line}'`)
      .join(' +\n')
      .concat(';'),
    '',
  ].join('\n');
}
