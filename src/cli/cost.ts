import { Command, InvalidArgumentError } from 'commander';
import { costOf } from '../cost/report.ts';
import { costText } from '../cost/text.ts';
import { readWhole } from './duration.ts';
import { parameterOption, readParameters } from './parameter-option.ts';

interface CostCommandOptions {
  readonly clients: number;
  readonly eventsPerSecond: number;
  readonly matchRate: number;
  readonly size: number;
  readonly template?: string;
  readonly parameter?: readonly string[];
  readonly compare?: boolean;
  readonly json?: boolean;
}

export function costCommand(): Command {
  return new Command('cost')
    .description(
      'Run a workload on a virtual clock, count what AWS bills, and print what a month costs. Needs no account.',
    )
    .option('--clients <count>', 'connections that are always there', readWhole, 25)
    .option('--events-per-second <rate>', 'events put on the bus', readNumber, 10)
    .option('--match-rate <share>', 'share of the clients that want an event, from 0 to 1', readNumber, 0.2)
    .option('--size <bytes>', "an event's size, envelope included", readWhole, 2048)
    .option('--template <file>', "a CloudFormation template (default: Lambdaless's own)")
    .addOption(parameterOption())
    .option('--compare', 'print other designs beside it: the shape of 2021, and a fan-out with Lambda')
    .option('--json', 'print units, prices and sums as JSON')
    .addHelpText(
      'after',
      `
Prices are those of us-east-1. The template's clients must take {"action":"pattern","pattern":…}.

Examples:
  $ lambdaless cost --clients 25 --events-per-second 10 --match-rate 0.2 --size 2048
  $ lambdaless cost --clients 1000 --events-per-second 1 --compare
  $ lambdaless cost --template template.yaml --parameter Stage=test --parameter Size=5
  $ lambdaless cost --template cdk.out/MyStack.template.json --json | jq '.shapes[0].bill.usd'`,
    )
    .action(cost);
}

async function cost(options: CostCommandOptions): Promise<void> {
  const {
    clients,
    eventsPerSecond,
    matchRate,
    size: sizeBytes,
    template,
    parameter,
    compare = false,
  } = options;
  const report = await costOf(
    { clients, eventsPerSecond, matchRate, sizeBytes },
    { compare, parameters: readParameters(parameter), ...(template !== undefined && { template }) },
  );
  process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : costText(report));
}

function readNumber(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value) || value < 0) throw new InvalidArgumentError('It must be a number from 0 on.');
  return value;
}
