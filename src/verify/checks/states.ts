import type { JsonObject } from '../../core/json.ts';
import { type Check, expectEqual, expectIncludes } from '../check.ts';

/** What TestState has to say about one state. */
interface Expected {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'CAUGHT_ERROR';
  readonly output?: unknown;
  readonly error?: string;
  /** Part of it. */
  readonly cause?: string;
  readonly nextState?: string;
}

interface StateCase {
  readonly id: string;
  readonly title: string;
  readonly state: object;
  readonly input?: object;
  /** In place of a task's call. */
  readonly mock?: object;
  readonly expected: Expected;
}

const succeeds = (output: unknown): Expected => ({ status: 'SUCCEEDED', output });
const fails = (error: string, cause: string): Expected => ({ status: 'FAILED', error, cause });

const pass = (fields: object): object => ({ Type: 'Pass', ...fields, End: true });
const jsonata = (expression: string): object =>
  pass({ QueryLanguage: 'JSONata', Output: `{% ${expression} %}` });

/** A task whose call fails as told, with a Catch for some errors. */
const caught = (error: string, by: string): Pick<StateCase, 'state' | 'mock'> => ({
  state: {
    Type: 'Task',
    Resource: 'arn:aws:states:::dynamodb:getItem',
    Parameters: { TableName: 'None', Key: { id: { S: '1' } } },
    Catch: [{ ErrorEquals: [by], Next: 'Next' }],
    End: true,
  },
  mock: { errorOutput: { error, cause: 'told to' } },
});

const EVALUATION = 'States.QueryEvaluationError';
const brackets = (depth: number): string => `${'['.repeat(depth)}1${']'.repeat(depth)}`;
const sum = (terms: number): string => Array(terms).fill('1').join('+');

