import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { PAGE_HEADERS, pageFile } from '../../src/console/route.ts';

it.each([
  ['/main.js', 185_000],
  ['/main.css', 6_000],
])('%s stays below %i bytes when compressed', (path, budget) => {
  const body = pageFile(path)?.body ?? '';
  expect(body.length).toBeGreaterThan(0);
  expect(gzipSync(body).length).toBeLessThan(budget);
});

it.each(['/../../package.json', '/..%2fx.js', '/main.ts', '/sub/main.js', '/..\\main.js', '/missing.js'])(
  'the page has no file %s',
  (path) => {
    expect(pageFile(path)).toBeUndefined();
  },
);

it('allows no inline script or style, and nothing from elsewhere but a socket', () => {
  const policy = PAGE_HEADERS['Content-Security-Policy'] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|https?:|data:|\*/);
});

it('carries the licences of what it bundles', () => {
  const text = pageFile('/LICENSES.txt')?.body.toString() ?? '';
  for (const name of ['preact', '@codemirror/view', '@dagrejs/dagre', '@lezer/json'])
    expect(text).toContain(`${name} `);
});
