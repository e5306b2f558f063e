import { describe, expect, it } from 'vitest';
import { evaluate, problemsOf } from './harness.ts';

function resultOf(declaration: object, given?: string): string {
  const joined = { 'Fn::Join': ['+', [{ Ref: 'P' }]] };
  const isList = /List/.test(String((declaration as { Type?: string }).Type));
  const value = isList ? { 'Fn::Join': ['+', { Ref: 'P' }] } : joined;
  const parameters: Record<string, string> = given === undefined ? {} : { P: given };
  return evaluate(value, { Parameters: { P: declaration } }, { parameters });
}

describe('a parameter takes', () => {
  it.each<[string, object, string | undefined, string]>([
    ['its default', { Type: 'String', Default: 'a' }, undefined, 'a'],
    ['the value given', { Type: 'String', Default: 'a' }, 'b', 'b'],
    ['an empty value', { Type: 'String', Default: 'a' }, '', ''],
    ['a number', { Type: 'Number', Default: 1.5 }, undefined, '1.5'],
    ['a list', { Type: 'CommaDelimitedList', Default: 'a,b , c' }, undefined, 'a+b+c'],
    ['a list of numbers', { Type: 'List<Number>' }, '1,2', '1+2'],
    ['an id of another service', { Type: 'AWS::EC2::VPC::Id' }, 'vpc-1', 'vpc-1'],
    [
      'the value of an SSM parameter',
      { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/x' },
      'y',
      'y',
    ],
    ['a value within its limits', { Type: 'Number', MinValue: 1, MaxValue: '3' }, '3', '3'],
    ['a value that matches its pattern', { Type: 'String', AllowedPattern: '[a-z]+' }, 'abc', 'abc'],
    ['a value that is allowed', { Type: 'String', AllowedValues: ['x', 'y'], NoEcho: true }, 'y', 'y'],
  ])('%s', (_name, declaration, given, expected) => {
    expect(resultOf(declaration, given)).toBe(expected);
  });
});

describe('a parameter refuses', () => {
  it.each<[string, object, string | undefined, string]>([
    ['no value', { Type: 'String' }, undefined, 'has neither a value nor a default; give it a value'],
    [
      'an SSM parameter without value',
      { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/x' },
      undefined,
      "reads the SSM parameter '/x', which does not exist on a laptop; give it a value",
    ],
    ['no type', {}, 'x', 'has no Type'],
    ['an unknown key', { Type: 'String', Minimum: 1 }, 'x', "has the unknown key 'Minimum'"],
    [
      'what is not allowed',
      { Type: 'String', AllowedValues: ['x', 'y'] },
      'z',
      'is "z", but only these values are allowed: x, y',
    ],
    ['what is no number', { Type: 'Number' }, 'z', 'is "z", but a number is wanted'],
    ['too little', { Type: 'Number', MinValue: 1 }, '0', 'is "0", but it must be at least 1'],
    ['too much', { Type: 'List<Number>', MaxValue: 1 }, '1,2', 'is "1,2", but it must be at most 1'],
    ['too short', { Type: 'String', MinLength: 2 }, 'x', 'is "x", but it must have at least 2 characters'],
    ['too long', { Type: 'String', MaxLength: 2 }, 'xxx', 'is "xxx", but it must have at most 2 characters'],
    [
      'another pattern',
      { Type: 'String', AllowedPattern: '[a-z]' },
      'ab',
      'is "ab", but it must match [a-z]',
    ],
    [
      'in the words of the template',
      { Type: 'String', AllowedPattern: '[a-z]', ConstraintDescription: 'it must be one letter' },
      'ab',
      'is "ab", but it must be one letter',
    ],
  ])('%s', (_name, declaration, given, problem) => {
    const parameters: Record<string, string> = given === undefined ? {} : { P: given };
    expect(problemsOf({ Parameters: { P: declaration } }, { parameters })).toEqual([
      `TEMPLATE_INVALID Parameter 'P' ${problem}`,
    ]);
  });

  it('a value that the template does not ask for', () => {
    expect(problemsOf({}, { parameters: { Q: '1' } })).toEqual([
      "TEMPLATE_INVALID Parameter 'Q' is given a value, but the template declares no such parameter",
    ]);
  });
});
