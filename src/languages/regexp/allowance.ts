/** How much searches may do, in instructions of the matcher; what is done is taken off. */
export interface Allowance {
  steps: number;
}

/** A search has used up its allowance. */
export class OutOfSteps extends Error {
  override readonly name: string = 'OutOfSteps';
}

/** As many units are looked at in a row, without anything else to do, in the time of an instruction. */
export const UNITS_PER_STEP = 8;
