import type { JsonObject } from '../../core/json.ts';
import { billedTo } from '../../core/meter.ts';
import type { Call, Operation, Service, ServiceHost } from '../../core/operations.ts';
import type { StackModel } from '../../template/model.ts';
import { logGroupArn } from '../../template/resources/logs.ts';
import { LogGroups } from './log-groups.ts';
import { describeLogGroups, describeLogStreams, filterLogEvents, getLogEvents } from './reading.ts';
import { billedBytes, groupNameOf, logEventsOf, refuseUnread, requiredText } from './requests.ts';

type Invoke = (input: JsonObject, call: Call) => JsonObject;

const GROUP = ['logGroupName', 'logGroupIdentifier'];
const PAGE = ['nextToken', 'limit'];
const PERIOD = ['startTime', 'endTime', 'unmask'];

/** What each operation reads, or what says nothing here; anything else is refused. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  CreateLogStream: ['logGroupName', 'logStreamName'],
  PutLogEvents: ['logGroupName', 'logStreamName', 'logEvents', 'sequenceToken', 'entity'],
  GetLogEvents: [...GROUP, ...PERIOD, 'logStreamName', 'limit'],
  FilterLogEvents: [...GROUP, ...PERIOD, ...PAGE, 'logStreamNames', 'logStreamNamePrefix', 'interleaved'],
  DescribeLogStreams: [...GROUP, ...PAGE, 'logStreamNamePrefix', 'orderBy', 'descending'],
  DescribeLogGroups: [...PAGE, 'logGroupNamePrefix'],
};

/** CloudWatch Logs, as far as rules and workflows write to groups of the template, and people read there. */
export function createLogs(model: StackModel, host: ServiceHost): Service {
  const groups = new LogGroups(model, host.environment.clock);
  const arnOf = (group: string): string => logGroupArn(host.environment, group);
  const table: Readonly<Record<string, Invoke>> = {
    CreateLogStream: (input) => {
      groups.createStream(requiredText(input, 'logGroupName'), requiredText(input, 'logStreamName'));
      return {};
    },
    PutLogEvents: (input, { span }) => {
      const stream = groups.stream(requiredText(input, 'logGroupName'), requiredText(input, 'logStreamName'));
      const { accepted, rejected } = stream.put(logEventsOf(input));
      billedTo(span, host.meter).count('logs.ingested.bytes', billedBytes(accepted));
      return {
        // Nobody needs it any more, and everybody still gets one.
        nextSequenceToken: String(stream.length),
        ...(rejected && { rejectedLogEventsInfo: { ...rejected } }),
      };
    },
    GetLogEvents: (input) => getLogEvents(groups, input),
    FilterLogEvents: (input) => filterLogEvents(groups, input),
    DescribeLogStreams: (input) => describeLogStreams(groups, input, arnOf(groupNameOf(input))),
    DescribeLogGroups: (input) => describeLogGroups(groups, input, arnOf),
  };
  const operations = Object.entries(table).map(
    ([name, invoke]): Operation => ({
      name: `logs:${name}`,
      permissions: (input) => [{ action: `logs:${name}`, resource: resourceOf(name, input, arnOf) }],
      invoke: async (input, call) => {
        refuseUnread(input, MEMBERS[name] ?? []);
        return invoke(input, call);
      },
    }),
  );
  return { operations, close: async () => undefined };
}

/** Refusals on AWS name a stream also where there is none: `…:log-group:name:log-stream:`. */
function resourceOf(name: string, input: JsonObject, arnOf: (group: string) => string): string {
  const group = name === 'DescribeLogGroups' ? '' : groupNameOf(input);
  const stream =
    name.endsWith('LogEvents') && name !== 'FilterLogEvents' ? input['logStreamName'] : undefined;
  return `${arnOf(group)}:log-stream:${typeof stream === 'string' ? stream : ''}`;
}
