import { describe, expect, it } from 'vitest';
import { loadTemplate } from '../../src/template/index.ts';
import { environment, load, problemsOf, role, TRUST } from './harness.ts';

describe('a loaded template', () => {
  const model = load({
    Metadata: { any: 'thing' },
    Resources: {
      Policy: {
        Type: 'AWS::IAM::Policy',
        Properties: {
          PolicyName: 'p',
          Roles: [{ Ref: 'Role' }],
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: { 'Fn::GetAtt': ['Role', 'Arn'] } },
            ],
          },
        },
        DependsOn: ['Log'],
        Metadata: { 'aws:cdk:path': 'x' },
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
      },
      Role: role({ Description: { Ref: 'AWS::NoValue' }, MaxSessionDuration: 3600 }),
      Log: { Type: 'AWS::Logs::LogGroup' },
    },
    Outputs: {
      Arn: {
        Value: { 'Fn::GetAtt': 'Role.Arn' },
        Description: 'The role',
        Export: { Name: { 'Fn::Sub': '${AWS::StackName}-arn' } },
      },
    },
  });

  it("keeps the template's order, whatever refers to what", () => {
    expect([...model.resources.keys()]).toEqual(['Policy', 'Role', 'Log']);
  });

  it('resolves references forward and backward', () => {
    const [policy] = model.ofType('AWS::IAM::Policy');
    expect(policy?.properties).toEqual({
      PolicyName: 'p',
      Roles: ['Stack-Role-NN573NLXWIYI'],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sqs:SendMessage',
            Resource: 'arn:aws:iam::123456789012:role/Stack-Role-NN573NLXWIYI',
          },
        ],
      },
    });
  });

  it('takes a number or a boolean for the text of it, as CloudFormation does', () => {
    const { resources } = load({
      Resources: {
        Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 5 } },
        Role: role({ RoleName: true, Path: { Ref: 'AWS::NoValue' }, ManagedPolicyArns: [] }),
      },
    });
    expect(resources.get('Queue')?.properties['QueueName']).toBe('5');
    expect(resources.get('Role')?.properties['RoleName']).toBe('true');
  });

  it('leaves out what is no value', () => {
    expect(model.resources.get('Role')?.properties).toEqual({
      AssumeRolePolicyDocument: TRUST,
      MaxSessionDuration: 3600,
    });
  });

  it('has its outputs', () => {
    expect(model.outputs).toEqual([
      {
        key: 'Arn',
        value: 'arn:aws:iam::123456789012:role/Stack-Role-NN573NLXWIYI',
        description: 'The role',
        exportName: 'Stack-arn',
      },
    ]);
  });

  it('has the same physical names at every start, and others under another stack name', () => {
    const refOf = (stackName: string): string | undefined =>
      load({ Resources: { Role: role() } }, { stackName }).resources.get('Role')?.ref;
    expect(refOf('Stack')).toBe('Stack-Role-NN573NLXWIYI');
    expect(refOf('Other')).toBe('Other-Role-YQR7Q86QS2K3');
  });

  it('is named lambdaless unless told', () => {
    expect(loadTemplate({ Resources: {} }, { environment }).stackName).toBe('lambdaless');
  });

  it('keeps numbers that a double cannot hold', () => {
    const text = `{"Resources":{},"Outputs":{"N":{"Value":12345678901234567890}}}`;
    expect(loadTemplate(text, { environment }).outputs).toEqual([
      { key: 'N', value: '12345678901234567890' },
    ]);
  });
});

