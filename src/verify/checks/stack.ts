import {
  type Check,
  CheckFailed,
  CheckSkipped,
  expectEqual,
  expectThat,
  type StackUnderTest,
} from '../check.ts';
import { delay } from '../client.ts';
import { type DeadLetter, takeDeadLetters } from '../dead-letters.ts';

const RULE = 'AWS::Events::Rule';
const TABLE = 'AWS::DynamoDB::Table';
const LOG_GROUP = 'AWS::Logs::LogGroup';
/** How long EventBridge may take to set an event aside, in waits. */
const WAITS = 3;

/** The dead letter of this check's own event. @throws CheckFailed if none comes */
async function ownDeadLetter(stack: StackUnderTest): Promise<DeadLetter> {
  const queueUrl = stack.output('deadLetterQueueUrl');
  const deadlineMs = Date.now() + WAITS * stack.waitMs;
  while (Date.now() < deadlineMs) {
    const [letter] = await takeDeadLetters(stack.aws, queueUrl, stack.source);
    if (letter) return letter;
    await delay(stack.quietMs);
  }
  throw new CheckFailed(`the event is not in the dead-letter queue after ${WAITS * stack.waitMs} ms`);
}

const NEEDS_KEY = 'it needs a stack with an encryptionKey';

async function expectDelivery(stack: StackUnderTest): Promise<void> {
  const client = await stack.connect();
  await client.setPattern({ source: [stack.source] });
  await stack.put({ DetailType: 'encrypted', Detail: '{}' });
  await client.takeEvent('encrypted');
}

/** "arn:…:log-group:NAME:*" */
const LOG_GROUP_ARN = /:log-group:(.+):\*$/;

