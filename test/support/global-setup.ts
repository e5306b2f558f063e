import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import type { TestProject } from 'vitest/node';
import { synthTemplate } from '../../src/cdk/synth.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Our own stack's template, synthesized from the sources: importing the CDK takes seconds, so it is done once. */
    readonly template: string;
    /** The browser's binary, or nothing where the package has none. */
    readonly chromium: string | undefined;
  }
}

export default async function setup(project: TestProject): Promise<() => void> {
  // Unpacked by one process, before there are two: the second would start what the first is still writing.
  project.provide('chromium', process.platform === 'linux' ? await chromium.executablePath() : undefined);
  const leave = useFolderOfOurOwn();
  project.provide('template', JSON.stringify(synthTemplate()));
  return leave;
}

/** Whatever the tests, and the libraries that they call, leave among the temporary files goes when they end. */
function useFolderOfOurOwn(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'lambdaless-tests-'));
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