/** Each runs one state with TestState: nothing is created. */
const cases: readonly StateCase[] = [
  {
    id: 'state-missing-path',
    title: 'a path of Parameters that finds nothing is States.Runtime',
    state: pass({ Parameters: { 'a.$': '$.x' } }),
    expected: fails('States.Runtime', "The JSONPath '$.x' specified for the field 'a.$' could not be found"),
  },
  {
    id: 'state-index-past-the-end',
    title: 'an index past the end of an array is null in Parameters',
    state: pass({ Parameters: { 'a.$': '$.list[5]' } }),
    input: { list: [1] },
    expected: succeeds({ a: null }),
  },
  {
    id: 'state-choice-without-variable',
    title: 'a Choice whose variable is missing is States.Runtime',
    state: {
      Type: 'Choice',
      Choices: [{ Variable: '$.x', NumericEquals: 1, Next: 'A' }],
      Default: 'B',
    },
    expected: fails(
      'States.Runtime',
      "Invalid path '$.x': The choice state's condition path references an invalid value.",
    ),
  },
  {
    id: 'state-choice-without-match',
    title: 'a Choice that nothing matches is States.Runtime',
    state: { Type: 'Choice', Choices: [{ Variable: '$.x', NumericEquals: 1, Next: 'A' }] },
    input: { x: 2 },
    expected: fails('States.Runtime', 'Failed to transition out of the state.'),
  },
  {
    id: 'state-intrinsic-failure',
    title: 'an intrinsic function that fails is named in the cause',
    state: pass({ Parameters: { 'a.$': 'States.StringToJson($.text)' } }),
    input: { text: '{' },
    expected: fails('States.IntrinsicFailure', 'had the following error:'),
  },
  {
    id: 'state-runtime-by-name',
    title: 'States.Runtime is not caught by its name',
    ...caught('States.Runtime', 'States.Runtime'),
    expected: { status: 'FAILED', error: 'States.Runtime' },
  },
  {
    id: 'state-data-limit-by-all',
    title: 'States.DataLimitExceeded is not caught by States.ALL',
    ...caught('States.DataLimitExceeded', 'States.ALL'),
    expected: { status: 'FAILED', error: 'States.DataLimitExceeded' },
  },
  {
    id: 'state-data-limit-by-name',
    title: 'States.DataLimitExceeded is caught by its name',
    ...caught('States.DataLimitExceeded', 'States.DataLimitExceeded'),
    expected: { status: 'CAUGHT_ERROR', error: 'States.DataLimitExceeded' },
  },
  {
    id: 'state-large-variable',
    title: 'a variable of 300,000 characters is too large',
    state: pass({ QueryLanguage: 'JSONata', Assign: { x: "{% $pad('', 300000, 'x') %}" }, Output: {} }),
    expected: { status: 'FAILED', error: 'States.DataLimitExceeded' },
  },
  {
    id: 'state-string-matches',
    title: 'StringMatches with a backslash that escapes nothing fails',
    state: {
      Type: 'Choice',
      Choices: [{ Variable: '$.x', StringMatches: 'a\\b', Next: 'A' }],
      Default: 'B',
    },
    input: { x: 'ab' },
    expected: { status: 'FAILED', error: 'States.Runtime' },
  },
  {
    id: 'state-missing-argument',
    title: 'a path that finds nothing as an argument of a function is States.Runtime',
    state: pass({ Parameters: { 'a.$': "States.Format('{}', $.x)" } }),
    expected: fails(
      'States.Runtime',
      "had the following error: The JsonPath argument for the field '$.x' could not be found in the input '{}'",
    ),
  },
  {
    id: 'state-base64',
    title: 'States.Base64Encode writes one line',
    state: pass({ Parameters: { 'a.$': `States.Base64Encode('${'x'.repeat(60)}')` } }),
    expected: succeeds({ a: 'eHh4'.repeat(20) }),
  },
  {
    id: 'state-intrinsic-backslash',
    title: 'a backslash that escapes nothing in an intrinsic function fails',
    state: pass({ Parameters: { 'a.$': "States.Array('a\\q')" } }),
    expected: { status: 'FAILED', error: 'States.Runtime' },
  },
  {
    id: 'state-result-path',
    title: 'a ResultPath that cannot be applied is States.Runtime',
    state: pass({ Result: 1, ResultPath: '$.x' }),
    input: [],
    expected: fails('States.Runtime', 'Unable to apply ReferencePath $.x'),
  },
  {
    id: 'state-timestamps',
    title: 'a Choice tells timestamps apart that differ by a microsecond',
    state: {
      Type: 'Choice',
      Choices: [{ Variable: '$.x', TimestampLessThan: '2026-01-01T00:00:00.000002Z', Next: 'Less' }],
      Default: 'Other',
    },
    input: { x: '2026-01-01T00:00:00.000001Z' },
    expected: { status: 'SUCCEEDED', nextState: 'Less' },
  },
  {
    id: 'state-wait-out-of-range',
    title: 'a Wait of less than no time is States.QueryEvaluationError',
    state: { Type: 'Wait', QueryLanguage: 'JSONata', Seconds: '{% -1 %}', End: true },
    expected: { status: 'FAILED', error: EVALUATION },
  },
  {
    id: 'state-fail-gives-strings',
    title: 'a Fail state whose cause is no string is States.QueryEvaluationError',
    state: { Type: 'Fail', QueryLanguage: 'JSONata', Error: 'E', Cause: "{% {'a': 1} %}" },
    expected: { status: 'FAILED', error: EVALUATION },
  },
  {
    id: 'jsonata-depth-100',
    title: 'JSONata evaluates 100 terms of a sum',
    state: jsonata(sum(100)),
    expected: succeeds(100),
  },
  {
    id: 'jsonata-depth-101',
    title: 'JSONata does not evaluate 101 terms, and says so without a code',
    state: jsonata(sum(101)),
    expected: fails(EVALUATION, 'threw an error during evaluation: Stack overflow error'),
  },
  {
    id: 'jsonata-depth-of-members',
    title: 'JSONata evaluates members of 90 levels side by side',
    state: jsonata(`$count([${brackets(90)}, ${brackets(90)}])`),
    expected: succeeds(2),
  },
  {
    id: 'jsonata-memory',
    title: 'JSONata does not make a text of 2^23 characters',
    state: jsonata("$length($pad('', 8388608, 'x'))"),
    expected: fails(EVALUATION, 'Expression evaluation memory limit exceeded'),
  },
  {
    id: 'jsonata-endless',
    title: 'JSONata that does not end is stopped',
    state: jsonata('($f := function($n) { $f($n + 1) }; $f(0))'),
    expected: fails(EVALUATION, 'Expression evaluation timeout'),
  },
  {
    id: 'jsonata-field-name',
    title: 'an error in the condition of a Choice names its place',
    state: {
      Type: 'Choice',
      QueryLanguage: 'JSONata',
      Choices: [{ Condition: "{% $error('x') %}", Next: 'A' }],
      Default: 'B',
    },
    expected: fails(EVALUATION, "'Choices[0]/Condition'"),
  },
  {
    id: 'jsonata-hash',
    title: '$hash takes 8,000 characters',
    state: jsonata("$length($hash($pad('', 8000, 'x'), 'SHA-256'))"),
    expected: succeeds(64),
  },
  {
    id: 'jsonata-function-in-result',
    title: 'a function within a result is left out of an object, and null in an array',
    state: jsonata("{ 'a': function($x) { $x }, 'b': [1, function($x) { $x }] }"),
    expected: succeeds({ b: [1, null] }),
  },
  {
    id: 'jsonata-order',
    title: 'of two members that fail, the first is reported',
    state: jsonata("[$error('first'), $error('second')]"),
    expected: fails(EVALUATION, 'first'),
  },
  {
    id: 'jsonata-empty-group',
    title: 'grouping an empty array adds no member to it',
    state: jsonata("($states.input.list{ 'a': 1 }; $count($states.input.list))"),
    input: { list: [] },
    expected: succeeds(0),
  },
  {
    id: 'jsonata-prototype',
    title: 'names of JavaScript are names like any other',
    state: jsonata('$exists($states.input.constructor) or $exists($states.input.__proto__)'),
    expected: succeeds(false),
  },
  {
    id: 'jsonata-long-integers',
    title: 'JSONata calculates with integers beyond 2^53 as doubles, and tells them apart all the same',
    state: jsonata(
      "($n := $parse('[9007199254740993, 9007199254740995]'); [$n[0] + 1, $n[0] = $n[1], $n[0] < $n[1]])",
    ),
    expected: succeeds([2 ** 53, false, true]),
  },
  {
    id: 'jsonata-regular-expressions',
    title: 'regular expressions are those of JavaScript: captures in loops, lookaheads, cases',
    state: jsonata(
      "[$replace('ab', /(?:(a)|(b))+/, '[$1$2]'), $replace('aa', /(?=(a))a\\1/, 'x'), $contains('\u017f', /s/i)]",
    ),
    expected: succeeds(['[b]', 'x', false]),
  },
];

/** What Step Functions says to single states. Nothing is created. */
export const statesChecks: readonly Check[] = cases.map(
  ({ id, title, state, input = {}, mock, expected }) => ({
    id,
    title,
    async run({ aws }) {
      const { body, status, message } = await aws.call('states', 'TestState', {
        definition: JSON.stringify(state),
        input: JSON.stringify(input),
        ...(mock && { mock: mock as JsonObject }),
      });
      expectEqual(message || 'HTTP status', status, 200);
      expectEqual(`status (${body['cause'] ?? body['output']})`, body['status'], expected.status);
      if (expected.error !== undefined) expectEqual('error', body['error'], expected.error);
      if (expected.cause !== undefined) expectIncludes('cause', String(body['cause']), expected.cause);
      if (expected.nextState !== undefined) expectEqual('next state', body['nextState'], expected.nextState);
      if ('output' in expected)
        expectEqual('output', JSON.parse(String(body['output'])) as unknown, expected.output);
    },
  }),
);
