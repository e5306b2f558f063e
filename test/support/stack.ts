import { synthTemplate } from '../../src/cdk/synth.ts';
import { type LocalStack, type StartOptions, start } from '../../src/index.ts';

/** A running stack whose URL and bus are known to be there. */
export type StackForTest = LocalStack & { readonly webSocketAPIurl: string; readonly eventBusName: string };

let template: object | undefined;

/** Runs our own stack, synthesized from the sources (once per test file), on a free port. */
export async function startForTest(options: StartOptions = {}): Promise<StackForTest> {
  template ??= synthTemplate();
  const stack = await start({ template, port: 0, ...options });
  if (stack.webSocketAPIurl === undefined || stack.eventBusName === undefined) {
    await stack.close();
    throw new Error('The template has no WebSocket API or no bus.');
  }
  return stack as StackForTest;
}
