import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { synthTemplate } from '../../src/cdk/synth.ts';
import type { JsonObject } from '../../src/core/json.ts';
import type { FaultRule } from '../../src/services/faults.ts';
import { patternText, SHOP_BY_EVENTBRIDGE, subscribed, withoutJsonata } from './acceptance/check.ts';
import { type Client, Simulation } from './simulation.ts';

/**
 * Every task of our machines, with every error that its service documents, once and for good: each execution ends
 * as it should, and no client but the one concerned loses an event. Sources: the API references' lists of errors
 * and of common errors.
 */
const COMMON = [
  'AccessDeniedException',
  'InternalFailure',
  'ServiceUnavailable',
  'ThrottlingException',
  'ValidationException',
];
const DYNAMODB = [
  ...COMMON,
  'InternalServerError',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ResourceNotFoundException',
];
const DYNAMODB_WRITE = [
  ...DYNAMODB,
  'ConditionalCheckFailedException',
  'ItemCollectionSizeLimitExceededException',
  'ReplicatedWriteConflictException',
  'TransactionConflictException',
];
const EVENTS = [...COMMON, 'InternalException', 'InvalidEventPatternException'];
const CONNECTIONS = [
  'BadRequestException',
  'ForbiddenException',
  'GoneException',
  'InternalServerError',
  'LimitExceededException',
  'PayloadTooLargeException',
  'ServiceUnavailable',
];
const SQS = [
  ...COMMON,
  'InvalidAddress',
  'InvalidMessageContents',
  'InvalidSecurity',
  'QueueDoesNotExist',
  'RequestThrottled',
  'UnsupportedOperation',
];

/** Longer than any retry takes; all plays of one task together last less than a connection may. */
const LONG_ENOUGH_MS = 4 * 60_000;
const LARGE = JSON.stringify({ text: 'x'.repeat(140_000) });

/** A task of Deliver, and how to make it fail, for everybody or for one client. */
interface DeliverTask {
  readonly state: string;
  readonly errors: readonly string[];
  readonly fault: (subject: Client) => Omit<FaultRule, 'error'>;
  /** What must fail besides, so that the task is reached. */
  readonly first?: (subject: Client) => FaultRule;
  /** How the client in question asks for the event. @default by its source */
  readonly pattern?: object;
  readonly detail?: string;
  readonly alter?: (definition: JsonObject) => void;
  /** What becomes of the event if the error stays: does everybody else get it, does it wait in the dead-letter queue? */
  readonly outcome: { readonly served: boolean; readonly letters: number };
}

const OTHERS_SERVED = { served: true, letters: 0 };
const SET_ASIDE = { served: false, letters: 1 };

const reading = (ProjectionExpression: string) => (): Omit<FaultRule, 'error'> => ({
  operation: 'dynamodb:Query',
  match: { '/ProjectionExpression': ProjectionExpression },
});
const posting = ({ connectionId }: Client): Omit<FaultRule, 'error'> => ({
  operation: 'execute-api:PostToConnection',
  match: { '/ConnectionId': connectionId },
});
const forgetting = ({ connectionId }: Client): Omit<FaultRule, 'error'> => ({
  operation: 'dynamodb:DeleteItem',
  match: { '/Key/connectionId/S': connectionId },
});
const gone = (subject: Client): FaultRule => ({ ...posting(subject), error: { code: 'GoneException' } });

const DELIVER: readonly DeliverTask[] = [
  {
    state: 'Find connections',
    errors: DYNAMODB,
    fault: reading('#connectionId, #matcher'),
    outcome: SET_ASIDE,
  },
  {
    state: 'Find connections to ask about',
    errors: DYNAMODB,
    fault: reading('#connectionId'),
    alter: withoutJsonata,
    outcome: SET_ASIDE,
  },
  {
    state: 'Read patterns',
    errors: DYNAMODB,
    fault: reading('#connectionId, #pattern'),
    pattern: SHOP_BY_EVENTBRIDGE,
    outcome: { served: true, letters: 1 },
  },
  {
    state: 'Does it match?',
    errors: EVENTS,
    fault: () => ({ operation: 'events:TestEventPattern' }),
    pattern: SHOP_BY_EVENTBRIDGE,
    outcome: OTHERS_SERVED,
  },
  { state: 'Send the event', errors: CONNECTIONS, fault: posting, outcome: OTHERS_SERVED },
  { state: 'Forget', errors: DYNAMODB_WRITE, fault: forgetting, first: gone, outcome: OTHERS_SERVED },
  { state: 'Send a notice', errors: CONNECTIONS, fault: posting, detail: LARGE, outcome: OTHERS_SERVED },
  {
    state: "Forget a notice's receiver",
    errors: DYNAMODB_WRITE,
    fault: forgetting,
    first: gone,
    detail: LARGE,
    outcome: OTHERS_SERVED,
  },
  {
    state: 'Set aside',
    errors: SQS,
    fault: () => ({ operation: 'sqs:SendMessage' }),
    first: () => ({ ...reading('#connectionId, #matcher')(), error: { code: 'ValidationException' } }),
    outcome: { served: false, letters: 0 },
  },
];

