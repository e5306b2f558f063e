import { addressIsIn, parseCidr } from './ip-address.ts';
import { matchesArn, matchesText } from './pattern.ts';

/** A condition operator without its set prefix and `IfExists`. */
export interface Operator {
  /** Compares a value of the request with one of the policy, as if not negated. */
  test(actual: string, expected: string): boolean;
  /** Holds when `test` holds for none of the policy's values. */
  readonly negated: boolean;
  /** What is wrong with a value in a policy. */
  check?(expected: string): string | undefined;
}

type Test = Operator['test'];
type Check = NonNullable<Operator['check']>;

/** An operator and its negation. */
function pair(name: string, negation: string, test: Test, check?: Check): Record<string, Operator> {
  const shared = check ? { test, check } : { test };
  return { [name]: { ...shared, negated: false }, [negation]: { ...shared, negated: true } };
}

/** The six comparisons of an ordered type. */
function ordered(type: string, read: (text: string) => number, wanted: string): Record<string, Operator> {
  const check: Check = (text) => (Number.isNaN(read(text)) ? `"${text}" must be ${wanted}` : undefined);
  const compare = (test: (left: number, right: number) => boolean): Operator => ({
    test: (actual, expected) => test(read(actual), read(expected)),
    negated: false,
    check,
  });
  return {
    ...pair(
      `${type}Equals`,
      `${type}NotEquals`,
      (actual, expected) => read(actual) === read(expected),
      check,
    ),
    [`${type}LessThan`]: compare((left, right) => left < right),
    [`${type}LessThanEquals`]: compare((left, right) => left <= right),
    [`${type}GreaterThan`]: compare((left, right) => left > right),
    [`${type}GreaterThanEquals`]: compare((left, right) => left >= right),
  };
}

const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));
/** ISO 8601, or seconds since the epoch. */
const instantOf = (text: string): number => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));

const checkArn: Check = (text) =>
  text === '*' || /^(arn:|\$\{)/.test(text) ? undefined : `"${text}" must be an ARN`;
const checkBoolean: Check = (text) =>
  /^(true|false)$/i.test(text) ? undefined : `"${text}" must be "true" or "false"`;
const checkCidr: Check = (text) =>
  parseCidr(text) ? undefined : `"${text}" must be an IP address or a range in CIDR notation`;

/** By name, as the IAM user guide lists them; `ArnEquals` and `ArnLike` behave identically there. */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  ...pair('StringEquals', 'StringNotEquals', (actual, expected) => actual === expected),
  ...pair(
    'StringEqualsIgnoreCase',
    'StringNotEqualsIgnoreCase',
    (actual, expected) => actual.toLowerCase() === expected.toLowerCase(),
  ),
  ...pair('StringLike', 'StringNotLike', (actual, expected) => matchesText(expected, actual)),
  ...pair('ArnEquals', 'ArnNotEquals', (actual, expected) => matchesArn(expected, actual), checkArn),
  ...pair('ArnLike', 'ArnNotLike', (actual, expected) => matchesArn(expected, actual), checkArn),
  ...ordered('Numeric', numberOf, 'a number'),
  ...ordered('Date', instantOf, 'a date as ISO 8601 or epoch seconds'),
  ...pair('IpAddress', 'NotIpAddress', addressIsIn, checkCidr),
  Bool: {
    test: (actual, expected) => actual.toLowerCase() === expected.toLowerCase(),
    negated: false,
    check: checkBoolean,
  },
  BinaryEquals: { test: (actual, expected) => actual === expected, negated: false },
};
