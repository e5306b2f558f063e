/** `npm run docs:cost`: measures the tables of docs/cost.md anew and puts them in. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { synthTemplate } from '../src/cdk/synth.ts';
import { costOf, type ShapeCost } from '../src/cost/report.ts';
import { amount, costText, money } from '../src/cost/text.ts';
import type { Workload } from '../src/cost/workload.ts';

const DOCUMENT = fileURLToPath(new URL('../docs/cost.md', import.meta.url));

const USUAL: Workload = { clients: 25, eventsPerSecond: 10, matchRate: 0.2, sizeBytes: 2048 };

const WORKLOADS: readonly Workload[] = [
  { ...USUAL, clients: 0 },
  { ...USUAL, clients: 1, matchRate: 1 },
  USUAL,
  { ...USUAL, eventsPerSecond: 0.01 },
  { ...USUAL, matchRate: 1 },
  { ...USUAL, clients: 5, matchRate: 1, sizeBytes: 65_536 },
  { ...USUAL, clients: 1, matchRate: 1, sizeBytes: 131_072 },
  { ...USUAL, clients: 200, matchRate: 0.1 },
];

/** The two parts of the document that are measured, by the name in their markers. */
export async function measuredParts(): Promise<Readonly<Record<string, string>>> {
  const options = { template: synthTemplate(), name: 'lambdaless', compare: true };
  const rows: string[] = [];
  for (const workload of WORKLOADS) rows.push(row(workload, (await costOf(workload, options)).shapes));
  return {
    bill: ['```', costText(await costOf(USUAL, options)).trimEnd(), '```'].join('\n'),
    workloads: [
      '| clients | events/s | wanted | bytes | lambdaless | 2021 | times | Lambda |',
      '|---|---|---|---|---|---|---|---|',
      ...rows,
    ].join('\n'),
  };
}

function row(
  { clients, eventsPerSecond, matchRate, sizeBytes }: Workload,
  shapes: readonly ShapeCost[],
): string {
  const [ours, old, lambda] = shapes as [ShapeCost, ShapeCost, ShapeCost];
  const cells = [
    amount(clients),
    amount(eventsPerSecond),
    `${amount(matchRate * 100)} %`,
    amount(sizeBytes),
    money(ours.usdPerMillionEvents),
    money(old.usdPerMillionEvents),
    amount(Math.floor(old.usdPerMillionEvents / ours.usdPerMillionEvents)),
    money(lambda.usdPerMillionEvents),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** The document with its measured parts replaced. @throws Error if a marker is missing */
export function withParts(document: string, parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts).reduce((text, [name, part]) => {
    const [start, end] = [`<!-- ${name}: npm run docs:cost -->`, `<!-- end of ${name} -->`];
    const [from, to] = [text.indexOf(start), text.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`docs/cost.md lacks the markers of '${name}'`);
    return `${text.slice(0, from)}${start}\n\n${part}\n\n${text.slice(to)}`;
  }, document);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(DOCUMENT, withParts(readFileSync(DOCUMENT, 'utf8'), await measuredParts()));
}
