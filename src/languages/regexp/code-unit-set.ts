/** A set of UTF-16 code units, as a map of bits. */
export class CodeUnitSet {
  /** Bit `unit & 31` of word `unit >>> 5`; for the matcher, which looks units up one after the other. */
  readonly bits: Uint32Array;

  constructor(bits: Uint32Array = new Uint32Array(WORDS)) {
    this.bits = bits;
  }

  /** @param ranges pairs of first and last unit */
  static of(...ranges: readonly (readonly [number, number])[]): CodeUnitSet {
    const set = new CodeUnitSet();
    for (const [first, last] of ranges) set.addRange(first, last);
    return set;
  }

  has(unit: number): boolean {
    return (((this.bits[unit >>> 5] as number) >>> (unit & 31)) & 1) === 1;
  }

  addRange(first: number, last: number): void {
    for (let unit = first; unit <= last; unit++) {
      if ((unit & 31) === 0 && unit + 31 <= last) {
        this.bits[unit >>> 5] = 0xffffffff;
        unit += 31;
      } else {
        this.bits[unit >>> 5] = (this.bits[unit >>> 5] as number) | (1 << (unit & 31));
      }
    }
  }

  addAll(other: CodeUnitSet): void {
    for (let word = 0; word < WORDS; word++) {
      this.bits[word] = (this.bits[word] as number) | (other.bits[word] as number);
    }
  }

  complement(): CodeUnitSet {
    return new CodeUnitSet(this.bits.map((word) => ~word));
  }

  isDisjointFrom(other: CodeUnitSet): boolean {
    return this.bits.every((word, at) => (word & (other.bits[at] as number)) === 0);
  }

  /** With every unit that is the same as one of the set when case is ignored. */
  caseClosure(): CodeUnitSet {
    const closure = new CodeUnitSet(this.bits.slice());
    for (const alike of unitsAlike()) {
      if (alike.some((unit) => this.has(unit))) for (const unit of alike) closure.addRange(unit, unit);
    }
    return closure;
  }
}

const LAST_UNIT = 0xffff;
const WORDS = (LAST_UNIT + 1) / 32;

export const EMPTY_SET: CodeUnitSet = new CodeUnitSet();
export const DIGITS: CodeUnitSet = CodeUnitSet.of([0x30, 0x39]);
export const WORD_UNITS: CodeUnitSet = CodeUnitSet.of([0x30, 0x39], [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a]);
export const LINE_TERMINATORS: CodeUnitSet = CodeUnitSet.of([0x0a, 0x0a], [0x0d, 0x0d], [0x2028, 0x2029]);
export const SPACES: CodeUnitSet = CodeUnitSet.of(
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
);

let folds: Uint16Array | undefined;

/**
 * What stands for each unit when case is ignored: the upper case, if that is one unit too, and not one of ASCII for
 * a unit that is none (ECMA-262, Canonicalize). Made when the first pattern asks for it.
 */
export function caseFolds(): Uint16Array {
  if (!folds) {
    folds = new Uint16Array(LAST_UNIT + 1);
    for (let unit = 0; unit <= LAST_UNIT; unit++) folds[unit] = caseFold(unit);
  }
  return folds;
}

function caseFold(unit: number): number {
  const upper = String.fromCharCode(unit).toUpperCase();
  if (upper.length !== 1) return unit;
  const fold = upper.charCodeAt(0);
  return unit >= 128 && fold < 128 ? unit : fold;
}

let alike: readonly (readonly number[])[] | undefined;

/** The units that are the same when case is ignored, two or more each time. */
function unitsAlike(): readonly (readonly number[])[] {
  if (!alike) {
    const byFold = new Map<number, number[]>();
    for (const [unit, fold] of caseFolds().entries()) {
      const others = byFold.get(fold);
      if (others) others.push(unit);
      else byFold.set(fold, [unit]);
    }
    alike = [...byFold.values()].filter(({ length }) => length > 1);
  }
  return alike;
}
