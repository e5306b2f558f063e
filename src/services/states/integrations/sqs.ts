import { type JsonObject, stringifyJson } from '../../../core/json.ts';
import { declares } from './exceptions.ts';
import type { Integration } from './integration.ts';
import { withSdkMetadata } from './sdk-metadata.ts';

/** `sqs:sendMessage`: `MessageBody` may be any JSON value. Source: Developer Guide, "Send messages to a queue". */
export const sendMessage: Integration = {
  operations: ['sqs:SendMessage'],
  async run(input, { call, environment }) {
    const { MessageBody } = input;
    const request =
      MessageBody === undefined || typeof MessageBody === 'string'
        ? input
        : { ...input, MessageBody: stringifyJson(MessageBody) };
    const answer = (await call('sqs:SendMessage', request)) as JsonObject;
    return withSdkMetadata(answer, environment.random.uuid(), environment.clock.now());
  },
  failure: {
    style: 'optimized',
    prefix: 'SQS',
    service: 'AmazonSQS',
    fallback: 'AmazonSQSException',
    modelled: declares('sqs'),
  },
};
