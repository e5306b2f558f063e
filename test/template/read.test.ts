import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LambdalessError } from '../../src/core/errors.ts';
import { parseTemplate, readTemplateFile } from '../../src/template/index.ts';

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof LambdalessError) return `${error.code} ${error.message}`;
    throw error;
  }
  return 'no error';
}

describe('text that is no template', () => {
  it.each<[string, string]>([
    [
      '',
      'TEMPLATE_UNREADABLE Cannot read t.json: a CloudFormation template is a JSON or YAML object, but this is empty',
    ],
    [
      '[]',
      'TEMPLATE_UNREADABLE Cannot read t.json: a CloudFormation template is a JSON or YAML object, but this is a list',
    ],
    [
      'hello',
      'TEMPLATE_UNREADABLE Cannot read t.json: a CloudFormation template is a JSON or YAML object, but this is a string',
    ],
    [
      '7',
      'TEMPLATE_UNREADABLE Cannot read t.json: a CloudFormation template is a JSON or YAML object, but this is a number',
    ],
    [
      '{\n  "Resources": {',
      "TEMPLATE_UNREADABLE Cannot read t.json: no JSON: Expected property name or '}' at line 2, column 17",
    ],
    [
      '{"a": 1\n"b": 2}',
      "TEMPLATE_UNREADABLE Cannot read t.json: no JSON: Expected ',' or '}' after property value at line 2, column 1",
    ],
    [
      'a: !Wish x',
      'TEMPLATE_UNREADABLE Cannot read t.json: neither JSON nor YAML: Unresolved tag: !Wish at line 1, column 4',
    ],
  ])('%j is refused with its position', (text, message) => {
    expect(messageOf(() => parseTemplate(text, 't.json'))).toBe(message);
  });
});

it('YAML with short tags reads as the JSON it stands for', () => {
  const yaml = `
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: !Ref Name
      Path: !Sub '/\${Name}/'
      Version: 2012-10-17
      Arn: !GetAtt Role.Arn
      List: !GetAtt [Role, Arn]
      Nested: !Join ['', [!Select [0, !Split ['-', 'a-b']], !If [Yes, 1, !Ref 'AWS::NoValue']]]
      Long:
        Fn::Sub:
          - '\${A}'
          - { A: !ImportValue x }
Conditions:
  Yes: !And [!Condition Other, !Not [!Equals [!Ref A, b]]]
`;
  expect(parseTemplate(yaml)).toEqual({
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: { Ref: 'Name' },
          Path: { 'Fn::Sub': '/${Name}/' },
          Version: '2012-10-17',
          Arn: { 'Fn::GetAtt': 'Role.Arn' },
          List: { 'Fn::GetAtt': ['Role', 'Arn'] },
          Nested: {
            'Fn::Join': [
              '',
              [
                { 'Fn::Select': [0, { 'Fn::Split': ['-', 'a-b'] }] },
                { 'Fn::If': ['Yes', 1, { Ref: 'AWS::NoValue' }] },
              ],
            ],
          },
          Long: { 'Fn::Sub': ['${A}', { A: { 'Fn::ImportValue': 'x' } }] },
        },
      },
    },
    Conditions: {
      Yes: { 'Fn::And': [{ Condition: 'Other' }, { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'A' }, 'b'] }] }] },
    },
  });
});

describe('a template file', () => {
  it('is read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'template-'));
    const path = join(folder, 't.json');
    await writeFile(path, '{"Resources":{}}');
    expect(await readTemplateFile(path)).toEqual({ Resources: {} });
    await rm(folder, { recursive: true });
  });

  it('that does not exist is named', async () => {
    await expect(readTemplateFile('/no/such/file.json')).rejects.toMatchObject({
      code: 'TEMPLATE_UNREADABLE',
      message:
        "Cannot read the template /no/such/file.json: ENOENT: no such file or directory, open '/no/such/file.json'",
    });
  });
});
