import { describe, expect, it } from 'vitest';
import { evaluate, parsePolicy, requestContext } from '../../../src/languages/iam-policy/index.ts';

type Values = Record<string, string | string[] | undefined>;

function met(condition: object, values: Values, version = '2012-10-17'): boolean {
  const statement = { Effect: 'Allow', Action: '*', Resource: '*', Condition: condition };
  const document = parsePolicy({ Version: version, Statement: statement }, 'identity');
  const request = { action: 'sqs:SendMessage', resource: '*', context: requestContext(values) };
  return evaluate(request, [{ name: 'policy', document }]).kind === 'allow';
}

const ARN = 'arn:aws:states:eu-west-1:123456789012:stateMachine:Deliver';

describe('a condition on a key with a value', () => {
  it.each<[object, Values, boolean]>([
    [{ StringEquals: { 'aws:SourceAccount': '1' } }, { 'aws:SourceAccount': '1' }, true],
    [{ StringEquals: { 'aws:SourceAccount': ['0', '1'] } }, { 'aws:SourceAccount': '1' }, true],
    [{ StringEquals: { 'aws:SourceAccount': '1' } }, { 'aws:SourceAccount': '2' }, false],
    [{ StringEquals: { 'events:source': 'a*' } }, { 'events:source': 'abc' }, false],
    [{ StringEquals: { 'events:source': 'A' } }, { 'events:source': 'a' }, false],
    [{ StringEquals: { 'AWS:sourceACCOUNT': '1' } }, { 'aws:SourceAccount': '1' }, true],
    [{ StringNotEquals: { 'events:source': ['a', 'b'] } }, { 'events:source': 'c' }, true],
    [{ StringNotEquals: { 'events:source': ['a', 'b'] } }, { 'events:source': 'b' }, false],
    [{ StringEqualsIgnoreCase: { 'events:source': 'A' } }, { 'events:source': 'a' }, true],
    [{ StringNotEqualsIgnoreCase: { 'events:source': 'A' } }, { 'events:source': 'a' }, false],
    [{ StringLike: { 'events:source': 'a*c?' } }, { 'events:source': 'abbcd' }, true],
    [{ StringLike: { 'events:source': 'a*c?' } }, { 'events:source': 'abbc' }, false],
    [{ StringLike: { 'events:source': 'a.c' } }, { 'events:source': 'abc' }, false],
    [{ StringNotLike: { 'events:source': 'a*' } }, { 'events:source': 'abc' }, false],
    [
      { ArnLike: { 'aws:SourceArn': 'arn:aws:states:*:123456789012:stateMachine:*' } },
      { 'aws:SourceArn': ARN },
      true,
    ],
    [
      { ArnEquals: { 'aws:SourceArn': 'arn:aws:states:*:*:stateMachine:Del*' } },
      { 'aws:SourceArn': ARN },
      true,
    ],
    [{ ArnEquals: { 'aws:SourceArn': 'arn:aws:states:*' } }, { 'aws:SourceArn': ARN }, true],
    [{ ArnLike: { 'aws:SourceArn': 'arn:aws:s*tateMachine:Deliver' } }, { 'aws:SourceArn': ARN }, false],
    [
      { ArnNotLike: { 'aws:SourceArn': 'arn:aws:states:*:*:stateMachine:*' } },
      { 'aws:SourceArn': ARN },
      false,
    ],
    [{ ArnNotEquals: { 'aws:SourceArn': 'arn:aws:sqs:*:*:*' } }, { 'aws:SourceArn': ARN }, true],
    [{ Bool: { 'aws:SecureTransport': true } }, { 'aws:SecureTransport': 'true' }, true],
    [{ Bool: { 'aws:SecureTransport': 'false' } }, { 'aws:SecureTransport': 'true' }, false],
    [{ NumericEquals: { 'aws:EpochTime': 7 } }, { 'aws:EpochTime': '7.0' }, true],
    [{ NumericNotEquals: { 'aws:EpochTime': 7 } }, { 'aws:EpochTime': '7' }, false],
    [{ NumericLessThan: { 'aws:EpochTime': '7' } }, { 'aws:EpochTime': '7' }, false],
    [{ NumericLessThanEquals: { 'aws:EpochTime': '7' } }, { 'aws:EpochTime': '7' }, true],
    [{ NumericGreaterThan: { 'aws:EpochTime': '7' } }, { 'aws:EpochTime': '10' }, true],
    [{ NumericGreaterThanEquals: { 'aws:EpochTime': '7' } }, { 'aws:EpochTime': '6' }, false],
    [
      { DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } },
      { 'aws:CurrentTime': '2026-01-02T00:00:00Z' },
      true,
    ],
    [
      { DateLessThan: { 'aws:CurrentTime': '2026-01-01' } },
      { 'aws:CurrentTime': '2026-01-02T00:00:00Z' },
      false,
    ],
    [
      { DateEquals: { 'aws:CurrentTime': '1767225600' } },
      { 'aws:CurrentTime': '2026-01-01T00:00:00Z' },
      true,
    ],
    [{ Null: { 'aws:SourceArn': 'false' } }, { 'aws:SourceArn': ARN }, true],
    [{ Null: { 'aws:SourceArn': true } }, { 'aws:SourceArn': ARN }, false],
  ])('%j with %j: %s', (condition, values, expected) => {
    expect(met(condition, values)).toBe(expected);
  });
});

