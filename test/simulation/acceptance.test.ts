import { describe, it } from 'vitest';
import { synthTemplate } from '../../src/cdk/synth.ts';
import { ACCEPTANCE, playCheck } from './acceptance/index.ts';

describe('the stack on the virtual clock:', () => {
  const template = synthTemplate();

  it.each(ACCEPTANCE.map((check) => [check.name, check] as const))('%s', async (_name, check) => {
    await playCheck(template, check);
  });
});
