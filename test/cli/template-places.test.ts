import { describe, expect, it } from 'vitest';
import { patternsOfTemplate } from '../../src/cli/template-patterns.ts';
import { placeInTemplate } from '../../src/cli/template-places.ts';
import { parsePattern } from '../../src/languages/event-pattern/index.ts';

/** A rule whose pattern is what follows, from column 21 of line 5 on. */
const RULE = 'Resources:\n  Rule:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern: ';

/** What stands in a template from the place of its pattern's error on: so much of it as is asked for. */
function pointedAt(template: string, length: number): string | undefined {
  const [found] = patternsOfTemplate(template) ?? [];
  const text = found?.text ?? '';
  try {
    parsePattern(text);
    return undefined;
  } catch (error) {
    const { offset = 0 } = error as { offset?: number };
    const { line, column } = placeInTemplate(template, found?.path ?? [], text, offset);
    return template.split('\n')[line - 1]?.slice(column - 1, column - 1 + length);
  }
}

const inJson = (pattern: unknown, indent?: number | string): string =>
  JSON.stringify(
    { Resources: { Rule: { Type: 'AWS::Events::Rule', Properties: { EventPattern: pattern } } } },
    undefined,
    indent,
  );

describe('the place of a problem in a template', () => {
  it.each([
    ['in YAML', `${RULE}\n        source: shop`, 'shop'],
    ['in a list', `${RULE}\n        source:\n          - a\n          - [b]`, 'b]'],
    ['in a matcher', `${RULE}{ source: [a], detail: { b: [{ sufix: c }] } }`, 'c }'],
    ['of an empty list', `${RULE}{ detail: { b: [ ] } }`, '[ ]'],
    ['behind a function', `${RULE}{ account: [!Ref AWS::AccountId], source: shop }`, 'shop'],
    ['of a repeated name', `${RULE}{ detail: { a: { source: [b] }, source: shop } }`, 'shop'],
    ['behind an anchor', `${RULE}{ source: &it shop, account: *it }`, 'shop, account'],
    ['in JSON on one line', inJson({ source: ['é"\\'], account: 'shop' }), '"shop"'],
    ['in JSON on many lines', inJson({ source: ['a'], account: 'shop' }, 2), '"shop"'],
    ['in JSON with tabs', inJson({ source: ['a'], account: 'shop' }, '\t'), '"shop"'],
    ['in JSON within JSON', inJson('{"source":["é\\"\\u00e9"],"account":"shop"}'), 'shop'],
    ['in a literal', `${RULE}|\n        {\n\n          "source": "shop"\n        }`, 'shop'],
    [
      'in a literal of a Windows file',
      `${RULE}|\n        {\n\n          "a": "shop"\n        }`.replaceAll('\n', '\r\n'),
      'shop',
    ],
    ['in single quotes', `${RULE}'{"source":["it''s"],"account":"shop"}'`, 'shop'],
    ['in folded text: its beginning', `${RULE}>\n        {"source":\n          "shop"}`, '>'],
  ])('%s', (_where, template, expected) => {
    expect(pointedAt(template, expected.length)).toBe(expected);
  });

  it('of a SAM event', () => {
    const Ordered = { Type: 'EventBridgeRule', Properties: { Pattern: { source: 'shop' } } };
    const Work = { Type: 'AWS::Serverless::StateMachine', Properties: { Events: { Ordered } } };
    expect(pointedAt(JSON.stringify({ Resources: { Work } }), 6)).toBe('"shop"');
  });
});
