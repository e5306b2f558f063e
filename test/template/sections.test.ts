import { expect, it } from 'vitest';
import { loadTemplate } from '../../src/template/index.ts';
import { environment, problemsOf } from './harness.ts';

const queue = (attributes: object): object => ({
  Resources: { Q: { Type: 'AWS::SQS::Queue', ...attributes } },
});

it.each([
  [
    queue({ DeletionPolicy: 'Keep' }),
    `Resource 'Q' has the DeletionPolicy "Keep"; there are Delete, Retain, RetainExceptOnCreate, Snapshot`,
  ],
  [
    queue({ UpdateReplacePolicy: 'RetainExceptOnCreate' }),
    `Resource 'Q' has the UpdateReplacePolicy "RetainExceptOnCreate"; there are Delete, Retain, Snapshot`,
  ],
  [
    { AWSTemplateFormatVersion: '2020-01-01', ...queue({}) },
    'AWSTemplateFormatVersion is "2020-01-01"; there is only "2010-09-09"',
  ],
])('%j is refused', (template, message) => {
  expect(problemsOf(template)).toEqual([`TEMPLATE_INVALID ${message}`]);
});

it('the format version may be written in YAML without quotes', () => {
  const text =
    'AWSTemplateFormatVersion: 2010-09-09\nResources:\n  Q:\n    Type: AWS::SQS::Queue\n    DeletionPolicy: Delete\n';
  expect(loadTemplate(text, { environment }).resources.size).toBe(1);
});
