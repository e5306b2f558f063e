import {
  isJsonNumber,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  stringifyJson,
} from '../../../core/json.ts';
import type { OperationName } from '../../../core/operations.ts';
import { declares } from './exceptions.ts';
import type { Integration } from './integration.ts';
import { capitalizeMembers, decapitalizeMembers } from './member-names.ts';

/** A service as `aws-sdk:` names it. */
interface SdkService {
  /** The prefix of its operations here. */
  readonly operations: 'dynamodb' | 'events' | 'logs' | 'states' | 'sqs';
  /** What errors and causes call it. */
  readonly service: string;
  /** Whether its API's members begin in lower case, which tasks always write in upper case. */
  readonly lowerCaseMembers: boolean;
  /** Members that are texts of JSON: a task may give them as JSON. */
  readonly jsonTexts: readonly string[];
}

export const SDK_SERVICES: Readonly<Record<string, SdkService>> = {
  cloudwatchlogs: { operations: 'logs', service: 'CloudWatchLogs', lowerCaseMembers: true, jsonTexts: [] },
  dynamodb: { operations: 'dynamodb', service: 'DynamoDb', lowerCaseMembers: false, jsonTexts: [] },
  eventbridge: {
    operations: 'events',
    service: 'EventBridge',
    lowerCaseMembers: false,
    jsonTexts: ['Event', 'EventPattern', 'Detail'],
  },
  sfn: { operations: 'states', service: 'Sfn', lowerCaseMembers: true, jsonTexts: ['Input', 'Output'] },
  sqs: { operations: 'sqs', service: 'Sqs', lowerCaseMembers: false, jsonTexts: ['MessageBody'] },
};

/**
 * `aws-sdk:<service>:<operation>`: any operation of the API, by its name in lower camel case.
 * Source: Developer Guide, "Learning to use AWS SDK service integrations".
 */
export function sdkIntegration(service: SdkService, operation: string): Integration {
  const name: OperationName = `${service.operations}:${operation.charAt(0).toUpperCase()}${operation.slice(1)}`;
  return {
    operations: [name],
    async run(input, { call }) {
      const request = serializeTexts(input, service.jsonTexts) as JsonObject;
      if (!service.lowerCaseMembers) return call(name, request);
      const answer = await call(name, decapitalizeMembers(request) as JsonObject);
      return datesAsText(capitalizeMembers(answer));
    },
    failure: { style: 'aws-sdk', service: service.service, modelled: declares(service.operations) },
  };
}

/** A member that is a text of JSON may be given as JSON. Recorded: "implicit JSON serialisation". */
function serializeTexts(value: JsonValue, members: readonly string[]): JsonValue {
  if (members.length === 0) return value;
  if (Array.isArray(value)) return value.map((item) => serializeTexts(item, members));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      if (!members.includes(name)) return [name, serializeTexts(member, members)];
      return [name, typeof member === 'string' ? member : stringifyJson(member)];
    }),
  );
}

/** Dates of the States API's answers are ISO 8601 in the output of a task, with a fraction where there is one. */
function datesAsText(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(datesAsText);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) =>
      /(Date|Timestamp)$/.test(name) && isJsonNumber(member)
        ? [name, new Date(Number(member) * 1000).toISOString().replace('.000Z', 'Z')]
        : [name, datesAsText(member)],
    ),
  );
}
