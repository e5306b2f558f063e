import { afterEach, describe, it } from 'vitest';
import { synthTemplate } from '../../src/cdk/synth.ts';
import { ACCEPTANCE } from './acceptance.ts';
import { Simulation } from './simulation.ts';

describe('the stack on the virtual clock:', () => {
  const template = synthTemplate();
  let stack: Simulation | undefined;
  afterEach(async () => stack?.close());

  it.each(ACCEPTANCE)('$name', async ({ play }) => {
    stack = new Simulation(template);
    await play(stack);
  });
});
