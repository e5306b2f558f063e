import type { AwsService } from '../aws.ts';
import {
  type Check,
  CheckSkipped,
  expectEqual,
  expectIncludes,
  expectThat,
  type StackUnderTest,
} from '../check.ts';
import { type Client, handshake } from '../client.ts';

const MINUTE_SECONDS = 60;

/** Where messages to a connection are posted. */
function callbackUrl({ url }: StackUnderTest, connectionId: string): string {
  const { protocol, host, pathname } = new URL(url);
  const path = pathname.replace(/\/$/, '');
  return `${protocol.replace('ws', 'http')}//${host}${path}/@connections/${encodeURIComponent(connectionId)}`;
}

async function idOf(client: Client, source: string): Promise<string> {
  const { body } = await client.setPattern({ source: [source] });
  return String(body['connectionId']);
}

/** A request that must be refused, and the type by which. */
const refusals: readonly (readonly [service: AwsService, operation: string, input: object, type: string])[] =
  [
    [
      'dynamodb',
      'DescribeTable',
      { TableName: 'lambdaless-verify-none' },
      'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException',
    ],
    ['sqs', 'GetQueueUrl', { QueueName: 'lambdaless-verify-none' }, 'com.amazonaws.sqs#QueueDoesNotExist'],
    ['dynamodb', 'ListTables', { Limit: 0 }, 'com.amazon.coral.validate#ValidationException'],
  ];

async function expectType(
  { aws }: StackUnderTest,
  [service, operation, input, type]: (typeof refusals)[number],
): Promise<void> {
  const answer = await aws.call(service, operation, JSON.stringify(input));
  expectEqual(`status of ${service}:${operation}`, answer.status, 400);
  expectEqual(`type of ${service}:${operation}`, answer.type, type);
}

/** The very words and bytes of AWS's answers. */
export const wireChecks: readonly Check[] = [
  {
    id: 'frames',
    title: 'a message of 100 KiB arrives in several frames of 32 KiB at most',
    async run(stack) {
      const client = await stack.connect();
      await client.setPattern({ source: [stack.source] });
      const before = client.frameSizes.length;
      await stack.put({ DetailType: 'frames', Detail: JSON.stringify({ filler: 'x'.repeat(100_000) }) });
      await client.takeEvent('frames');
      const sizes = client.frameSizes.slice(before);
      expectThat(`frames: ${sizes.join(', ')}`, sizes.length > 1 && Math.max(...sizes) <= 32 * 1024);
    },
  },
  {
    id: 'url-for-a-day',
    title: 'a URL that is signed for 12 hours opens a connection',
    async run(stack) {
      await stack.connect({ expiresSeconds: 12 * 60 * MINUTE_SECONDS });
    },
  },
  {
    id: 'unsigned-handshake',
    title: 'a handshake without a signature is refused with 403 Missing Authentication Token',
    async run(stack) {
      const { status, text } = await handshake(stack.url, stack.waitMs);
      if (status === 101) throw new CheckSkipped('this stack lets everybody in, or everybody from here');
      expectEqual('status', status, 403);
      expectIncludes('body', text, 'Missing Authentication Token');
    },
  },
  {
    id: 'unsigned-call',
    title: 'a call without a signature is refused with 400 by a JSON service',
    async run({ aws }) {
      const { status, code } = await aws.call('events', 'ListRules', '{"Limit":1}', { unsigned: true });
      if (status === 200) throw new CheckSkipped('this endpoint trusts everybody from here');
      expectEqual('status', status, 400);
      expectEqual('code', code, 'MissingAuthenticationTokenException');
    },
  },
  {
    id: 'error-types',
    title: "the types of DynamoDB's and SQS's errors have the namespaces of their models",
    async run(stack) {
      for (const refusal of refusals) await expectType(stack, refusal);
    },
  },
  {
    id: 'error-types-of-states',
    title: "the types of Step Functions' errors have the namespace of its model",
    async run(stack) {
      const stateMachineArn = `${stack.output('deliverStateMachineArn')}-none`;
      await expectType(stack, [
        'states',
        'DescribeStateMachine',
        { stateMachineArn },
        'com.amazonaws.swf.service.v2.model#StateMachineDoesNotExist',
      ]);
    },
  },
  {
    id: 'violations-together',
    title: 'EventBridge tells all violations of a request at once',
    async run({ aws }) {
      const { code, message } = await aws.call('events', 'ListRules', { NamePrefix: '', Limit: 0 });
      expectEqual('code', code, 'ValidationException');
      expectIncludes('message', message, '2 validation errors detected: Value ');
      expectIncludes('message', message, '; Value ');
    },
  },
  {
    id: 'states-validation',
    title: 'Step Functions checks requests against its service model',
    async run({ aws }) {
      const { code, message } = await aws.call('states', 'DescribeStateMachine', { stateMachineArn: '' });
      expectEqual('code', code, 'ValidationException');
      expectIncludes('message', message, '1 validation error detected: Value ');
      expectIncludes('message', message, "at 'stateMachineArn' failed to satisfy constraint");
    },
  },
  {
    id: 'sqs-wording',
    title: 'SQS says which values a parameter may have',
    async run(stack) {
      const { message } = await stack.aws.call('sqs', 'ReceiveMessage', {
        QueueUrl: stack.output('deadLetterQueueUrl'),
        MaxNumberOfMessages: 11,
      });
      expectEqual(
        'message',
        message,
        'Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.',
      );
    },
  },
  {
    id: 'gone',
    title: 'a message to a connection that is closed is answered with 410 and {"message":"Gone"}',
    async run(stack) {
      const client = await stack.connect();
      const url = callbackUrl(stack, await idOf(client, stack.source));
      await client.close();
      const { status, text } = await stack.aws.http('POST', url, 'late');
      skipIfRefused(status);
      expectEqual('status', status, 410);
      expectEqual('body', JSON.parse(text) as unknown, { message: 'Gone' });
    },
  },
  {
    id: 'ended-by-delete',
    title: 'DELETE @connections closes a connection with code 1000',
    async run(stack) {
      const client = await stack.connect();
      const url = callbackUrl(stack, await idOf(client, stack.source));
      const { status } = await stack.aws.http('DELETE', url);
      skipIfRefused(status);
      expectEqual('status', status, 204);
      expectEqual('close code', await client.closed, 1000);
    },
  },
];

/** Whoever runs the suite need not be allowed to manage connections. */
function skipIfRefused(status: number): void {
  if (status === 403) throw new CheckSkipped('execute-api:ManageConnections is not allowed');
}
