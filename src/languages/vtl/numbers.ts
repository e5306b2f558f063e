import { JsonNumber } from '../../core/json.ts';

/**
 * Java's numbers, as Velocity calculates with them: a bigint is an Integer, Long or BigInteger (an overflow makes the
 * next larger one, so one kind is enough), a number is a Double, and a {@link JsonNumber} a BigDecimal.
 */
export type JavaNumber = bigint | number | JsonNumber;

/** json-smart, the reader of API Gateway's templates, makes a BigDecimal of longer texts. */
const LONGEST_DOUBLE = 18;

/** The number that a JSON text stands for: `1` an integer, `1.0` a Double. */
export function javaNumber(text: string): JavaNumber {
  if (/^-?\d+$/.test(text)) return BigInt(text);
  const double = Number(text);
  return text.length > LONGEST_DOUBLE || !Number.isFinite(double) ? new JsonNumber(text) : double;
}

export function isJavaNumber(value: unknown): value is JavaNumber {
  return typeof value === 'bigint' || typeof value === 'number' || value instanceof JsonNumber;
}

export function numberText(value: JavaNumber): string {
  return typeof value === 'number' ? doubleText(value) : String(value);
}

/** `Double.toString`: 1.0, 0.001, 1.0E7, 1.0E-4. */
function doubleText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-3 && magnitude < 1e7) return withFraction(String(value));
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${withFraction(digits)}E${Number(exponent)}`;
}

function withFraction(digits: string): string {
  return digits.includes('.') ? digits : `${digits}.0`;
}

type Arithmetic = '+' | '-' | '*' | '/' | '%';

/** Integers stay integers, and a division by zero is null, as in Velocity's `MathUtils`. */
export function calculate(operator: Arithmetic, left: JavaNumber, right: JavaNumber): JavaNumber | null {
  if ((operator === '/' || operator === '%') && Number(right) === 0) return null;
  if (typeof left === 'bigint' && typeof right === 'bigint') return INTEGERS[operator](left, right);
  return DOUBLES[operator](Number(left), Number(right));
}

const INTEGERS: Readonly<Record<Arithmetic, (left: bigint, right: bigint) => bigint>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
};

const DOUBLES: Readonly<Record<Arithmetic, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
};

/** Below, at or above zero as `left` is smaller, equal or larger. */
export function compareNumbers(left: JavaNumber, right: JavaNumber): number {
  const [a, b] = [comparable(left), comparable(right)];
  return a < b ? -1 : Number(a > b);
}

function comparable(value: JavaNumber): bigint | number {
  return value instanceof JsonNumber ? value.valueOf() : value;
}
