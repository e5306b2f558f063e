import { fileURLToPath } from 'node:url';
import { type Bill, billOf } from '../billing/bill.ts';
import type { Usage } from '../billing/prices.ts';
import { templateOf } from '../runtime/template.ts';
import { readTemplateFile } from '../template/index.ts';
import { lambdaFanOut } from './lambda-fan-out.ts';
import { type Measurement, measure, monthOf } from './measure.ts';
import { checkWorkload, eventsPerMonth, type Workload } from './workload.ts';

/** A design and what it costs for a workload. */
export interface ShapeCost extends Measurement {
  readonly name: string;
  /** How the numbers came about. */
  readonly basis: 'measured' | 'on paper';
  /** A month's. */
  readonly usage: Usage;
  /** A month's. */
  readonly bill: Bill;
  readonly usdPerMillionEvents: number;
}

export interface CostReport {
  readonly workload: Workload;
  readonly eventsPerMonth: number;
  /** The template asked about first, then those that it is compared with. */
  readonly shapes: readonly ShapeCost[];
}

export interface CostOptions {
  /** A CloudFormation template: a path, a URL of a file, or the parsed document. @default Lambdaless's own */
  readonly template?: string | URL | object;
  /** Values for the template's parameters. @default the template's defaults */
  readonly parameters?: Readonly<Record<string, string>>;
  /** What the report calls it. @default 'lambdaless' for its own template, else 'template' */
  readonly name?: string;
  /** Beside it the shape of 2021 and a fan-out with Lambda. @default false */
  readonly compare?: boolean;
}

/** The shape of 2021: a Standard workflow, and TestEventPattern through a REST API for each connection and event. */
export async function shape2021(): Promise<object> {
  return readTemplateFile(fileURLToPath(new URL('./shapes/2021.template.json', import.meta.url)));
}

/**
 * What a month of a workload costs.
 * @throws LambdalessError BAD_ARGUMENT, TEMPLATE_UNREADABLE, TEMPLATE_INVALID, TEMPLATE_UNSUPPORTED
 */
export async function costOf(workload: Workload, options: CostOptions = {}): Promise<CostReport> {
  checkWorkload(workload);
  const template = await templateOf(options);
  const { name = options.template === undefined ? 'lambdaless' : 'template' } = options;
  const shapes = [await measured(name, template, workload, options.parameters)];
  if (options.compare) {
    shapes.push(
      await measured('2021', await shape2021(), workload),
      shapeOf('Lambda', 'on paper', lambdaFanOut(workload), workload),
    );
  }
  return { workload, eventsPerMonth: eventsPerMonth(workload), shapes };
}

async function measured(
  name: string,
  template: object,
  workload: Workload,
  parameters?: CostOptions['parameters'],
): Promise<ShapeCost> {
  return shapeOf(name, 'measured', await measure(template, workload, parameters), workload);
}

function shapeOf(
  name: string,
  basis: ShapeCost['basis'],
  measurement: Measurement,
  workload: Workload,
): ShapeCost {
  const usage = monthOf(measurement, workload);
  const bill = billOf(usage);
  const usdPerMillionEvents = (bill.usd / eventsPerMonth(workload)) * 1_000_000;
  return { name, basis, ...measurement, usage, bill, usdPerMillionEvents };
}
