/** `npm run docs:facts`: makes `src/verify/facts.ts` from docs/aws-facts.md, so that `verify` reports on each. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Fact } from '../src/verify/facts.ts';

const LEDGER = fileURLToPath(new URL('../docs/aws-facts.md', import.meta.url));
const MODULE = fileURLToPath(new URL('../src/verify/facts.ts', import.meta.url));

/** The cells of each row: behaviour, confidence, source, what if it is wrong, and what checks it. */
export function ledgerRows(ledger: string = readFileSync(LEDGER, 'utf8')): string[][] {
  return ledger
    .slice(ledger.indexOf('## What the deployed stack relies on'))
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (behaviour \||\*\*)/.test(line))
    .map((line) => line.slice(2, -2).split(/(?<!\\) \| /));
}

/** Every row that is not certain in all it says. @throws Error for one that has no id */
export function uncertainFacts(rows: readonly string[][] = ledgerRows()): Fact[] {
  return rows.flatMap(([text = '', confidence = '', , ifWrong = '', checkedBy = '']): Fact[] => {
    if (!/\b[LU]\b/.test(confidence)) return [];
    const id = checkedBy.split(', ')[0] ?? '';
    if (!/^[a-z]+(-[a-z0-9]+)+$/.test(id)) throw new Error(`no id in the last column: ${text}`);
    const plain = (cell: string): string => cell.replaceAll('\\|', '|').replace(/\[(.*?)\]\(.*?\)/g, '$1');
    return [
      { id, text: plain(text), confidence: /\bU\b/.test(confidence) ? 'U' : 'L', ifWrong: plain(ifWrong) },
    ];
  });
}

function moduleOf(facts: readonly Fact[]): string {
  return `/** Made from docs/aws-facts.md by \`npm run docs:facts\`. */

/** Something about AWS that this project relies on, and that is not certain. */
export interface Fact {
  readonly id: string;
  readonly text: string;
  /** L: likely; U: unverified. */
  readonly confidence: 'L' | 'U';
  readonly ifWrong: string;
}

export const facts: readonly Fact[] = ${JSON.stringify(facts)};
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(MODULE, moduleOf(uncertainFacts()));
  execFileSync('npx', ['biome', 'check', '--write', MODULE], { stdio: 'inherit' });
}
