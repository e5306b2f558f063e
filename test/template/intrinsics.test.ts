import { describe, expect, it } from 'vitest';
import { evaluate, problemsOf, role } from './harness.ts';

const template = {
  Parameters: {
    Name: { Type: 'String', Default: 'Ada' },
    Zones: { Type: 'CommaDelimitedList', Default: 'a, b,c' },
    Count: { Type: 'Number', Default: 3 },
  },
  Mappings: { Regions: { 'eu-west-1': { Name: 'Ireland', List: ['x', 'y'] } } },
  Conditions: {
    Yes: { 'Fn::Equals': [{ Ref: 'Name' }, 'Ada'] },
    No: { 'Fn::Equals': [{ Ref: 'Name' }, 'Bob'] },
  },
  Resources: {
    Role: role({ RoleName: 'worker' }),
    Absent: role({}, { Condition: 'No' }),
  },
};

const ARN = 'arn:aws:iam::123456789012:role/worker';

describe('an intrinsic function gives', () => {
  it.each<[string, unknown, string]>([
    ['Ref of a parameter', { Ref: 'Name' }, 'Ada'],
    ['Ref of a number parameter', { Ref: 'Count' }, '3'],
    ['Ref of a resource', { Ref: 'Role' }, 'worker'],
    ['AWS::Region', { Ref: 'AWS::Region' }, 'eu-west-1'],
    ['AWS::AccountId', { Ref: 'AWS::AccountId' }, '123456789012'],
    ['AWS::Partition', { Ref: 'AWS::Partition' }, 'aws'],
    ['AWS::URLSuffix', { Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
    ['AWS::StackName', { Ref: 'AWS::StackName' }, 'Stack'],
    [
      'AWS::StackId',
      { Ref: 'AWS::StackId' },
      'arn:aws:cloudformation:eu-west-1:123456789012:stack/Stack/e5516412-42ce-4246-8e46-0270ed60105e',
    ],
    ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['Role', 'Arn'] }, ARN],
    ['Fn::GetAtt as a string', { 'Fn::GetAtt': 'Role.Arn' }, ARN],
    ['Fn::GetAtt of a computed attribute', { 'Fn::GetAtt': ['Role', { 'Fn::Sub': 'Arn' }] }, ARN],
    ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'Name' }, 1, true]] }, 'a-Ada-1-true'],
    ['Fn::Join without what is no value', { 'Fn::Join': ['-', ['a', { Ref: 'AWS::NoValue' }, 'b']] }, 'a-b'],
    ['Fn::Join of a list parameter', { 'Fn::Join': ['|', { Ref: 'Zones' }] }, 'a|b|c'],
    ['Fn::Join of nothing', { 'Fn::Join': ['-', []] }, ''],
    ['Fn::Join of AWS::NotificationARNs', { 'Fn::Join': ['-', { Ref: 'AWS::NotificationARNs' }] }, ''],
    ['Fn::Sub', { 'Fn::Sub': '${Name} ${Role.Arn} ${AWS::Region}' }, `Ada ${ARN} eu-west-1`],
    [
      'Fn::Sub with variables',
      { 'Fn::Sub': ['${Who} and ${Name}', { Who: { Ref: 'Role' } }] },
      'worker and Ada',
    ],
    ['Fn::Sub whose variables hide', { 'Fn::Sub': ['${Name}', { Name: 'Eve' }] }, 'Eve'],
    ['Fn::Sub with literals', { 'Fn::Sub': '${!Literal} $ {} $x' }, '${Literal} $ {} $x'],
    ['Fn::Select', { 'Fn::Select': [1, ['a', 'b']] }, 'b'],
    ['Fn::Select with a text index', { 'Fn::Select': ['0', { 'Fn::Split': [',', 'x,y'] }] }, 'x'],
    [
      'Fn::Select of a split ARN',
      { 'Fn::Select': [5, { 'Fn::Split': [':', { 'Fn::GetAtt': 'Role.Arn' }] }] },
      'role/worker',
    ],
    ['Fn::Select of an empty string', { 'Fn::Select': [1, { 'Fn::Split': ['-', 'a-'] }] }, ''],
    ['Fn::If that holds', { 'Fn::If': ['Yes', 'then', { Ref: 'Nobody' }] }, 'then'],
    ['Fn::If that does not', { 'Fn::If': ['No', { Ref: 'Absent' }, 'else'] }, 'else'],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['Regions', { Ref: 'AWS::Region' }, 'Name'] }, 'Ireland'],
    [
      'Fn::FindInMap of a list',
      { 'Fn::Select': [1, { 'Fn::FindInMap': ['Regions', 'eu-west-1', 'List'] }] },
      'y',
    ],
    ['Fn::Base64', { 'Fn::Base64': 'häll' }, 'aMOkbGw='],
    ['Fn::GetAZs', { 'Fn::Join': [',', { 'Fn::GetAZs': '' }] }, 'eu-west-1a,eu-west-1b,eu-west-1c'],
    ['Fn::GetAZs of a region', { 'Fn::Select': [0, { 'Fn::GetAZs': 'us-east-1' }] }, 'us-east-1a'],
  ])('%s', (_name, value, expected) => {
    expect(evaluate(value, template)).toBe(expected);
  });
});

