import { expect, it } from 'vitest';
import { awsCommand, putCommand } from '../../../../src/console/app/model/commands.ts';

const STACK = { eventBusName: 'orders', endpointUrl: 'http://127.0.0.1:4650', region: 'eu-west-1' };
const ENTRY = { Source: 'my shop', DetailType: "it's", Detail: '{"n":12345678901234567890}' };

it('writes what puts the event on the local bus', () => {
  expect(putCommand({ ...ENTRY, Resources: ['arn:aws:s3:::a', 'b $HOME'] }, STACK)).toBe(
    `lambdaless put --source 'my shop' --detail-type 'it'\\''s' --detail '{"n":12345678901234567890}' --resource arn:aws:s3:::a 'b $HOME'`,
  );
  expect(awsCommand(ENTRY, STACK)).toBe(
    `aws events put-events --endpoint-url http://127.0.0.1:4650 --region eu-west-1 --no-sign-request --entries '[{"EventBusName":"orders","Source":"my shop","DetailType":"it'\\''s","Detail":"{\\"n\\":12345678901234567890}"}]'`,
  );
});

it.each([
  ['the usual place', {}, {}, ''],
  ['its own bus by name', {}, { EventBusName: 'orders' }, ''],
  [
    'another port',
    { endpointUrl: 'http://127.0.0.1:5000' },
    { EventBusName: 'orders' },
    ' --endpoint-url http://127.0.0.1:5000',
  ],
  // Without an endpoint, a bus that is named is one of AWS's.
  ['another bus', {}, { EventBusName: 'default' }, ' --endpoint-url http://127.0.0.1:4650 --bus default'],
  ['no bus of its own', { eventBusName: null }, { EventBusName: 'default' }, ''],
])('says no more of where than it must: %s', (_name, stack, entry, flags) => {
  expect(putCommand({ Source: 'a', DetailType: 'b', Detail: '1', ...entry }, { ...STACK, ...stack })).toBe(
    `lambdaless put${flags} --source a --detail-type b --detail 1`,
  );
});

it('leaves the name of the bus to a person where the page does not know it', () => {
  expect(putCommand({ Source: 'shop', DetailType: 'A', Detail: '{}' }, undefined)).toBe(
    "lambdaless put --bus NAME_OF_THE_BUS --source shop --detail-type A --detail '{}'",
  );
  expect(awsCommand(ENTRY, undefined)).toMatch(
    /^aws events put-events --entries '\[\{"EventBusName":"NAME_OF_THE_BUS"/,
  );
});
