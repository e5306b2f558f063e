import { VirtualClock } from '../../../src/core/clock.ts';
import { type Environment, seededRandom } from '../../../src/core/environment.ts';
import type { JsonObject, JsonValue } from '../../../src/core/json.ts';
import type { BillableUnit } from '../../../src/core/meter.ts';
import type { Call, Operation, OperationName } from '../../../src/core/operations.ts';
import { noSpan } from '../../../src/core/trace.ts';
import { createStates, type StatesService } from '../../../src/services/states/index.ts';
import { loadTemplate } from '../../../src/template/index.ts';

export const ROLE = 'arn:aws:iam::123456789012:role/machine';
export const MACHINE_ARN = 'arn:aws:states:us-east-1:123456789012:stateMachine:Machine';

/** What a stubbed operation of another service answers, or throws. */
export type Stub = (input: JsonObject, call: Call) => JsonValue | Promise<JsonValue>;

export interface Bench {
  readonly clock: VirtualClock;
  readonly service: StatesService;
  readonly meters: Partial<Record<BillableUnit, number>>;
  /** Every call that reached another service. */
  readonly calls: { readonly name: string; readonly input: JsonObject; readonly call: Call }[];
  call(name: string, input: JsonObject): Promise<JsonObject>;
}

export interface BenchOptions {
  readonly definition: unknown;
  readonly type?: 'STANDARD' | 'EXPRESS';
  readonly properties?: JsonObject;
  readonly stubs?: Readonly<Record<string, Stub>>;
  /** Beside the machine. */
  readonly resources?: JsonObject;
}

/** A stack with one state machine "Machine", on a virtual clock, beside stubbed services. */
export function benchWith({
  definition,
  type = 'EXPRESS',
  properties = {},
  stubs = {},
  resources = {},
}: BenchOptions): Bench {
  const clock = new VirtualClock();
  const environment: Environment = {
    partition: 'aws',
    region: 'us-east-1',
    accountId: '123456789012',
    urlSuffix: 'amazonaws.com',
    clock,
    random: seededRandom(1),
  };
  const template = {
    Resources: {
      Machine: {
        Type: 'AWS::StepFunctions::StateMachine',
        Properties: {
          StateMachineName: 'Machine',
          StateMachineType: type,
          RoleArn: ROLE,
          DefinitionString: typeof definition === 'string' ? definition : JSON.stringify(definition),
          ...properties,
        },
      },
      ...resources,
    },
  };
  const meters: Partial<Record<BillableUnit, number>> = {};
  const calls: Bench['calls'] = [];
  const table = new Map<OperationName, Operation>();
  const service = createStates(loadTemplate(template, { environment }), {
    environment,
    meter: {
      count: (unit, amount) => {
        meters[unit] = (meters[unit] ?? 0) + amount;
      },
    },
    operations: {
      has: (name) => name in stubs || table.has(name),
      names: () => table.keys(),
      async call(name, input, call) {
        calls.push({ name, input, call });
        const stub = stubs[name];
        if (stub) return stub(input, call);
        return (table.get(name) as Operation).invoke(input, call);
      },
    },
  });
  for (const operation of service.operations) table.set(operation.name, operation);
  const call = async (name: string, input: JsonObject): Promise<JsonObject> => {
    const operation = table.get(`states:${name}`) as Operation;
    return (await operation.invoke(input, { caller: { kind: 'account' }, span: noSpan })) as JsonObject;
  };
  return { clock, service, meters, calls, call };
}
