import type { JsonValue } from '../../../src/core/json.ts';

/**
 * The language once more, as a judge: by brute force, over parsed JSON, sharing nothing with the engines. Covers what
 * the `plain` domain of arbitraries.ts can hold (no repeated names, no number that a double changes).
 */
export function naiveMatches(patternText: string, eventText: string): boolean {
  const leaves = leavesOf(JSON.parse(eventText) as JsonValue, [], []);
  return alternativesOf(JSON.parse(patternText) as Json, '').some((fields) => satisfiable(fields, leaves));
}

type Json = Record<string, unknown>;
type Fields = Map<string, unknown[]>;

/** Every combination of branches, as a map from paths to what is asked there; later fields replace earlier ones. */
function alternativesOf(object: Json, path: string): Fields[] {
  let alternatives: Fields[] = [new Map()];
  for (const [name, value] of Object.entries(object)) {
    const below = path === '' ? name : `${path}.${name}`;
    const choices =
      name === '$or'
        ? (value as Json[]).flatMap((branch) => alternativesOf(branch, path))
        : Array.isArray(value)
          ? [new Map([[below, value as unknown[]]])]
          : alternativesOf(value as Json, below);
    alternatives = alternatives.flatMap((fields) => choices.map((more) => new Map([...fields, ...more])));
  }
  return alternatives;
}

interface Leaf {
  readonly path: string;
  readonly value: unknown;
  /** Where each array around it stands, and the index of the element that the leaf is inside of. */
  readonly elements: readonly (readonly [array: string, index: number])[];
}

function leavesOf(value: JsonValue, where: readonly (string | number)[], elements: Leaf['elements']): Leaf[] {
  if (Array.isArray(value)) {
    const array = JSON.stringify(where);
    return value.flatMap((item, index) => {
      const inside: Leaf['elements'] = isContainer(item) ? [...elements, [array, index]] : elements;
      return leavesOf(item, [...where, index], inside);
    });
  }
  if (isContainer(value)) {
    return Object.entries(value as Json).flatMap(([name, member]) =>
      leavesOf(member as JsonValue, [...where, name], elements),
    );
  }
  return [{ path: where.filter((step) => typeof step === 'string').join('.'), value, elements }];
}

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** Tries every leaf for every field, in the order of the paths. */
function satisfiable(fields: Fields, leaves: readonly Leaf[]): boolean {
  const paths = [...fields.keys()].sort();
  const tryFrom = (index: number, chosen: readonly Leaf[]): boolean => {
    const path = paths[index];
    if (path === undefined) return true;
    const asked = fields.get(path) as unknown[];
    const here = leaves.filter(
      (leaf) => leaf.path === path && chosen.every((other) => goTogether(leaf, other)),
    );
    if (here.length === 0 && asked.some((each) => (each as Json | null)?.['exists'] === false)) {
      if (tryFrom(index + 1, chosen)) return true;
    }
    const fitting = here.filter((leaf) => asked.some((each) => fits(each, leaf.value)));
    return fitting.some((leaf) => tryFrom(index + 1, [...chosen, leaf]));
  };
  return tryFrom(0, []);
}

function goTogether(left: Leaf, right: Leaf): boolean {
  return left.elements.every(([array, index]) =>
    right.elements.every(([other, at]) => array !== other || index === at),
  );
}

function fits(asked: unknown, value: unknown): boolean {
  if (!isContainer(asked)) return equals(asked, value);
  const [[operator, operand]] = Object.entries(asked as Json) as [[string, unknown]];
  if (operator === 'exists') return operand === true;
  if (operator === 'anything-but') return !excludes(operand, value);
  if (operator === 'numeric')
    return typeof value === 'number' && isWithin(operand as (string | number)[], value);
  return typeof value === 'string' && fitsString(operator, operand, value);
}

/** Addresses by value; everything else as JavaScript has it. */
function equals(asked: unknown, value: unknown): boolean {
  if (typeof asked !== 'string' || typeof value !== 'string') return asked === value;
  const address = addressOf(asked);
  return address === undefined ? asked === value : address === addressOf(value);
}

function excludes(operand: unknown, value: unknown): boolean {
  if (Array.isArray(operand)) return operand.some((each) => each === value);
  if (!isContainer(operand)) return operand === value;
  const [[operator, texts]] = Object.entries(operand as Json) as [[string, unknown]];
  return [texts].flat().some((text) => typeof value === 'string' && fitsString(operator, text, value));
}

function isWithin(range: readonly (string | number)[], value: number): boolean {
  for (let at = 0; at < range.length; at += 2) {
    const bound = range[at + 1] as number;
    const holds = {
      '=': value === bound,
      '<': value < bound,
      '<=': value <= bound,
      '>': value > bound,
      '>=': value >= bound,
    };
    if (!holds[range[at] as keyof typeof holds]) return false;
  }
  return true;
}

function fitsString(operator: string, operand: unknown, value: string): boolean {
  if (isContainer(operand)) {
    const pattern = ignoringCase((operand as Json)['equals-ignore-case'] as string);
    return new RegExp(operator === 'prefix' ? `^${pattern}` : `${pattern}$`, 's').test(value);
  }
  const text = operand as string;
  if (operator === 'prefix') return value.startsWith(text);
  if (operator === 'suffix') return value.endsWith(text);
  if (operator === 'equals-ignore-case') return new RegExp(`^${ignoringCase(text)}$`, 's').test(value);
  if (operator === 'cidr') return isInRange(text, value);
  return new RegExp(
    `^${text.replace(/\\([*\\])|\*|[^\\*]/g, (part, escaped) => (part === '*' ? '.*' : literal(escaped ?? part)))}$`,
    's',
  ).test(value);
}

function ignoringCase(text: string): string {
  return [...text]
    .map((each) => `(?:${literal(each.toLowerCase())}|${literal(each.toUpperCase())})`)
    .join('');
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

/** Only what the domain has: full IPv4, and IPv6 with one "::". */
function addressOf(text: string): string | undefined {
  if (/^\d+(\.\d+){3}$/.test(text))
    return text
      .split('.')
      .map((byte) => Number(byte).toString(2).padStart(8, '0'))
      .join('');
  if (!/^[0-9a-f:]*::[0-9a-f:]*$/i.test(text)) return undefined;
  const [left = [], right = []] = text
    .split('::')
    .map((half) => half.split(':').filter((group) => group !== ''));
  const groups = [...left, ...Array(8 - left.length - right.length).fill('0'), ...right];
  return groups.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0')).join('');
}

/** Comparing bits from the left, which lets the families mix just as EP-88 has it. */
function isInRange(cidr: string, value: string): boolean {
  const [network = '', mask = ''] = cidr.split('/');
  const [range, address] = [addressOf(network), addressOf(value)];
  return range !== undefined && address?.startsWith(range.slice(0, Number(mask))) === true;
}
