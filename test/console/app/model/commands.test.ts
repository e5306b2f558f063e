import { expect, it } from 'vitest';
import { awsCommand, putCommand } from '../../../../src/console/app/model/commands.ts';

const BUS = { eventBusName: 'orders', endpointUrl: 'http://127.0.0.1:4650', region: 'eu-west-1' };
const ENTRY = { Source: 'my shop', DetailType: "it's", Detail: '{"n":12345678901234567890}' };

it('writes what puts the event on the local bus', () => {
  expect(putCommand({ ...ENTRY, Resources: ['arn:aws:s3:::a', 'b $HOME'] }, BUS)).toBe(
    `lambdaless put --endpoint-url http://127.0.0.1:4650 --bus orders --source 'my shop' --detail-type 'it'\\''s' --detail '{"n":12345678901234567890}' --resource arn:aws:s3:::a 'b $HOME'`,
  );
  expect(awsCommand(ENTRY, BUS)).toBe(
    `aws events put-events --endpoint-url http://127.0.0.1:4650 --region eu-west-1 --no-sign-request --entries '[{"EventBusName":"orders","Source":"my shop","DetailType":"it'\\''s","Detail":"{\\"n\\":12345678901234567890}"}]'`,
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
