import { isJsonObject, type JsonObject, type JsonValue, stringifyJson } from '../../../core/json.ts';
import type { Operation } from '../../../core/operations.ts';
import type { HistoryEvent } from '../../../languages/asl/index.ts';
import type { StatesContext } from '../context.ts';
import { checkRequest, members } from '../request.ts';
import { defined, epochSeconds, onExecution, pageOf } from './shared.ts';

const REQUEST = {
  executionArn: members.arn,
  maxResults: members.maxResults,
  nextToken: members.nextToken,
  reverseOrder: members.flag,
  includeExecutionData: members.flag,
} as const;

/** Source: API reference, GetExecutionHistory. */
export function getExecutionHistoryOperation({ executions }: StatesContext): Operation {
  return {
    name: 'states:GetExecutionHistory',
    permissions: onExecution('states:GetExecutionHistory'),
    async invoke(input) {
      checkRequest(input, REQUEST);
      const { history } = executions.get(input['executionArn']);
      const ordered = input['reverseOrder'] === true ? [...history].reverse() : history;
      const { items, nextToken } = pageOf(ordered, input);
      const included = input['includeExecutionData'] !== false;
      return defined({ events: items.map((event) => describeEvent(event, included)), nextToken });
    },
  };
}

/** Members that hold data: AWS gives them as text, with a note beside them whether they were cut. */
const DATA_MEMBERS: Readonly<Record<string, string>> = {
  input: 'inputDetails',
  output: 'outputDetails',
  parameters: '',
};

/** An event as the API gives it: "PassStateEntered" has its details under "stateEnteredEventDetails". */
export function describeEvent(event: HistoryEvent, included = true): JsonObject {
  return defined({
    timestamp: epochSeconds(event.timestampMs),
    type: event.type,
    id: event.id,
    previousEventId: event.previousEventId,
    ...(event.details && { [detailsName(event.type)]: describeDetails(event.details, included) }),
  });
}

function detailsName(type: string): string {
  const [, verb] = /State(Entered|Exited)$/.exec(type) ?? [];
  const name = verb === undefined ? type : `State${verb}`;
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}EventDetails`;
}

function describeDetails(details: NonNullable<HistoryEvent['details']>, included: boolean): JsonObject {
  const described: JsonObject = {};
  for (const [name, value] of Object.entries(details)) {
    if (value === undefined) continue;
    if (name === 'assignedVariables') Object.assign(described, describeVariables(value, included));
    else if (name in DATA_MEMBERS) Object.assign(described, describeData(name, value, included));
    else described[name] = value;
  }
  return described;
}

function describeData(name: string, value: JsonValue, included: boolean): JsonObject {
  if (!included) return {};
  const note = DATA_MEMBERS[name];
  return defined({ [name]: stringifyJson(value), ...(note && { [note]: { truncated: false } }) });
}

function describeVariables(value: JsonValue, included: boolean): JsonObject {
  if (!included || !isJsonObject(value)) return {};
  const texts = Object.entries(value).map(([name, item]) => [name, stringifyJson(item)]);
  return {
    assignedVariables: Object.fromEntries(texts) as JsonObject,
    assignedVariablesDetails: { truncated: false },
  };
}
