/**
 * `tsx bench/workload/generate.ts DIRECTORY [--rules N] [--events N] [--mix NAME] [--seed N]` writes `events.jsonl`
 * and `rules.jsonl`; equal arguments give equal files.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { MIXES } from './mixes.ts';
import { Random } from './random.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rules: { type: 'string', default: '10000' },
    events: { type: 'string', default: '20000' },
    mix: { type: 'string', default: 'routed' },
    seed: { type: 'string', default: '0' },
  },
});
const directory = positionals[0] ?? '.';
const seed = Number(values.seed);
const mix = MIXES.get(values.mix);
if (!mix) throw new Error(`There is no mix ${values.mix}, but there are ${[...MIXES.keys()].join(', ')}.`);
mkdirSync(directory, { recursive: true });
write('events.jsonl', Number(values.events), new Random(seed), (random) => mix.event(random));
write('rules.jsonl', Number(values.rules), new Random(seed + 1_000_003), (random, index) => ({
  id: `r${index}`,
  pattern: mix.pattern(random, index),
}));

function write(
  name: string,
  count: number,
  random: Random,
  make: (random: Random, index: number) => object,
): void {
  const lines = Array.from({ length: count }, (_, index) => JSON.stringify(make(random, index)));
  writeFileSync(join(directory, name), `${lines.join('\n')}\n`);
}
