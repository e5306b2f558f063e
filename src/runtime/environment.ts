import { systemClock } from '../core/clock.ts';
import { type Environment, seededRandom, systemRandom } from '../core/environment.ts';
import { LambdalessError } from '../core/errors.ts';
import type { StartOptions } from './options.ts';

/** @throws LambdalessError BAD_ARGUMENT for a region or account that cannot be one. */
export function environmentOf(options: StartOptions): Environment {
  const { region = 'us-east-1', accountId = '000000000000', clock = systemClock, seed } = options;
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) {
    throw new LambdalessError('BAD_ARGUMENT', `'${region}' is not a region, as eu-central-1 is`);
  }
  if (!/^\d{12}$/.test(accountId)) {
    throw new LambdalessError('BAD_ARGUMENT', `'${accountId}' is not an account id: twelve digits`);
  }
  const random = seed === undefined ? systemRandom() : seededRandom(seed);
  return { ...partitionOf(region), region, accountId, clock, random };
}

/** AWS general reference: partitions and their DNS suffixes. */
function partitionOf(region: string): { partition: string; urlSuffix: string } {
  if (region.startsWith('cn-')) return { partition: 'aws-cn', urlSuffix: 'amazonaws.com.cn' };
  return { partition: region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws', urlSuffix: 'amazonaws.com' };
}
