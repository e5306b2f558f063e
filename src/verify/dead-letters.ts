import type { JsonObject } from '../core/json.ts';
import type { AwsApi } from './aws.ts';

/** A message of the dead-letter queue. */
export interface DeadLetter {
  readonly body: string;
  /** Name to type and value. */
  readonly attributes: Readonly<Record<string, { readonly DataType: string; readonly StringValue: string }>>;
}

/** SQS answers with some of a queue's messages: so often it is asked before a message counts as not there. */
const ATTEMPTS = 12;

/**
 * Takes those messages out of the dead-letter queue whose event is ours; all others stay, and stay visible.
 * @param sourcePrefix what the event's source begins with
 */
export async function takeDeadLetters(
  aws: AwsApi,
  queueUrl: string,
  sourcePrefix: string,
): Promise<DeadLetter[]> {
  const taken: DeadLetter[] = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { body } = await aws.call('sqs', 'ReceiveMessage', {
      QueueUrl: queueUrl,
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ['All'],
      // Whoever else reads the queue still finds what we have looked at.
      VisibilityTimeout: 0,
    });
    const messages = (body['Messages'] ?? []) as JsonObject[];
    const own = messages.filter((message) => sourceOf(String(message['Body'])).startsWith(sourcePrefix));
    for (const { ReceiptHandle } of own) {
      await aws.call('sqs', 'DeleteMessage', { QueueUrl: queueUrl, ReceiptHandle: String(ReceiptHandle) });
    }
    taken.push(
      ...own.map((message) => ({
        body: String(message['Body']),
        attributes: (message['MessageAttributes'] ?? {}) as unknown as DeadLetter['attributes'],
      })),
    );
    if (messages.length === 0 && attempt > 1) break;
  }
  return taken;
}

function sourceOf(body: string): string {
  return /"source":"([^"]*)"/.exec(body)?.[1] ?? '';
}
