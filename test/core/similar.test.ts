import { describe, expect, it } from 'vitest';
import { mostSimilar } from '../../src/core/similar.ts';

const NAMES = ['PutEvents', 'PutRule', 'GetItem', 'SendMessage', 'SendMessageBatch'];

describe('what was probably meant', () => {
  it.each([
    ['PutEvents', 'PutEvents'],
    ['putevents', 'PutEvents'],
    ['PutEvent', 'PutEvents'],
    ['PutEvennts', 'PutEvents'],
    ['PutEvemts', 'PutEvents'],
    ['PutEvnets', 'PutEvents'],
    ['GteItme', 'GetItem'],
    ['SendMessag', 'SendMessage'],
    ['SendMesageBatch', 'SendMessageBatch'],
    ['PutTargets', undefined],
    ['', undefined],
  ])('by %j is %s', (text, meant) => {
    expect(mostSimilar(text, NAMES)).toBe(meant);
  });
});