/** What the stack is made of, and what it leaves in its queue and its logs. */
export const stackChecks: readonly Check[] = [
  {
    id: 'dead-letter',
    title:
      'an event that no workflow takes is set aside as it came, with the reason as attributes of type String',
    async run(stack) {
      const queueUrl = stack.output('deadLetterQueueUrl');
      expectThat('the queue has no URL', queueUrl.startsWith('http'));
      await stack.put({ DetailType: 'too large', Detail: JSON.stringify({ filler: 'x'.repeat(300_000) }) });
      const { body, attributes } = await ownDeadLetter(stack);
      expectThat('the body is not the event', body.includes('"detail-type":"too large"'));
      const types = Object.values(attributes).map(({ DataType }) => DataType);
      expectEqual('types of attributes', [...new Set(types)], ['String']);
      expectEqual('ERROR_CODE', attributes['ERROR_CODE']?.StringValue, 'SDK_CLIENT_ERROR');
    },
  },
  {
    id: 'rule-name',
    title: "CloudFormation knows the rule as '{bus}|{name}'",
    async run(stack) {
      const bus = stack.output('eventBusName');
      const rules = (await stack.resources()).filter(({ type }) => type === RULE);
      if (bus === 'default') throw new CheckSkipped('the stack uses the default bus');
      expectThat('the stack has no rule', rules.length > 0);
      expectThat(
        `physical id: ${rules[0]?.physicalId}`,
        rules.every(({ physicalId }) => physicalId.startsWith(`${bus}|`)),
      );
    },
  },
  {
    id: 'generated-names',
    title: 'a generated name is that of the stack, the logical id, and twelve characters',
    async run(stack) {
      const tables = (await stack.resources()).filter(({ type }) => type === TABLE);
      const table = tables.find(({ physicalId }) => physicalId === stack.output('connectionsTableName'));
      if (!table) throw new CheckSkipped('the table is not among the resources');
      expectThat(
        `name: ${table.physicalId}`,
        new RegExp(`^.+-${table.logicalId}-[A-Z0-9]{12,13}$`).test(table.physicalId),
      );
    },
  },
  {
    id: 'execution-names',
    title: 'an execution that EventBridge starts is named after the event',
    async run(stack) {
      const stateMachineArn = stack.output('deliverStateMachineArn');
      const { body: machine } = await stack.aws.call('states', 'DescribeStateMachine', { stateMachineArn });
      if (machine['type'] !== 'STANDARD') throw new CheckSkipped('Express workflows list no executions');
      const client = await stack.connect();
      await client.setPattern({ source: [stack.source] });
      await stack.put({ DetailType: 'named', Detail: '{}' });
      const { body: event } = await client.takeEvent('named');
      const { body } = await stack.aws.call('states', 'ListExecutions', { stateMachineArn, maxResults: 100 });
      const names = ((body['executions'] ?? []) as { name: string }[]).map(({ name }) => name);
      expectThat(
        `no execution is named ${event['id']}_…`,
        names.some((name) => name.startsWith(`${event['id']}_`)),
      );
    },
  },
  {
    id: 'reported-metrics',
    title: 'a workflow with metrics: true writes what it did to its log',
    async run(stack) {
      const resources = await stack.resources();
      const stream = resources.find(({ type }) => type === 'AWS::Logs::LogStream');
      const group = resources.find(({ type, logicalId }) => type === LOG_GROUP && /Metrics/.test(logicalId));
      if (!stream || !group) throw new CheckSkipped('it needs a stack with metrics: true');
      const client = await stack.connect();
      await client.setPattern({ source: [stack.source] });
      await stack.put({ DetailType: 'reported', Detail: '{}' });
      const { body: event } = await client.takeEvent('reported');
      const startTime = Date.parse(String(event['time']));
      await delay(stack.quietMs);
      const { body } = await stack.aws.call('logs', 'GetLogEvents', {
        logGroupName: group.physicalId,
        logStreamName: stream.physicalId,
        startTime,
      });
      const lines = (body['events'] ?? []) as { message: string }[];
      expectThat(
        'no line tells of a delivery',
        lines.some(({ message }) => message.includes('"Delivered":1')),
      );
    },
  },
  {
    id: 'encrypted-workflow',
    title: 'a workflow that a key encrypts is started by EventBridge',
    async run(stack) {
      const stateMachineArn = stack.output('deliverStateMachineArn');
      const { body } = await stack.aws.call('states', 'DescribeStateMachine', { stateMachineArn });
      const { type } = (body['encryptionConfiguration'] ?? {}) as { type?: string };
      if (type !== 'CUSTOMER_MANAGED_KMS_KEY') throw new CheckSkipped(NEEDS_KEY);
      await expectDelivery(stack);
    },
  },
  {
    id: 'encrypted-bus',
    title: 'a bus that a key encrypts takes events of whoever may put them',
    async run(stack) {
      const { body } = await stack.aws.call('events', 'DescribeEventBus', {
        Name: stack.output('eventBusName'),
      });
      if (!body['KmsKeyIdentifier']) throw new CheckSkipped(NEEDS_KEY);
      await expectDelivery(stack);
    },
  },
  {
    id: 'log-lines',
    title: "a line of a workflow's log has the members id, type, details, previous_event_id, …",
    async run(stack) {
      const stateMachineArn = stack.output('deliverStateMachineArn');
      const { body: machine } = await stack.aws.call('states', 'DescribeStateMachine', { stateMachineArn });
      const { level, destinations } = (machine['loggingConfiguration'] ?? {}) as {
        level?: string;
        destinations?: { cloudWatchLogsLogGroup?: { logGroupArn?: string } }[];
      };
      const group = LOG_GROUP_ARN.exec(destinations?.[0]?.cloudWatchLogsLogGroup?.logGroupArn ?? '')?.[1];
      if (level !== 'ALL' || group === undefined) {
        throw new CheckSkipped("it needs a stack with logLevel 'ALL', whose workflows log what succeeds");
      }
      const { body } = await stack.aws.call('logs', 'FilterLogEvents', {
        logGroupName: group,
        filterPattern: '{ $.type = "TaskStateEntered" }',
        limit: 1,
      });
      const [line] = (body['events'] ?? []) as { message: string }[];
      if (!line) throw new CheckSkipped('nothing is logged yet: run it again after a minute');
      const { details, ...rest } = JSON.parse(line.message) as Record<string, unknown>;
      expectEqual('members', Object.keys(rest).sort(), [
        'event_timestamp',
        'execution_arn',
        'id',
        'previous_event_id',
        'redrive_count',
        'type',
      ]);
      expectThat('the state is not named', typeof (details as { name?: unknown }).name === 'string');
    },
  },
];
