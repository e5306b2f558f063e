import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of the page, ready to be sent. */
export interface PageFile {
  readonly contentType: string;
  readonly body: Buffer;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
};

/** Nothing is fetched from elsewhere and nothing inline runs; a socket may go anywhere, to a deployed stack too. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-cache',
};

/** @returns undefined where the page has no such file. @param path the URL's path, "/" for the page itself. */
export function pageFile(path: string): PageFile | undefined {
  const name = path === '/' ? 'index.html' : path.slice(1);
  const contentType = CONTENT_TYPES[extname(name)];
  // A flat folder: no name with a slash can lead out of it.
  if (contentType === undefined || name.includes('/') || name.includes('\\')) return undefined;
  const file = join(fileURLToPath(built()), 'app', name);
  return existsSync(file) ? { contentType, body: readFileSync(file) } : undefined;
}

/** The page is bundled by the build; run from its sources, this module finds it in `dist`. */
function built(): URL {
  return import.meta.url.endsWith('.ts')
    ? new URL('../../dist/console/', import.meta.url)
    : new URL('./', import.meta.url);
}
