import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTemplateFile } from '../../src/template/index.ts';

const Definition = { StartAt: 'A', States: { A: { Type: 'Succeed' } } };

describe('a definition in a file of its own', () => {
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'template-file-'));
    await mkdir(join(directory, 'machines'));
    await writeFile(join(directory, 'machines/a.asl.json'), JSON.stringify(Definition));
    await writeFile(join(directory, 'machines/a.asl.yaml'), 'StartAt: A\nStates: { A: { Type: Succeed } }\n');
    await writeFile(join(directory, 'asset.0a1b.json'), JSON.stringify(Definition));
    await writeFile(join(directory, 'broken.json'), '{"StartAt" 5}');
    await writeFile(join(directory, 'list.json'), '[]');
  });

  afterAll(() => rm(directory, { recursive: true }));

  async function read(Type: string, Properties: object): Promise<unknown> {
    const path = join(directory, 'template.json');
    await writeFile(path, JSON.stringify({ Resources: { M: { Type, Properties } } }));
    return (await readTemplateFile(path))['Resources'];
  }

  it.each([
    ['SAM names', 'AWS::Serverless::StateMachine', { DefinitionUri: 'machines/a.asl.json' }],
    ['SAM names, in YAML,', 'AWS::Serverless::StateMachine', { DefinitionUri: './machines/a.asl.yaml' }],
    [
      'is not packaged yet',
      'AWS::StepFunctions::StateMachine',
      { DefinitionS3Location: 'machines/a.asl.json' },
    ],
    [
      'the CDK wrote as an asset',
      'AWS::StepFunctions::StateMachine',
      { DefinitionS3Location: { Bucket: { 'Fn::Sub': 'assets-${AWS::Region}' }, Key: '0a1b.json' } },
    ],
  ])('that %s is put in its place', async (_name, type, location) => {
    expect(await read(type, { ...location, RoleArn: 'r' })).toEqual({
      M: { Type: type, Properties: { Definition, RoleArn: 'r' } },
    });
  });

  it.each([
    ['missing.json', /^Cannot read the DefinitionUri of 'M': ENOENT/],
    ['broken.json', /broken\.json: no JSON: .* line 1, column 12$/],
    ['list.json', /list\.json holds no object$/],
  ])('%s is an error that says which', async (DefinitionUri, message) => {
    await expect(read('AWS::Serverless::StateMachine', { DefinitionUri })).rejects.toMatchObject({
      code: 'TEMPLATE_UNREADABLE',
      message: expect.stringMatching(message),
    });
  });

  it('in S3 is left for the load to refuse', async () => {
    const properties = { DefinitionUri: 's3://bucket/key' };
    expect(await read('AWS::Serverless::StateMachine', properties)).toEqual({
      M: { Type: 'AWS::Serverless::StateMachine', Properties: properties },
    });
  });
});
