import { readFile } from 'node:fs/promises';
import { LambdalessError, messageOf } from '../core/errors.ts';
import { type FaultPlan, type FaultRule, parseFaultPlan } from '../services/faults.ts';

/** @throws LambdalessError BAD_ARGUMENT for a file that cannot be read or holds no fault plan. */
export async function readFaults(faults: string | readonly FaultRule[] | undefined): Promise<FaultPlan> {
  if (faults === undefined) return { faults: [] };
  if (typeof faults !== 'string') return parseFaultPlan({ faults });
  let plan: unknown;
  try {
    plan = JSON.parse(await readFile(faults, 'utf8'));
  } catch (error) {
    throw new LambdalessError('BAD_ARGUMENT', `cannot read the faults file ${faults}: ${messageOf(error)}`);
  }
  return parseFaultPlan(plan);
}
