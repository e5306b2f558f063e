import { isJsonObject, type JsonObject, type JsonValue, stringifyJson } from '../../../core/json.ts';
import { StatesError } from '../../../languages/asl/index.ts';
import { declares } from './exceptions.ts';
import type { Integration } from './integration.ts';
import { withSdkMetadata } from './sdk-metadata.ts';

/**
 * `events:putEvents`. `Detail` may be an object; the execution's and the machine's ARN are added to each
 * entry's Resources; an entry that is refused fails the task. Source: Developer Guide, "Add EventBridge events
 * with Step Functions"; causes as recorded.
 */
export const putEvents: Integration = {
  operations: ['events:PutEvents'],
  async run(input, { call, origin, environment }) {
    const sources = [origin.executionArn, origin.machineArn];
    const entries = Array.isArray(input['Entries']) ? input['Entries'] : [];
    const request = { ...input, Entries: entries.map((entry) => prepareEntry(entry, sources)) };
    const answer = (await call('events:PutEvents', request)) as JsonObject;
    if (answer['FailedEntryCount'] === 0) {
      return withSdkMetadata(answer, environment.random.uuid(), environment.clock.now());
    }
    throw new StatesError('EventBridge.FailedEntry', stringifyJson(answer));
  },
  failure: {
    style: 'optimized',
    prefix: 'EventBridge',
    service: 'AmazonEventBridge',
    fallback: 'AmazonEventBridgeException',
    modelled: declares('events'),
  },
};

function prepareEntry(entry: JsonValue, sources: readonly string[]): JsonValue {
  if (!isJsonObject(entry)) return entry;
  const { Detail, Resources } = entry;
  return {
    ...entry,
    ...(Detail !== undefined && { Detail: typeof Detail === 'string' ? Detail : stringifyJson(Detail) }),
    Resources: [...(Array.isArray(Resources) ? Resources : []), ...sources],
  };
}
