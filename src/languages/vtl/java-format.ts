import { isJavaNumber, type JavaNumber } from './numbers.ts';
import { VtlRenderError } from './syntax.ts';
import { textOf, type Value } from './values.ts';

const SPECIFIER = /%(?:(\d+)\$)?([-#+ 0,(]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])/g;

/** `String.format`, with the conversions s, S, d, f, e, x, X, b, c, n and %. @throws VtlRenderError for others */
export function javaFormat(pattern: string, args: readonly Value[]): string {
  let next = 0;
  return pattern.replace(
    SPECIFIER,
    (all, position?: string, flags = '', width?: string, precision?: string, conversion = '') => {
      if (conversion === 'n') return '\n';
      if (conversion === '%') return padded('%', flags, width);
      const arg = args[position === undefined ? next++ : Number(position) - 1];
      const convert = CONVERSIONS[conversion];
      if (arg === undefined || !convert)
        throw new VtlRenderError(`String.format: ${all} cannot be filled in`);
      return padded(convert(arg, { flags, precision, all }), flags, width);
    },
  );
}

interface Specifier {
  readonly flags: string;
  readonly precision: string | undefined;
  readonly all: string;
}

type Conversion = (arg: Value, specifier: Specifier) => string;

const CONVERSIONS: Readonly<Record<string, Conversion>> = {
  s: (arg, { precision }) => textOf(arg).slice(0, precision === undefined ? undefined : Number(precision)),
  S: (arg) => textOf(arg).toUpperCase(),
  b: (arg) => String(arg !== null && arg !== false),
  c: (arg) => textOf(arg),
  d: (arg, specifier) => {
    if (typeof arg !== 'bigint') throw mismatch(arg, specifier);
    return signed(String(arg), specifier.flags);
  },
  x: (arg, specifier) => hexadecimal(arg, specifier),
  X: (arg, specifier) => hexadecimal(arg, specifier).toUpperCase(),
  f: (arg, specifier) =>
    signed(decimal(arg, specifier).toFixed(Number(specifier.precision ?? 6)), specifier.flags),
  e: (arg, specifier) =>
    decimal(arg, specifier)
      .toExponential(Number(specifier.precision ?? 6))
      .replace(/e([+-])(\d)$/, 'e$10$2'),
};

function hexadecimal(arg: Value, specifier: Specifier): string {
  if (typeof arg !== 'bigint') throw mismatch(arg, specifier);
  return BigInt.asUintN(arg === BigInt.asIntN(32, arg) ? 32 : 64, arg).toString(16);
}

function decimal(arg: Value, specifier: Specifier): number {
  if (!isJavaNumber(arg) || typeof arg === 'bigint') throw mismatch(arg, specifier);
  return Number(arg as JavaNumber);
}

function mismatch(arg: Value, { all }: Specifier): VtlRenderError {
  return new VtlRenderError(`String.format: ${all} does not fit ${JSON.stringify(textOf(arg))}`);
}

function signed(digits: string, flags: string): string {
  const grouped = flags.includes(',')
    ? digits.replace(/\d+/, (whole) => whole.replace(/\B(?=(?:\d{3})+$)/g, ','))
    : digits;
  if (digits.startsWith('-')) return grouped;
  return flags.includes('+') ? `+${grouped}` : flags.includes(' ') ? ` ${grouped}` : grouped;
}

function padded(body: string, flags: string, width: string | undefined): string {
  const length = Number(width ?? 0);
  if (flags.includes('-')) return body.padEnd(length);
  if (!flags.includes('0')) return body.padStart(length);
  const sign = /^[+-]/.exec(body)?.[0] ?? '';
  return sign + body.slice(sign.length).padStart(length - sign.length, '0');
}
