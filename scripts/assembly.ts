/**
 * `npm run build:assembly`: compiles the scanner of src/languages/event-pattern/set/assembly to WebAssembly and writes it,
 * in base64, to a module. Equal sources give equal modules, which a test checks.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileScanner } from './compile-scanner.ts';

const target = new URL('../src/languages/event-pattern/set/vector-module-bytes.ts', import.meta.url);
writeFileSync(fileURLToPath(target), await compileScanner());
