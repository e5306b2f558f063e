import { isAbsolute, relative } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { LOCAL_ENDPOINT } from '../client/local-endpoint.ts';
import type { LocalStack, StartOptions } from '../index.ts';
import { FailurePrinter } from './dev/failure-printer.ts';
import { parameterOption, readParameters } from './parameter-option.ts';
import { interrupted, paint, say } from './terminal.ts';

interface DevOptions {
  readonly template?: string;
  readonly parameter?: readonly string[];
  readonly stackName?: string;
  readonly port: number;
  readonly host: string;
  readonly region: string;
  readonly verifySignatures?: boolean;
  readonly faults?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export function devCommand(): Command {
  return new Command('dev')
    .description(
      "Run a stack on this machine, from its CloudFormation template. Without --template: Lambdaless's own.",
    )
    .option('--template <file>', 'a CloudFormation template without any code in it (JSON or YAML)')
    .addOption(parameterOption())
    .option('--stack-name <name>', 'what the stack is called; generated names begin with it')
    .option('--port <number>', 'the port for everything; 0 picks a free one', readPort, 4650)
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--region <region>', 'the region that the stack believes to be in', 'us-east-1')
    .option('--verify-signatures', 'verify SigV4 signatures instead of trusting every caller')
    .option('--faults <file>', 'inject errors and delays, as docs/faults.md describes')
    .option('--json', 'print one line of JSON when ready, and nothing else on stdout')
    .option('--quiet', 'do not say on stderr what fails in the stack')
    .addHelpText(
      'after',
      `
What fails in the stack is said on stderr, with where the page shows it: executions that fail, events that end in a
dead-letter queue or are lost, API integrations that answer 5xx, and calls that are denied.

Examples:
  $ lambdaless dev
  $ lambdaless dev --template cdk.out/MyStack.template.json --port 0 --json
  $ lambdaless dev --template template.yaml --parameter Stage=test --parameter Size=5`,
    )
    .action(dev);
}

async function dev(options: DevOptions): Promise<void> {
  const stopped = interrupted();
  // The other commands have no use for the runtime, and should not wait until it is loaded.
  const { start } = await import('../index.ts');
  const { parameter, quiet, ...rest } = options;
  const failures = new FailurePrinter(say);
  const told: StartOptions = {
    onDenied: sayOnce(),
    onFailure: (failure) => failures.report(failure),
  };
  const stack = await start({ ...rest, parameters: readParameters(parameter), ...(quiet ? {} : told) });
  failures.pageUrl = stack.pageUrl;
  if (options.json) process.stdout.write(`${JSON.stringify(readyLine(stack))}\n`);
  else welcome(stack, options);
  await stopped;
  await stack.close();
  failures.flush();
  if (!options.json) say('\nstopped');
}

/** A call that fails once is often tried again: what to do about it is said the first time. */
function sayOnce(): (advice: string) => void {
  const said = new Set<string>();
  return (advice) => {
    if (said.has(advice)) return;
    said.add(advice);
    say(`Access denied. ${advice}`);
  };
}

function readPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new InvalidArgumentError('A port is a whole number from 0 to 65535.');
  }
  return port;
}

/** The contract with scripts: these keys stay. */
function readyLine(stack: LocalStack): object {
  const { webSocketAPIurl, endpointUrl, eventBusName, region, accountId, outputs } = stack;
  return { webSocketAPIurl, endpointUrl, eventBusName, region, accountId, outputs };
}

function welcome(stack: LocalStack, { verifySignatures, faults }: DevOptions): void {
  const { bold, cyan, dim } = paint(process.stdout);
  const { webSocketAPIurl: url, endpointUrl, eventBusName: bus } = stack;
  const rows = [
    ['webSocketAPIurl', url],
    ['AWS endpoint', endpointUrl],
    ['event bus', bus],
    ['page', stack.pageUrl],
    ['faults', faults && `injected, as ${faults} says`],
  ].filter((row): row is [string, string] => row[1] !== undefined);
  // Of a template that is not ours nobody knows which of its outputs matters.
  const others = url ? [] : Object.entries(stack.outputs);
  const lines = [
    '',
    bold('Lambdaless runs on this machine.') + dim('  Ctrl-C stops it.'),
    '',
    ...rows.map(([name, value]) => `  ${name.padEnd(16)} ${cyan(value)}`),
    ...(others.length > 0
      ? ['', '  outputs', ...others.map(([name, value]) => `    ${name}  ${cyan(value)}`)]
      : []),
    ...(url && bus ? nextSteps(url, bus, stack, verifySignatures === true) : []),
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** Commands to paste. Whoever verifies signatures gets those that sign. */
function nextSteps(url: string, bus: string, stack: LocalStack, isVerifying: boolean): string[] {
  const { dim } = paint(process.stdout);
  const { endpointUrl, region } = stack;
  const us = ourselves();
  const there = endpointUrl === LOCAL_ENDPOINT ? '' : ` --endpoint-url ${endpointUrl}`;
  const entries = `'[{"EventBusName":"${bus}","Source":"shop","DetailType":"Ordered","Detail":"{\\"amount\\":5}"}]'`;
  const aws = [
    dim('     or with the AWS CLI:'),
    dim(
      `       aws events put-events --endpoint-url ${endpointUrl} --region ${region} --no-sign-request --entries ${entries}`,
    ),
  ];
  return [
    '',
    '  1. Connect, in a second terminal:',
    `       npx wscat -c ${isVerifying ? `"$(${us} url --sign${there})"` : url}`,
    '  2. Set a pattern: type this line there',
    `       {"action":"pattern","pattern":{"source":["shop"]}}`,
    '  3. Put an event, in a third terminal:',
    `       ${us} put${there} --source shop --detail-type Ordered --detail '{"amount":5}'`,
    ...(isVerifying ? [] : aws),
  ];
}

/** How this very command line is called again: in a checkout, `npx` knows nothing of it. */
function ourselves(): string {
  const script = process.argv[1] ?? '';
  const path = relative(process.cwd(), script);
  return /node_modules|^\.\./.test(path) || isAbsolute(path) ? 'npx lambdaless' : `node ${path}`;
}
