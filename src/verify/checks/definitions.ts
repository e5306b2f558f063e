import { type Check, expectEqual, expectIncludes } from '../check.ts';

interface DefinitionCase {
  readonly id: string;
  readonly title: string;
  readonly definition: object;
  /** Code, place and part of the message of each diagnostic. */
  readonly expected: readonly (readonly [code: string, location: string, message: string])[];
}

const SCHEMA = 'SCHEMA_VALIDATION_FAILED';
const JSONATA = 'UNSUPPORTED_JSONATA_EXPRESSION';

/** A definition of one state that is refused, for a reason at a place. */
const refused = (
  id: string,
  title: string,
  state: object,
  [code, place, message = '']: readonly [code: string, place: string, message?: string],
): DefinitionCase => ({
  id,
  title,
  definition: { StartAt: 'A', States: { A: { End: true, ...state } } },
  expected: [[code, `/States/A${place}`, message]],
});
const output = (text: string): object => ({ Type: 'Pass', QueryLanguage: 'JSONata', Output: text });

const definitions: readonly DefinitionCase[] = [
  {
    id: 'definition-transition',
    title: 'a state that leads nowhere is MISSING_TRANSITION_TARGET at its Next',
    definition: {
      StartAt: 'A',
      States: {
        A: {
          Type: 'Choice',
          Choices: [{ Variable: '$.x', IsNull: true, Next: 'None' }],
          Default: 'B',
        },
        B: { Type: 'Succeed' },
      },
    },
    expected: [['MISSING_TRANSITION_TARGET', '/States/A/Choices', '']],
  },
  {
    id: 'definition-schema',
    title: 'a field that a state does not have is SCHEMA_VALIDATION_FAILED at the state',
    definition: { StartAt: 'A', States: { A: { Type: 'Pass', Colour: 'red', End: true } } },
    expected: [['SCHEMA_VALIDATION_FAILED', '/States/A', '']],
  },
  {
    id: 'definition-without-end',
    title: 'a machine without an end is told so, and nothing of states that it does not reach',
    definition: {
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Next: 'B' },
        B: { Type: 'Pass', Next: 'A' },
        C: { Type: 'Pass', Next: 'A' },
      },
    },
    expected: [['MISSING_END_STATE', '', '']],
  },
  refused(
    'definition-payload-twins',
    'a member that is there plain and with .$ is refused',
    { Type: 'Pass', Parameters: { a: 1, 'a.$': '$.a' } },
    [SCHEMA, '/Parameters'],
  ),
  refused(
    'definition-name-in-intrinsic',
    'a function takes no path with a hyphen outside brackets',
    { Type: 'Pass', Parameters: { 'a.$': "States.Format('{}', $.a-b)" } },
    [SCHEMA, '/Parameters'],
  ),
  refused(
    'definition-optimized-member',
    'an optimized integration takes only the members of its API',
    {
      Type: 'Task',
      Resource: 'arn:aws:states:::dynamodb:getItem',
      Parameters: { TableName: 'None', Key: {}, Colour: 'red' },
    },
    [SCHEMA, '/Parameters', 'is not supported by Step Functions'],
  ),
  refused(
    'definition-heartbeat',
    'HeartbeatSeconds as long as TimeoutSeconds is refused',
    {
      Type: 'Task',
      Resource: 'arn:aws:states:::dynamodb:getItem',
      Parameters: { TableName: 'None', Key: {} },
      TimeoutSeconds: 5,
      HeartbeatSeconds: 5,
    },
    [SCHEMA, '/HeartbeatSeconds'],
  ),
  refused(
    'definition-states-result',
    '$states.result is refused in a state that has none',
    output('{% $states.result %}'),
    [JSONATA, '/Output', "Reference to '$states.result' is not supported."],
  ),
  refused('definition-dollar', '$ is refused at the top level of an expression', output('{% $ %}'), [
    JSONATA,
    '/Output',
  ]),
  refused('definition-delimiters', 'a space before {% is refused', output(' {% 1 %}'), [SCHEMA, '/Output']),
  {
    id: 'definition-map-twins',
    title: 'a Map with both ItemSelector and Parameters is refused',
    definition: {
      StartAt: 'A',
      States: {
        A: {
          Type: 'Map',
          ItemSelector: {},
          Parameters: {},
          ItemProcessor: { StartAt: 'B', States: { B: { Type: 'Pass', End: true } } },
          End: true,
        },
      },
    },
    expected: [['SCHEMA_VALIDATION_FAILED', '/States/A', '']],
  },
  {
    id: 'definition-warnings',
    title: 'a path that is a plain text in Parameters is warned of',
    definition: {
      StartAt: 'A',
      States: { A: { Type: 'Pass', Parameters: { a: '$.x' }, End: true } },
    },
    expected: [['NO_DOLLAR', '/States/A', '']],
  },
  {
    id: 'definition-duplicate-name',
    title: 'a state name that occurs twice is refused',
    definition: {
      StartAt: 'A',
      States: {
        A: {
          Type: 'Map',
          ItemProcessor: { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } },
          End: true,
        },
      },
    },
    expected: [['DUPLICATE_STATE_NAME', '/States/A', '']],
  },
];

/** What Step Functions says to definitions of whole workflows. Nothing is created. */
export const definitionChecks: readonly Check[] = definitions.map(({ id, title, definition, expected }) => ({
  id,
  title,
  async run({ aws }) {
    const { body } = await aws.call('states', 'ValidateStateMachineDefinition', {
      definition: JSON.stringify(definition),
      severity: 'WARNING',
    });
    const found = (body['diagnostics'] ?? []) as { code: string; location?: string; message: string }[];
    expectEqual(
      'codes',
      found.map(({ code }) => code),
      expected.map(([code]) => code),
    );
    for (const [index, [, location, message]] of expected.entries()) {
      expectIncludes('location', found[index]?.location ?? '', location);
      expectIncludes('message', found[index]?.message ?? '', message);
    }
  },
}));
