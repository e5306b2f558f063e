import { AwsError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import { invalidParameter } from './message.ts';

/** @throws AwsError MissingParameter */
export function requiredText(input: JsonObject, name: string): string {
  const value = input[name];
  if (typeof value === 'string') return value;
  throw new AwsError('MissingParameter', `The request must contain the parameter ${name}.`);
}

/**
 * A number of a request, as JSON has it or, from the Query protocol, as text.
 * @throws AwsError InvalidParameterValue when it is out of bounds
 */
export function boundedNumber(
  input: JsonObject,
  name: string,
  [least, most]: readonly [number, number],
  otherwise: number,
): number {
  const given = input[name];
  const value = given === undefined || given === null ? otherwise : Number(given);
  if (value >= least && value <= most) return value;
  throw invalidParameter(
    `Value ${value} for parameter ${name} is invalid. Reason: Must be between ${least} and ${most}, if provided.`,
  );
}