describe('with the language extensions', () => {
  const extended = { ...template, Transform: 'AWS::LanguageExtensions' };

  it.each<[string, unknown, string]>([
    ['Fn::Length', { 'Fn::Length': { Ref: 'Zones' } }, '3'],
    ['Fn::ToJsonString', { 'Fn::ToJsonString': { a: [{ Ref: 'Name' }, 1] } }, '{"a":["Ada",1]}'],
    ['a default of Fn::FindInMap', { 'Fn::FindInMap': ['Regions', 'x', 'y', { DefaultValue: 'z' }] }, 'z'],
  ])('%s works', (_name, value, expected) => {
    expect(evaluate(value, extended)).toBe(expected);
  });

  it('does not work without declaring them', () => {
    expect(problemsOf({ Outputs: { A: { Value: { 'Fn::Length': [] } } } })).toEqual([
      `TEMPLATE_INVALID Output 'A' property Value uses Fn::Length, which needs "Transform": "AWS::LanguageExtensions" at the top of the template`,
    ]);
  });
});

describe('a malformed intrinsic function is named with its place', () => {
  const at = "TEMPLATE_INVALID Output 'A' property Value";
  const unsupported = "TEMPLATE_UNSUPPORTED Output 'A' property Value";
  it.each<[unknown, string]>([
    [{ Ref: 'Nobody' }, `${at} refers to 'Nobody', which the template does not define`],
    [{ Ref: ['Role'] }, `${at} uses Ref, which needs the name of a resource or parameter`],
    [{ Ref: 'Absent' }, `${at} refers to 'Absent', which is left out because its condition 'No' is false`],
    [{ 'Fn::GetAtt': ['Nobody', 'Arn'] }, `${at} refers to 'Nobody', which the template does not define`],
    [
      { 'Fn::GetAtt': 'Role' },
      `${at} uses Fn::GetAtt, which needs a resource and an attribute, as ["Table", "Arn"] or "Table.Arn"`,
    ],
    [
      { 'Fn::GetAtt': 'Role.Nothing' },
      `${unsupported} asks for attribute 'Nothing' of 'Role' (AWS::IAM::Role), whose attributes here are: Arn, RoleId`,
    ],
    [{ 'Fn::Join': 'a' }, `${at} uses Fn::Join, which needs a list of a delimiter and a list`],
    [{ 'Fn::Join': ['', [{}]] }, `${at} uses Fn::Join, which needs a list of a delimiter and a list`],
    [{ 'Fn::Split': ['', 1] }, `${at} uses Fn::Split, which needs a list of a delimiter and a string`],
    [
      { 'Fn::Select': [2, ['a']] },
      `${at} uses Fn::Select, which needs a list of an index and a list that reaches it`,
    ],
    [
      { 'Fn::Select': [-1, ['a']] },
      `${at} uses Fn::Select, which needs a list of an index and a list that reaches it`,
    ],
    [
      { 'Fn::Sub': 1 },
      `${at} uses Fn::Sub, which needs a string, or a list of a string and an object of variables`,
    ],
    [{ 'Fn::Sub': '${Nobody}' }, `${at} refers to 'Nobody', which the template does not define`],
    [{ 'Fn::Sub': '${Zones}' }, `${at} puts \${Zones} into a string, but it is not one itself`],
    [
      { 'Fn::If': ['Yes', 'a'] },
      `${at} uses Fn::If, which needs a list of a condition, a value if true and a value if false`,
    ],
    [
      { 'Fn::If': ['Maybe', 'a', 'b'] },
      `${at} names the condition 'Maybe', which the template does not define`,
    ],
    [
      { 'Fn::FindInMap': ['Regions', 'mars', 'Name'] },
      `${at} looks for 'mars' / 'Name' in mapping 'Regions', which has no such entry`,
    ],
    [{ 'Fn::Base64': ['x'] }, `${at} uses Fn::Base64, which needs a string`],
    [
      { 'Fn::ImportValue': 'x' },
      `${unsupported} uses Fn::ImportValue, which is not supported: other stacks do not exist on a laptop; pass the value as a parameter`,
    ],
    [
      { 'Fn::Transform': {} },
      `${unsupported} uses Fn::Transform, which is not supported: macros are code, and lambdaless runs only stacks without code`,
    ],
    [{ 'Fn::Wish': 1 }, `${unsupported} uses Fn::Wish, which is no intrinsic function that lambdaless knows`],
    [
      { Ref: 'Role', Other: 1 },
      `${at} has other keys beside Ref: a function must be the only key of its object`,
    ],
    [
      '{{resolve:ssm:/name}}',
      `${unsupported} uses a dynamic reference ({{resolve:…}}); parameter and secret stores do not exist on a laptop: use a parameter`,
    ],
  ])('%j', (value, problem) => {
    expect(problemsOf({ ...template, Outputs: { A: { Value: value } } })).toEqual([problem]);
  });
});