describe('a problem names logical id and property:', () => {
  const statement = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' };
  const policy = (document: object): object => ({
    P: {
      Type: 'AWS::IAM::Policy',
      Properties: { PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', ...document } },
    },
  });

  it.each<[string, object, string]>([
    [
      'a reference to nothing',
      { R: role({ RoleName: { Ref: 'Nobody' } }) },
      "TEMPLATE_INVALID Resource 'R' property RoleName refers to 'Nobody', which the template does not define",
    ],
    [
      'a reference deep inside',
      policy({ Statement: [{ ...statement, Resource: [{ 'Fn::Join': ['', [{ Ref: 'Nobody' }, '/*']] }] }] }),
      "TEMPLATE_INVALID Resource 'P' property PolicyDocument.Statement[0].Resource[0] refers to 'Nobody', which the template does not define",
    ],
    [
      'a dependency on nothing',
      { R: role({}, { DependsOn: ['Nobody'] }) },
      "TEMPLATE_INVALID Resource 'R' property DependsOn refers to 'Nobody', which the template does not define",
    ],
    [
      'a circle of references',
      {
        A: role({ RoleName: { Ref: 'B' } }),
        B: role({ RoleName: { 'Fn::Sub': '${C}' } }),
        C: role({ RoleName: { Ref: 'A' } }),
      },
      "TEMPLATE_INVALID Resource 'C' property RoleName closes a circular dependency: resource 'A' → resource 'B' → resource 'C' → resource 'A'",
    ],
    [
      'a circle through DependsOn',
      { A: role({ RoleName: { Ref: 'B' } }), B: role({}, { DependsOn: 'A' }) },
      "TEMPLATE_INVALID Resource 'B' property DependsOn closes a circular dependency: resource 'A' → resource 'B' → resource 'A'",
    ],
    [
      'a missing property',
      { R: { Type: 'AWS::IAM::Role' } },
      "TEMPLATE_INVALID Resource 'R' property AssumeRolePolicyDocument is missing (AWS::IAM::Role)",
    ],
    [
      'a property of the wrong type',
      { R: role({ RoleName: ['a'] }) },
      "TEMPLATE_INVALID Resource 'R' property RoleName is Array, but must be string (AWS::IAM::Role)",
    ],
    [
      'a property that is not executed',
      { R: role({ RoleNme: 'x' }) },
      "TEMPLATE_UNSUPPORTED Resource 'R' property RoleNme is not executed by lambdaless; remove it, or correct its name (AWS::IAM::Role)",
    ],
    [
      'a property nested where it does not belong',
      { R: role({ Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: statement }, Extra: 1 }] }) },
      "TEMPLATE_UNSUPPORTED Resource 'R' property Policies[0].Extra is not executed by lambdaless; remove it, or correct its name (AWS::IAM::Role)",
    ],
    [
      'a rule of the property broken',
      { R: role({ Path: 'x' }) },
      "TEMPLATE_INVALID Resource 'R' property Path: a path begins and ends with a slash (AWS::IAM::Role)",
    ],
    [
      'a policy that IAM would not take',
      policy({ Statement: [statement, { ...statement, Action: 'send' }] }),
      `TEMPLATE_INVALID Resource 'P' property PolicyDocument.Statement[1].Action: "send" must be "service:Action", where * and ? are wildcards (AWS::IAM::Policy)`,
    ],
    [
      'a type that is not executed',
      { V: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: { Ref: 'Nobody' } } } },
      "TEMPLATE_UNSUPPORTED Resource 'V' has the type AWS::EC2::VPC, which lambdaless does not execute",
    ],
    [
      'a Lambda function',
      { F: { Type: 'AWS::Lambda::Function', Properties: { Role: { Ref: 'Nobody' } } } },
      "TEMPLATE_UNSUPPORTED this template contains AWS::Lambda::Function 'F'; lambdaless runs only stacks without code: no Lambda functions, custom resources or containers",
    ],
    [
      'all code, in one sentence',
      {
        F: { Type: 'AWS::Lambda::Function' },
        C: { Type: 'Custom::AutoDelete', Properties: { ServiceToken: { 'Fn::GetAtt': 'F.Arn' } } },
      },
      "TEMPLATE_UNSUPPORTED this template contains AWS::Lambda::Function 'F', Custom::AutoDelete 'C'; lambdaless runs only stacks without code: no Lambda functions, custom resources or containers",
    ],
    ['a resource without type', { R: {} }, "TEMPLATE_INVALID Resource 'R' has no Type"],
    ['a resource that is no object', { R: 'x' }, "TEMPLATE_INVALID Resource 'R' must be an object"],
    [
      'properties that are no object',
      { R: { Type: 'AWS::IAM::Role', Properties: [] } },
      "TEMPLATE_INVALID Resource 'R' has Properties that are no object",
    ],
    [
      'a logical id that is none',
      { 'R-1': role() },
      "TEMPLATE_INVALID Resource 'R-1' has a name that is not alphanumeric",
    ],
    [
      'an attribute of no resource',
      { R: role({}, { Depends: 'x' }) },
      "TEMPLATE_INVALID Resource 'R' has the unknown attribute 'Depends'",
    ],
    [
      'a condition that is not defined',
      { R: role({}, { Condition: 'Nope' }) },
      "TEMPLATE_INVALID Resource 'R' names the condition 'Nope', which the template does not define",
    ],
  ])('%s', (_name, resources, problem) => {
    expect(problemsOf({ Resources: resources })).toEqual([problem]);
  });

  it.each<[string, object, string]>([
    [
      'an unknown section',
      { Resource: {} },
      "TEMPLATE_INVALID The template has the section 'Resource', which lambdaless does not know",
    ],
    [
      'no resources',
      { Resources: undefined },
      "TEMPLATE_INVALID The template has no 'Resources'; is this a CloudFormation template?",
    ],
    [
      'a section that is no object',
      { Outputs: [] },
      "TEMPLATE_INVALID The template's 'Outputs' must be an object",
    ],
    [
      'a transform',
      { Transform: 'AWS::CodeStar' },
      'TEMPLATE_UNSUPPORTED The template declares the transform "AWS::CodeStar"; macros are code: pass the transformed template instead',
    ],
    ['an output without value', { Outputs: { A: {} } }, "TEMPLATE_INVALID Output 'A' has no Value"],
    [
      'an output that is no string',
      { Outputs: { A: { Value: ['x'] } } },
      "TEMPLATE_INVALID Output 'A' property Value is not a string",
    ],
  ])('%s', (_name, template, problem) => {
    expect(problemsOf(template)).toEqual([problem]);
  });
});

