import { describe, expect, it } from 'vitest';
import { load, problemsOf, role } from './harness.ts';

const yes = { 'Fn::Equals': ['a', 'a'] };
const no = { 'Fn::Equals': ['a', 'b'] };

function holds(condition: unknown): boolean {
  const template = {
    Parameters: { Stage: { Type: 'String', Default: 'prod' }, Count: { Type: 'Number', Default: 1 } },
    Mappings: { M: { a: { b: 'prod' } } },
    Conditions: { Given: yes, Tested: condition },
    Resources: { Role: role({}, { Condition: 'Tested' }) },
  };
  return load(template).resources.has('Role');
}

describe('a condition', () => {
  it.each<[unknown, boolean]>([
    [yes, true],
    [no, false],
    [{ 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] }, true],
    [{ 'Fn::Equals': [{ Ref: 'Count' }, 1] }, true],
    [{ 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] }, false],
    [{ 'Fn::Equals': [{ 'Fn::FindInMap': ['M', 'a', 'b'] }, { Ref: 'Stage' }] }, true],
    [{ 'Fn::Not': [no] }, true],
    [{ 'Fn::Not': [yes] }, false],
    [{ 'Fn::And': [yes, yes] }, true],
    [{ 'Fn::And': [yes, no] }, false],
    [{ 'Fn::Or': [no, yes] }, true],
    [{ 'Fn::Or': [no, no] }, false],
    [{ 'Fn::And': [{ Condition: 'Given' }, { 'Fn::Not': [no] }] }, true],
    [{ Condition: 'Given' }, true],
  ])('%j is %s', (condition, expected) => {
    expect(holds(condition)).toBe(expected);
  });

  it.each<[unknown, string]>([
    [
      { 'Fn::Maybe': [] },
      "Condition 'C' must be one condition function of Condition, Fn::And, Fn::Or, Fn::Not, Fn::Equals",
    ],
    [{ 'Fn::And': [yes] }, "Condition 'C' uses Fn::And, which needs a list of 2 to 10 conditions"],
    [{ 'Fn::Not': [yes, no] }, "Condition 'C' uses Fn::Not, which needs a list of 1 conditions"],
    [{ 'Fn::Equals': ['a'] }, "Condition 'C' uses Fn::Equals, which needs a list of two values"],
    [{ Condition: 'D' }, "Condition 'C' names the condition 'D', which the template does not define"],
    [{ Condition: 'C' }, "Condition 'C' closes a circular dependency: condition 'C' → condition 'C'"],
  ])('%j is refused', (condition, problem) => {
    expect(problemsOf({ Conditions: { C: condition } })).toEqual([`TEMPLATE_INVALID ${problem}`]);
  });

  it('leaves out an output', () => {
    const { outputs } = load({
      Conditions: { No: no },
      Outputs: { A: { Value: '1', Condition: 'No' }, B: { Value: '2' } },
    });
    expect(outputs).toEqual([{ key: 'B', value: '2' }]);
  });

  it('leaves a resource out together with the dependency on it', () => {
    const { resources } = load({
      Conditions: { No: no },
      Resources: { A: role({}, { Condition: 'No' }), B: role({}, { DependsOn: 'A' }) },
    });
    expect([...resources.keys()]).toEqual(['B']);
  });
});

describe('a rule', () => {
  const bootstrap = {
    Parameters: {
      BootstrapVersion: {
        Type: 'AWS::SSM::Parameter::Value<String>',
        Default: '/cdk-bootstrap/hnb659fds/version',
      },
    },
    Rules: {
      CheckBootstrapVersion: {
        Assertions: [
          {
            Assert: {
              'Fn::Not': [{ 'Fn::Contains': [['1', '2', '3', '4', '5'], { Ref: 'BootstrapVersion' }] }],
            },
            AssertDescription:
              "CDK bootstrap stack version 6 required. Please run 'cdk bootstrap' with a recent version of the CDK CLI.",
          },
        ],
      },
    },
  };

  it('of the CDK about its bootstrap version holds', () => {
    expect(problemsOf(bootstrap)).toEqual([]);
  });

  it('that does not hold is a problem with its description', () => {
    expect(problemsOf(bootstrap, { parameters: { BootstrapVersion: '4' } })).toEqual([
      "TEMPLATE_INVALID Rule 'CheckBootstrapVersion' does not hold: CDK bootstrap stack version 6 required. Please run 'cdk bootstrap' with a recent version of the CDK CLI.",
    ]);
  });

  it.each<[string, object, boolean]>([
    ['applies only if its condition holds', { RuleCondition: no, Assertions: [{ Assert: no }] }, true],
    ['applies if its condition holds', { RuleCondition: yes, Assertions: [{ Assert: no }] }, false],
    [
      'knows Fn::EachMemberIn',
      { Assertions: [{ Assert: { 'Fn::EachMemberIn': [['a'], ['a', 'b']] } }] },
      true,
    ],
    [
      'knows Fn::EachMemberEquals',
      { Assertions: [{ Assert: { 'Fn::EachMemberEquals': [['a', 'b'], 'a'] } }] },
      false,
    ],
  ])('%s', (_name, rule, expected) => {
    expect(problemsOf({ Rules: { R: rule } }).length === 0).toBe(expected);
  });
});
