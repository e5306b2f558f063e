import * as connections from '@aws-sdk/client-apigatewaymanagementapi';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as events from '@aws-sdk/client-eventbridge';
import * as states from '@aws-sdk/client-sfn';
import * as sqs from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { documentedErrors } from '../../src/services/fault-errors.ts';

/** Of operations that do not run here: backups, exports, global tables, activities. */
const NOT_HERE =
  /Backup|Export|Import|GlobalTable|Replica[AN]|PointInTime|Restore|^Activity|^Table|^Index|^Duplicate|Endpoint/;

/** The exceptions of a service's model, as the SDK has them. */
function modelled(sdk: object): string[] {
  const errors = Object.entries(sdk).filter(([, value]) => value?.prototype instanceof Error);
  return errors
    .map(([name]) => name)
    .filter((name) => !/ServiceException$/.test(name) && !NOT_HERE.test(name));
}

describe('the documented errors', () => {
  it.each([
    ['dynamodb', dynamodb],
    ['events', events],
    ['execute-api', connections],
    ['sqs', sqs],
    ['states', states],
  ])('of %s are those of its model, and others', (service, sdk) => {
    expect(modelled(sdk).length).toBeGreaterThan(3);
    expect(documentedErrors(service)).toEqual(expect.arrayContaining(modelled(sdk)));
  });

  it('of other services are not known', () => {
    expect(documentedErrors('sts')).toBeUndefined();
  });
});