describe('several problems', () => {
  const template = {
    Resources: {
      F: { Type: 'AWS::Lambda::Function' },
      A: role({ RoleName: { Ref: 'Nobody' }, Extra: 1 }),
      B: role({ RoleName: { Ref: 'A' }, Path: 'x' }),
      C: role({ RoleName: { Ref: 'F' } }),
    },
  };

  it('are all reported, and each only where it arises', () => {
    expect(problemsOf(template)).toEqual([
      "TEMPLATE_UNSUPPORTED this template contains AWS::Lambda::Function 'F'; lambdaless runs only stacks without code: no Lambda functions, custom resources or containers",
      "TEMPLATE_INVALID Resource 'A' property RoleName refers to 'Nobody', which the template does not define",
      "TEMPLATE_UNSUPPORTED Resource 'A' property Extra is not executed by lambdaless; remove it, or correct its name (AWS::IAM::Role)",
      "TEMPLATE_INVALID Resource 'B' property Path: a path begins and ends with a slash (AWS::IAM::Role)",
    ]);
  });

  it('make one error that lists them', () => {
    expect(() => load({ Resources: { A: { Type: 'AWS::X::Y' }, B: { Type: 'AWS::X::Z' } } })).toThrow(
      expect.objectContaining({
        code: 'TEMPLATE_UNSUPPORTED',
        message:
          "The template has 2 problems:\n  - Resource 'A' has the type AWS::X::Y, which lambdaless does not execute\n  - Resource 'B' has the type AWS::X::Z, which lambdaless does not execute",
      }),
    );
  });
});