describe('a condition on a key without a value', () => {
  it.each<[object, boolean]>([
    [{ StringEquals: { 'events:source': 'a' } }, false],
    [{ StringLike: { 'events:source': '*' } }, false],
    [{ StringNotEquals: { 'events:source': 'a' } }, true],
    [{ ArnNotLike: { 'aws:SourceArn': 'arn:aws:sqs:*:*:*' } }, true],
    [{ StringEqualsIfExists: { 'events:source': 'a' } }, true],
    [{ BoolIfExists: { 'aws:SecureTransport': 'false' } }, true],
    [{ Null: { 'events:source': 'true' } }, true],
    [{ Null: { 'events:source': 'false' } }, false],
    [{ 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': 'a' } }, true],
    [{ 'ForAnyValue:StringEquals': { 'dynamodb:LeadingKeys': 'a' } }, false],
    [{ 'ForAnyValue:StringEqualsIfExists': { 'dynamodb:LeadingKeys': 'a' } }, false],
    [{ 'ForAnyValue:StringNotEquals': { 'dynamodb:LeadingKeys': 'a' } }, false],
  ])('%j: %s', (condition, expected) => {
    expect(met(condition, {})).toBe(expected);
  });
});

describe('a condition on a key with several values', () => {
  const values = { 'dynamodb:LeadingKeys': ['a', 'b'] };
  it.each<[object, boolean]>([
    [{ 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['a', 'b', 'c'] } }, true],
    [{ 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['a'] } }, false],
    [{ 'ForAnyValue:StringEquals': { 'dynamodb:LeadingKeys': ['b', 'c'] } }, true],
    [{ 'ForAnyValue:StringEquals': { 'dynamodb:LeadingKeys': ['c'] } }, false],
    [{ 'ForAnyValue:StringNotEquals': { 'dynamodb:LeadingKeys': ['a'] } }, true],
    [{ 'ForAllValues:StringNotEquals': { 'dynamodb:LeadingKeys': ['a'] } }, false],
    [{ 'ForAllValues:StringNotLike': { 'dynamodb:LeadingKeys': ['c*'] } }, true],
  ])('%j: %s', (condition, expected) => {
    expect(met(condition, values)).toBe(expected);
  });
});

it('all conditions must hold', () => {
  const condition = {
    StringEquals: { 'aws:SourceAccount': '1', 'events:source': 'a' },
    Bool: { 'aws:SecureTransport': 'true' },
  };
  const values = { 'aws:SourceAccount': '1', 'events:source': 'a', 'aws:SecureTransport': 'true' };
  expect(met(condition, values)).toBe(true);
  for (const key of Object.keys(values)) expect(met(condition, { ...values, [key]: 'x' })).toBe(false);
});

describe('a policy variable', () => {
  it.each<[string, Values, boolean]>([
    ['${aws:SourceAccount}', { 'events:source': '1', 'aws:SourceAccount': '1' }, true],
    ['${aws:SourceAccount}', { 'events:source': '1', 'aws:SourceAccount': '2' }, false],
    ['${aws:SourceAccount}', { 'events:source': '1' }, false],
    ["${aws:SourceAccount, '1'}", { 'events:source': '1' }, true],
    ['a${*}', { 'events:source': 'a*' }, true],
    ['${$}{x}', { 'events:source': '${x}' }, true],
  ])('%s with %j: %s', (value, values, expected) => {
    expect(met({ StringEquals: { 'events:source': value } }, values)).toBe(expected);
  });

  it('is plain text in the language of 2008-10-17', () => {
    const condition = { StringEquals: { 'events:source': '${aws:SourceAccount}' } };
    expect(met(condition, { 'events:source': '1', 'aws:SourceAccount': '1' }, '2008-10-17')).toBe(false);
    expect(met(condition, { 'events:source': '${aws:SourceAccount}' }, '2008-10-17')).toBe(true);
  });
});
