import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lambdalessApp, STACK_NAME } from './stack.ts';

/** The CloudFormation template of the deployable stack, made without the CDK's command line. */
export function synthTemplate(): object {
  // A folder of our own: the one that the CDK would make stays behind.
  const outdir = mkdtempSync(join(tmpdir(), 'lambdaless-synth-'));
  try {
    const assembly = lambdalessApp({ outdir, analyticsReporting: false }).synth();
    return assembly.getStackByName(STACK_NAME).template as object;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
