import { describe, expect, it } from 'vitest';
import { localOutputs } from '../../src/runtime/outputs.ts';
import { load } from '../template/harness.ts';

const bus = (Name: string): object => ({ Type: 'AWS::Events::EventBus', Properties: { Name } });
const rule = (EventBusName?: string): object => ({
  Type: 'AWS::Events::Rule',
  Properties: { EventPattern: { source: ['a'] }, ...(EventBusName && { EventBusName }) },
});

describe('the bus on which events are put', () => {
  it.each([
    ['the only one of the template', { Bus: bus('own'), Rule: rule('other') }, 'own'],
    ['the one that its rules listen to', { One: rule('orders'), Two: rule('orders') }, 'orders'],
    [
      'the same, by its ARN',
      { One: rule('arn:aws:events:eu-west-1:123456789012:event-bus/orders') },
      'orders',
    ],
    ['the default one of rules without', { One: rule() }, 'default'],
    ['left open by several buses', { One: bus('a'), Two: bus('b') }, undefined],
    ['left open by rules of several buses', { One: rule('a'), Two: rule() }, undefined],
    ['left open without rules', {}, undefined],
  ])('is %s', (_name, Resources, expected) => {
    expect(localOutputs(load({ Resources }), (text) => text).eventBusName).toBe(expected);
  });

  it('is the one that an output names', () => {
    const Outputs = { liveEventBusName: { Value: 'named' } };
    expect(localOutputs(load({ Resources: { One: rule('a') }, Outputs }), (text) => text).eventBusName).toBe(
      'named',
    );
  });
});
