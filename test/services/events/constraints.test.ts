import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { checkInput } from '../../../src/services/events/constraints.ts';

describe("a request is held to EventBridge's service model", () => {
  it.each<[string, JsonObject, string]>([
    ['PutRule', {}, "Value null at 'name' failed to satisfy constraint: Member must not be null"],
    [
      'PutRule',
      { Name: 'a b' },
      "Value 'a b' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+",
    ],
    [
      'DescribeRule',
      { Name: '' },
      "Value '' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'PutRule',
      { Name: 'a', State: 'ON' },
      "Value 'ON' at 'state' failed to satisfy constraint: Member must satisfy enum value set: [ENABLED, DISABLED, ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS]",
    ],
    [
      'ListRules',
      { Limit: 101 },
      "Value '101' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 100",
    ],
    [
      'PutTargets',
      { Rule: 'a', Targets: [] },
      "Value '[]' at 'targets' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'TagResource',
      { ResourceARN: 'a' },
      "Value null at 'tags' failed to satisfy constraint: Member must not be null",
    ],
  ])('%s %j', (operation, input, message) => {
    expect(() => checkInput(operation, input)).toThrow(`1 validation error detected: ${message}`);
  });

  it('and all violations are told', () => {
    expect(() => checkInput('PutRule', { Name: 'a b', State: 'ON' })).toThrow(
      /^2 validation errors detected: Value 'a b' at 'name' .*\+; Value 'ON' at 'state' /,
    );
  });

  it.each([
    ['PutRule', { Name: 5 }],
    ['PutTargets', { Rule: 'a', Targets: 'x' }],
    ['DeleteRule', { Name: 'a', Force: 'yes' }],
  ] as const)('%s %j has a value of the wrong type', (operation, input) => {
    expect(() => checkInput(operation, input as unknown as JsonObject)).toThrow(
      'has a value of the wrong type',
    );
  });

  it.each([
    ['ListRules', { EventBusName: 'arn:aws:events:us-east-1:123456789012:event-bus/bus', Limit: 1 }],
    ['DescribeEventBus', { Name: null }],
    ['PutEvents', {}],
  ] as const)('%s %j is fine', (operation, input) => {
    expect(() => checkInput(operation, input)).not.toThrow();
  });
});
