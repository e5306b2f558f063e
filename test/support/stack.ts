import { inject } from 'vitest';
import { type LocalStack, type StartOptions, start } from '../../src/index.ts';

/** A running stack whose URL and bus are known to be there. */
export type StackForTest = LocalStack & { readonly webSocketAPIurl: string; readonly eventBusName: string };

/** A fresh copy of our own stack's template, as the CDK synthesizes it from the sources. */
export function ownTemplate(): object {
  return JSON.parse(inject('template')) as object;
}

/** Runs our own stack on a free port. */
export async function startForTest(options: StartOptions = {}): Promise<StackForTest> {
  const stack = await start({ template: ownTemplate(), port: 0, ...options });
  if (stack.webSocketAPIurl === undefined || stack.eventBusName === undefined) {
    await stack.close();
    throw new Error('The template has no WebSocket API or no bus.');
  }
  return stack as StackForTest;
}