const template = synthTemplate();

/** Names of the tasks of a machine, inner ones too. */
function tasksOf(machine: JsonObject): string[] {
  return Object.entries(machine['States'] as Record<string, JsonObject>).flatMap(([name, state]) => [
    ...(state['Type'] === 'Task' ? [name] : []),
    ...(state['ItemProcessor'] ? tasksOf(state['ItemProcessor'] as JsonObject) : []),
  ]);
}

function definitionOf(stack: Simulation, logicalId: RegExp): JsonObject {
  const machine = stack.model
    .ofType('AWS::StepFunctions::StateMachine')
    .find((resource) => logicalId.test(resource.logicalId));
  return JSON.parse(machine?.properties.DefinitionString ?? '{}') as JsonObject;
}

describe.each(DELIVER)(
  'when "$state" fails',
  ({ errors, fault, first, pattern, detail = '{}', alter, outcome }) => {
    let stack: Simulation;
    let others: Client[];

    beforeAll(async () => {
      stack = new Simulation(template, alter);
      others = [await subscribed(stack), await subscribed(stack)];
    });
    afterAll(() => stack.close());

    /** Puts an event while the task fails, and tells what became of it. */
    async function play(
      code: string,
      count?: number,
    ): Promise<{ served: boolean; letters: number; execution: string }> {
      // Whoever says nothing for ten minutes is disconnected.
      for (const client of others) await stack.send(client, { action: 'ping' });
      const subject = await subscribed(stack, pattern ?? { source: ['shop'] });
      const rules = [{ ...fault(subject), error: { code }, ...(count !== undefined && { count }) }];
      const restore = stack.fail(...(first ? [first(subject)] : []), ...rules);
      await stack.put({ detail }, LONG_ENOUGH_MS);
      restore();
      await stack.disconnect(subject);
      return {
        served: others.every((client) => client.take().length === 1),
        letters: (await stack.deadLetters()).length,
        execution: stack.executions().at(-1) ?? 'none',
      };
    }

    it.each(errors)('once with %s, nobody else loses the event', async (code) => {
      const { served, letters } = await play(code, 1);
      expect(served || letters === 1).toBe(true);
    });

    it.each(errors)('for good with %s, nobody else loses the event, or it is reported', async (code) => {
      const { served, letters, execution } = await play(code);
      expect({ served, letters }).toEqual(outcome);
      if (!served) expect(execution).toMatch(/^Deliver ./);
    });
  },
);

const SUBSCRIBE: readonly {
  state: string;
  operation: string;
  errors: readonly string[];
  first?: FaultRule;
}[] = [
  { state: 'Validate', operation: 'events:TestEventPattern', errors: EVENTS },
  { state: 'Store', operation: 'dynamodb:UpdateItem', errors: DYNAMODB_WRITE },
  {
    state: 'Why was it not stored?',
    operation: 'dynamodb:GetItem',
    errors: DYNAMODB,
    first: { operation: 'dynamodb:UpdateItem', error: { code: 'ConditionalCheckFailedException' } },
  },
];

describe.each(SUBSCRIBE)('when "$state" fails', ({ operation, errors, first }) => {
  let stack: Simulation;
  let client: Client;

  beforeAll(async () => {
    stack = new Simulation(template);
    client = await subscribed(stack);
  });
  afterAll(() => stack.close());

  it.each(errors)('with %s, the client is told, and its pattern stays', async (code) => {
    const restore = stack.fail(...(first ? [first] : []), { operation, error: { code } });
    const replies = (await stack.send(client, patternText({ source: ['bank'] }))) as JsonObject[];
    restore();
    expect(replies).toHaveLength(1);
    // A condition that fails for a row that exists means that a later pattern was faster.
    if (code !== 'ConditionalCheckFailedException') {
      expect(['error', 'pattern.rejected']).toContain(replies[0]?.['type']);
    }
    const id = await stack.put();
    expect(client.take()).toEqual([id]);
  });
});

it('every task of our machines is among these', async () => {
  const stack = new Simulation(template);
  const tasks = [...tasksOf(definitionOf(stack, /Deliver/)), ...tasksOf(definitionOf(stack, /Subscribe/))];
  await stack.close();
  expect([...DELIVER, ...SUBSCRIBE].map(({ state }) => state).sort()).toEqual(tasks.sort());
});
