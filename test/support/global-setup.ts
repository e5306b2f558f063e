import type { TestProject } from 'vitest/node';
import { synthTemplate } from '../../src/cdk/synth.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Our own stack's template, synthesized from the sources: importing the CDK takes seconds, so it is done once. */
    readonly template: string;
  }
}

export default function setup(project: TestProject): void {
  project.provide('template', JSON.stringify(synthTemplate()));
}
