import { Option } from 'commander';

/** An option that may be given more than once; its value is the list of all. */
export function repeatable(flags: string, description: string): Option {
  return new Option(flags, description).argParser((value: string, all: string[] | undefined) => [
    ...(all ?? []),
    value,
  ]);
}
