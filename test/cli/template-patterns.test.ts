import { describe, expect, it } from 'vitest';
import { patternsOfTemplate } from '../../src/cli/template-patterns.ts';
import { parsePattern } from '../../src/languages/event-pattern/index.ts';

const YAML = `
Resources:
  Paid:
    Type: AWS::Events::Rule
    Properties:
      EventPattern:
        account: [!Ref AWS::AccountId]
        source: !Ref Sources
        detail:
          amount: [{ numeric: ['>', !Ref Least] }]
          name: [{ prefix: !Sub '\${Stage}-' }, { anything-but: { suffix: !Ref End } }]
        $or: [{ region: [!Ref AWS::Region] }, { region: !Ref Regions }]
  Kept:
    Type: AWS::Events::Archive
    Properties: { EventPattern: { source: [shop] } }
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Ordered: { Type: EventBridgeRule, Properties: { Pattern: { source: [shop] } } }
        Hourly: { Type: Schedule, Properties: { Schedule: rate(1 hour) } }
  Hourly:
    Type: AWS::Events::Rule
    Properties: { ScheduleExpression: rate(1 hour) }
  Queue: { Type: AWS::SQS::Queue }
`;

describe('the patterns of a template', () => {
  it('are those of rules, archives and SAM events', () => {
    expect(patternsOfTemplate(YAML)?.map(({ name }) => name)).toEqual(['Paid', 'Kept', 'Worker.Ordered']);
  });

  it('have something where a function of the template stands, so that they can be judged', () => {
    const [paid] = patternsOfTemplate(YAML) ?? [];
    expect(JSON.parse(paid?.text ?? '')).toEqual({
      account: ['x'],
      source: ['x'],
      detail: {
        amount: [{ numeric: ['>', 0] }],
        name: [{ prefix: 'x' }, { 'anything-but': { suffix: 'x' } }],
      },
      $or: [{ region: ['x'] }, { region: ['x'] }],
    });
    expect(() => parsePattern(paid?.text ?? '')).not.toThrow();
  });

  it('may be text', () => {
    const Rule = { Type: 'AWS::Events::Rule', Properties: { EventPattern: '{"source":["a"]}' } };
    expect(patternsOfTemplate(JSON.stringify({ Resources: { Rule } }))).toEqual([
      { name: 'Rule', path: ['Resources', 'Rule', 'Properties', 'EventPattern'], text: '{"source":["a"]}' },
    ]);
  });

  it('may be known only to a deployment', () => {
    const Rule = { Type: 'AWS::Events::Rule', Properties: { EventPattern: { Ref: 'Pattern' } } };
    const [found] = patternsOfTemplate(JSON.stringify({ Resources: { Rule } })) ?? [];
    expect(found).toEqual({ name: 'Rule', path: expect.anything(), text: undefined });
  });

  it.each(['{"source":["a"]}', 'no: template', '{"source":', '', '[]'])(
    'are not looked for in %j',
    (text) => {
      expect(patternsOfTemplate(text)).toBeUndefined();
    },
  );
});
