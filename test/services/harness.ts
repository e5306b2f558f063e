import * as v from 'valibot';
import { VirtualClock } from '../../src/core/clock.ts';
import { type Environment, seededRandom } from '../../src/core/environment.ts';
import { AwsError } from '../../src/core/errors.ts';
import type { JsonObject } from '../../src/core/json.ts';
import type { BillableUnit } from '../../src/core/meter.ts';
import type { Call, Operation, Operations, Service, ServiceHost } from '../../src/core/operations.ts';
import { noSpan } from '../../src/core/trace.ts';
import type { Resource, StackModel } from '../../src/template/model.ts';
import { namingFor } from '../../src/template/naming.ts';
import { resourceTypeOf } from '../../src/template/resource-types.ts';

export const ACCOUNT: Call = { caller: { kind: 'account' }, span: noSpan };

/** A model of resources whose properties hold no intrinsics, checked and named as the loader does it. */
export function modelOf(
  environment: Environment,
  resources: Readonly<Record<string, { Type: string; Properties?: JsonObject }>>,
): StackModel {
  const built = Object.entries(resources).map(([logicalId, { Type, Properties = {} }]) => {
    const type = resourceTypeOf(Type);
    if (!type) throw new Error(`no resource type ${Type}`);
    const properties = v.parse(type.properties, Properties) as JsonObject;
    const naming = namingFor(logicalId, 'Test', environment);
    const ref = type.ref(properties, naming);
    return { logicalId, type: Type, properties, ref, attributes: type.attributes(properties, naming, ref) };
  });
  return {
    stackName: 'Test',
    stackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/Test/1',
    resources: new Map(built.map((resource) => [resource.logicalId, resource])),
    outputs: [],
    ofType: (type) => built.filter((resource) => resource.type === type) as unknown as Resource<never>[],
  };
}

export interface Harness extends ServiceHost {
  readonly clock: VirtualClock;
  readonly metered: Partial<Record<BillableUnit, number>>;
  /** Every call made through the table, in order. */
  readonly calls: { readonly name: string; readonly input: JsonObject; readonly call: Call }[];
  /** Puts operations into the table. */
  serve(...services: readonly Pick<Service, 'operations'>[]): void;
  /** Replaces one operation by a function of the test. */
  stub(name: Operation['name'], invoke: (input: JsonObject) => unknown): void;
  /** Calls as the account. */
  call(name: Operation['name'], input: JsonObject): Promise<JsonObject>;
}

/** A host with a virtual clock, a seeded source of chance, and a table that asks nobody for permission. */
export function harness(): Harness {
  const clock = new VirtualClock();
  const environment: Environment = {
    partition: 'aws',
    region: 'us-east-1',
    accountId: '123456789012',
    urlSuffix: 'amazonaws.com',
    clock,
    random: seededRandom(1),
  };
  const table = new Map<string, Operation>();
  const calls: Harness['calls'] = [];
  const metered: Harness['metered'] = {};
  const operations: Operations = {
    has: (name) => table.has(name),
    names: () => table.keys() as Iterable<Operation['name']>,
    async call(name, input, call) {
      calls.push({ name, input, call });
      const operation = table.get(name);
      if (!operation) throw new AwsError('UnknownOperationException', name);
      return operation.invoke(input, call);
    },
  };
  return {
    environment,
    clock,
    operations,
    calls,
    metered,
    meter: {
      count: (unit, amount) => {
        metered[unit] = (metered[unit] ?? 0) + amount;
      },
    },
    serve: (...services) => {
      for (const service of services) {
        for (const operation of service.operations) table.set(operation.name, operation);
      }
    },
    stub: (name, invoke) => {
      table.set(name, {
        name,
        permissions: () => [],
        invoke: async (input) => (await invoke(input)) as never,
      });
    },
    call: (name, input) => operations.call(name, input, ACCOUNT) as Promise<JsonObject>,
  };
}
