import { beforeAll, describe, expect, it } from 'vitest';
import { synthTemplate } from '../../src/cdk/synth.ts';
import type { StackModel } from '../../src/template/model.ts';
import { ACCEPTANCE } from '../simulation/acceptance/index.ts';
import { Simulation } from '../simulation/simulation.ts';
import { type Coverage, coverageOf, survivors } from './judge.ts';
import { type Mutation, machineMutations, responseMutations, statementMutations } from './mutations.ts';

/**
 * Takes one thing away from the synthesized template at a time: the contract must break. What can be taken away
 * unnoticed is superfluous or untested. Each check is played on the untouched template first, and a mutant only
 * meets the checks that use what it lacks.
 */
const template = synthTemplate();
let model: StackModel;
let coverage: readonly Coverage[];

beforeAll(async () => {
  const stack = new Simulation(template);
  model = stack.model;
  await stack.close();
  coverage = await coverageOf(template, ACCEPTANCE);
}, 120_000);

/** What can be taken away all the same, and why it is there. */
const UNNOTICED: Readonly<Record<string, string>> = {
  'WebSocketDeadLetterQueuePolicyD1D4B4D9 statement 0':
    'denies requests without TLS; here every request counts as secure',
  'WebSocketSubscribeRoleDefaultPolicy89E062D1 statement 0':
    'lets Step Functions write logs, which a laptop has none of',
  'WebSocketDeliverRoleDefaultPolicy52497FAB statement 0':
    'lets Step Functions write logs, which a laptop has none of',
  'IntegrationResponse of $connect':
    'no client sees an answer; whether AWS takes an error for success without it is unknown',
  'RouteResponse of $connect': 'belongs to the integration response',
  'IntegrationResponse of $disconnect': 'no client sees an answer',
  'RouteResponse of $disconnect': 'belongs to the integration response',
};

describe('nothing can be taken away unnoticed, except for a reason:', () => {
  it.each<[string, () => readonly Mutation[]]>([
    ['no IAM statement', () => statementMutations(template)],
    ['no integration response and no route response', () => responseMutations(template, model)],
    ['no state, catcher, retrier or choice rule', () => machineMutations(template, model)],
  ])('%s', { timeout: 240_000 }, async (_name, mutations) => {
    const all = mutations();
    const reasoned = all.map(({ name }) => name).filter((name) => name in UNNOTICED);
    expect(await survivors(all, coverage)).toEqual(reasoned);
  });
});
