import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/core/json.ts';
import { expandForEach } from '../../src/template/for-each.ts';
import { TemplateError } from '../../src/template/index.ts';
import { load, problemsOf } from './harness.ts';

const Transform = 'AWS::LanguageExtensions';
const bus = (Name: unknown): JsonObject =>
  ({ Type: 'AWS::Events::EventBus', Properties: { Name } }) as JsonObject;
const namesOf = (template: object, parameters?: Record<string, string>): unknown =>
  Object.fromEntries(
    [...load(template, parameters ? { parameters } : {}).resources].map(([id, { properties }]) => [
      id,
      properties['Name'],
    ]),
  );

describe('Fn::ForEach', () => {
  it('makes a resource for each value', () => {
    const loop = [
      'Name',
      ['red', 'dark-blue'],
      { 'Bus&{Name}': bus({ 'Fn::Sub': '${Name}-${AWS::Region}' }) },
    ];
    expect(namesOf({ Transform, Resources: { Fixed: bus('fixed'), 'Fn::ForEach::Buses': loop } })).toEqual({
      Fixed: 'fixed',
      Busred: 'red-eu-west-1',
      Busdarkblue: 'dark-blue-eu-west-1',
    });
  });

  it('takes Ref for the value, and a list parameter for the collection', () => {
    const template = {
      Transform: [Transform],
      Parameters: { Names: { Type: 'CommaDelimitedList', Default: 'a, b' } },
      Resources: { 'Fn::ForEach::Buses': ['N', { Ref: 'Names' }, { 'Bus${N}': bus({ Ref: 'N' }) }] },
    };
    expect(namesOf(template)).toEqual({ Busa: 'a', Busb: 'b' });
    expect(namesOf(template, { Names: 'c' })).toEqual({ Busc: 'c' });
  });

  it('nests, and stands in properties and outputs too', () => {
    const model = load({
      Transform,
      Resources: {
        'Fn::ForEach::A': [
          'A',
          ['x', 'y'],
          { 'Fn::ForEach::B': ['B', ['1', '2'], { 'Bus${A}${B}': bus('${A}${B}') }] },
        ],
        Tagged: {
          Type: 'AWS::Events::EventBus',
          Properties: { 'Fn::ForEach::P': ['P', ['Name', 'Description'], { '${P}': 'same' }] },
        },
      },
      Outputs: { 'Fn::ForEach::O': ['A', ['x', 'y'], { 'Out${A}': { Value: { Ref: 'Bus${A}1' } } }] },
    });
    expect([...model.resources.keys()]).toEqual(['Busx1', 'Busx2', 'Busy1', 'Busy2', 'Tagged']);
    expect(model.resources.get('Tagged')?.properties).toEqual({ Name: 'same', Description: 'same' });
    expect(model.outputs).toEqual([
      { key: 'Outx', value: 'x1' },
      { key: 'Outy', value: 'y1' },
    ]);
  });

  it.each([
    [{ Resources: { 'Fn::ForEach::X': ['N', ['a'], {}] } }, 'Fn::ForEach needs the transform'],
    [
      { Transform, Resources: { 'Fn::ForEach::X': ['N', ['a']] } },
      'Fn::ForEach::X needs a list of an identifier',
    ],
    [
      { Transform, Resources: { 'Fn::ForEach::X': ['N', { Ref: 'None' }, {}] } },
      'needs a list of an identifier',
    ],
    [
      { Transform, Resources: { 'Fn::ForEach::X': ['N', ['a', 'b'], { Bus: bus('x') }] } },
      "Fn::ForEach::X makes 'Bus', which is there already",
    ],
  ])('%j is refused', (template, message) => {
    expect(() => load(template)).toThrow(TemplateError);
    expect(problemsOf(template).join('\n')).toContain(message);
  });

  it('leaves a template without it alone', () => {
    const template = { Resources: { B: bus('x') } };
    expect(expandForEach(template, {}, undefined as never)).toBe(template);
  });
});
