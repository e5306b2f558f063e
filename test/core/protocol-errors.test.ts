import { expect, it } from 'vitest';
import { errorTypeOf } from '../../src/core/protocol-errors.ts';

it.each([
  ['ValidationException', 'com.amazonaws.sqs#', 'com.amazon.coral.validate#ValidationException'],
  ['QueueDoesNotExist', 'com.amazonaws.sqs#', 'com.amazonaws.sqs#QueueDoesNotExist'],
  ['ValidationException', '', 'ValidationException'],
])('%s of a service with the namespace "%s" is of type %s', (code, namespace, type) => {
  expect(errorTypeOf(code, namespace)).toBe(type);
});
