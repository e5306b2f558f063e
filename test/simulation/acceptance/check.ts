import { expect } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/core/json.ts';
import type { FaultRule } from '../../../src/services/faults.ts';
import { type Client, Simulation } from '../simulation.ts';

/** One sentence of the contract (docs: README, "What a client sees"), and the play that shows it. */
export interface AcceptanceCheck {
  readonly name: string;
  /** Changes the state machines first, for what cannot be brought about from outside. */
  readonly alter?: (definition: JsonObject) => void;
  readonly play: (stack: Simulation) => Promise<void>;
}

/** Plays a check on a stack of its own. @throws what the check expects and does not find */
export async function playCheck(template: object, { alter, play }: AcceptanceCheck): Promise<Simulation> {
  const stack = new Simulation(template, alter);
  try {
    await play(stack);
    return stack;
  } finally {
    await stack.close();
  }
}

export const SHOP: object = { source: ['shop'] };
/** A pattern that JSONata leaves to EventBridge: the number has more digits than a double. */
export const SHOP_BY_EVENTBRIDGE: object = {
  source: ['shop'],
  detail: { total: [12345678901234567890n, { exists: false }] },
};

export const THROTTLED: NonNullable<FaultRule['error']> = {
  code: 'ThrottlingException',
  message: 'Rate exceeded',
};
export const POST: Pick<FaultRule, 'operation'> = { operation: 'execute-api:PostToConnection' };
export const QUERY: Pick<FaultRule, 'operation'> = { operation: 'dynamodb:Query' };
export const ASK: Pick<FaultRule, 'operation'> = { operation: 'events:TestEventPattern' };

export function patternText(pattern: unknown): string {
  return JSON.stringify({ action: 'pattern', pattern }, (_key, value) =>
    typeof value === 'bigint' ? `#${value}#` : value,
  ).replaceAll(/"#(\d+)#"/g, '$1');
}

export async function connected(stack: Simulation): Promise<Client> {
  const client = await stack.connect();
  if (!client) throw new Error('the connection was refused');
  return client;
}

/** A client whose pattern is in force. */
export async function subscribed(stack: Simulation, pattern: unknown = SHOP): Promise<Client> {
  const client = await connected(stack);
  const [reply] = (await stack.send(client, patternText(pattern))) as JsonObject[];
  expect(reply).toMatchObject({ type: 'pattern.accepted', connectionId: client.connectionId });
  return client;
}

/** Faults of one connection only. */
export function at(client: Client): Pick<FaultRule, 'match'> {
  return { match: { '/ConnectionId': client.connectionId } };
}

/** JSONata fails for every page, as it does on AWS when it runs out of memory. No event is known to bring it so far. */
export function withoutJsonata(definition: JsonObject): void {
  const state = (definition['States'] as JsonObject)['Find connections'];
  if (state) Object.assign(state, { Output: "{% $error('played') %}" });
}

/** The error codes of what the dead-letter queue holds. */
export function lettersOf(letters: readonly JsonObject[]): JsonValue[] {
  return letters.map((letter) => {
    const attributes = (letter['MessageAttributes'] ?? {}) as Record<string, { StringValue: string }>;
    return attributes['ERROR_CODE']?.StringValue ?? 'no ERROR_CODE';
  });
}

export const MINUTE = 60_000;
export const HOUR: number = 60 * MINUTE;

/** Changes one attribute of a client's row behind the stack's back; the value is a number. */
export async function changeRow(
  stack: Simulation,
  { connectionId }: Client,
  expression: string,
  value: string,
): Promise<void> {
  await stack.call('dynamodb:UpdateItem', {
    TableName: stack.output('connectionsTableName'),
    Key: { scope: { S: 'connections' }, connectionId: { S: connectionId } },
    UpdateExpression: expression,
    ExpressionAttributeValues: { ':value': { N: value } },
  });
}
