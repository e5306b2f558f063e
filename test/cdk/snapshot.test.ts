import { describe, expect, it } from 'vitest';
import { matcherExpressions } from '../../src/cdk/matcher/index.ts';
import { synthTemplate } from '../../src/cdk/synth.ts';

type Json = { readonly [key: string]: unknown };

/** The text that an Fn::Join makes, with `${LogicalId}` or `${AWS::Region}` for what is known at deployment. */
function joined(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as Json;
  if (join) return ((join as [string, unknown[]])[1] ?? []).map(joined).join('');
  return `\${${ref ?? (attribute as string[]).join('.')}}`;
}

/**
 * The template with its state machines as documents and its mapping templates as lines, to be read in a diff. The
 * matcher has tests of its own.
 */
function readable(template: object): string {
  const matcher = matcherExpressions();
  return `${JSON.stringify(
    template,
    (key, value: unknown) => {
      if (key === 'DefinitionString') return JSON.parse(joined(value)) as unknown;
      if (key === '$default') return joined(value).split('\n');
      if (typeof value !== 'string') return value;
      return value.replace(matcher.compile, '<compile.jsonata>').replace(matcher.match, '<match.jsonata>');
    },
    2,
  )}\n`;
}

const template = synthTemplate();

describe('the template', { timeout: 60_000 }, () => {
  it('changes only when somebody means it to: look at the diff, then run vitest with -u', async () => {
    await expect(readable(template)).toMatchFileSnapshot('__snapshots__/lambdaless.template.txt');
  });

  it('does not depend on when or where it is made', () => {
    expect(synthTemplate()).toEqual(template);
    expect(JSON.stringify(template)).not.toContain(process.cwd());
  });

  it('needs no assets, no Lambda function, no custom resource and no container', () => {
    const { Resources: resources } = template as { Resources: Record<string, { Type: string }> };
    const types = new Set(Object.values(resources).map(({ Type: type }) => type.split('::')[1]));
    expect([...types].sort()).toEqual([
      'ApiGatewayV2',
      'DynamoDB',
      'Events',
      'IAM',
      'Logs',
      'SQS',
      'StepFunctions',
    ]);
  });
});
