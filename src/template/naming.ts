import { createHash } from 'node:crypto';
import type { Environment } from '../core/environment.ts';
import type { NamingContext } from './resource-type.ts';

const LONGEST_NAME = 64;
const SUFFIX_LENGTH = 12;

/** Physical names as CloudFormation makes them, except that the same template gets the same names at every start. */
export function namingFor(logicalId: string, stackName: string, environment: Environment): NamingContext {
  const stableId = (length: number): string => stableToken(`${stackName}/${logicalId}`, length);
  return {
    logicalId,
    stackName,
    environment,
    stableId,
    generatedName: (maxLength = LONGEST_NAME) => {
      const suffix = stableToken(`${stackName}/${logicalId}/name`, SUFFIX_LENGTH).toUpperCase();
      return `${shortened(`${stackName}-${logicalId}`, maxLength - SUFFIX_LENGTH - 1)}-${suffix}`;
    },
  };
}

/** `length` lower-case letters and digits, the first a letter, that depend on `seed` alone. */
export function stableToken(seed: string, length: number): string {
  let digits = '';
  for (let round = 0; digits.length < length; round++) {
    digits += BigInt(`0x${createHash('sha256').update(`${round}/${seed}`).digest('hex')}`).toString(36);
  }
  const first = 'abcdefghijklmnopqrstuvwxyz'[digits.charCodeAt(0) % 26] as string;
  return (first + digits.slice(1)).slice(0, length);
}

/** A UUID that depends on `seed` alone. */
export function stableUuid(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Like CloudFormation, keeps the beginning; a dash at the cut goes too. */
function shortened(text: string, length: number): string {
  return text.slice(0, Math.max(1, length)).replace(/-+$/, '');
}
