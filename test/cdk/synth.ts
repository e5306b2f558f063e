import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { expect } from 'vitest';
import { LambdalessWebSocket, type LambdalessWebSocketProps } from '../../src/cdk/index.ts';
import { systemClock } from '../../src/core/clock.ts';
import { type Environment, seededRandom } from '../../src/core/environment.ts';
import { loadTemplate } from '../../src/template/index.ts';
import type { StackModel } from '../../src/template/model.ts';

export const app = (): App => new App({ analyticsReporting: false });

export interface Synthesized {
  readonly stack: Stack;
  readonly webSocket: LambdalessWebSocket;
  readonly template: () => Template;
}

/** A stack with one instance. */
export function synth(
  props: LambdalessWebSocketProps | ((stack: Stack) => LambdalessWebSocketProps) = {},
): Synthesized {
  const stack = new Stack(app(), 'Stack');
  const webSocket = new LambdalessWebSocket(
    stack,
    'WebSocket',
    typeof props === 'function' ? props(stack) : props,
  );
  return { stack, webSocket, template: () => Template.fromStack(stack) };
}

/** The template as the runtime understands it: with every token and intrinsic resolved. */
export function load(
  template: Template,
  where: Partial<Environment> = {},
  parameters: Record<string, string> = {},
): StackModel {
  const here = {
    partition: 'aws',
    region: 'eu-west-1',
    urlSuffix: 'amazonaws.com',
    accountId: '123456789012',
  };
  const environment = { ...here, ...where, clock: systemClock, random: seededRandom(1) };
  return loadTemplate(template.toJSON(), { environment, parameters });
}

/** The one resource of a type. */
export function only(template: Template, type: string): Record<string, never> {
  const found = Object.values(template.findResources(type));
  expect(found).toHaveLength(1);
  return (found[0] as { Properties: Record<string, never> }).Properties;
}
