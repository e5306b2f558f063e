import type { Option } from 'commander';
import { LambdalessError } from '../core/errors.ts';
import { repeatable } from './repeatable.ts';

/** `--parameter Stage=test --parameter Size=5` */
export function parameterOption(): Option {
  return repeatable('--parameter <name=value>', "a value for one of the template's parameters");
}

/** @throws LambdalessError BAD_ARGUMENT */
export function readParameters(given: readonly string[] = []): Record<string, string> {
  const pairs = given.map((text) => {
    const [, name, value] = /^([A-Za-z0-9]+)=(.*)$/s.exec(text) ?? [];
    if (name !== undefined && value !== undefined) return [name, value] as const;
    throw new LambdalessError('BAD_ARGUMENT', `--parameter ${text}: write the name, "=", and the value`);
  });
  return Object.fromEntries(pairs);
}
