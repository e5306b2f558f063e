import { VirtualClock } from '../../../src/core/clock.ts';
import { type Environment, seededRandom } from '../../../src/core/environment.ts';
import { AwsError } from '../../../src/core/errors.ts';
import type { JsonObject, JsonValue } from '../../../src/core/json.ts';
import type { BillableUnit } from '../../../src/core/meter.ts';
import type { Call, Caller, Operation, OperationName, ServiceHost } from '../../../src/core/operations.ts';
import { noSpan } from '../../../src/core/trace.ts';
import { type ApiGatewayService, createApiGateway } from '../../../src/services/apigateway/index.ts';
import { loadTemplate } from '../../../src/template/index.ts';

/** A call that reached the operations table. */
export interface RecordedCall {
  readonly name: OperationName;
  readonly input: JsonObject;
  readonly caller: Caller;
}

type Answer = (input: JsonObject, call: Call) => JsonValue | Promise<JsonValue>;

export interface Harness {
  /** The template's first API. */
  readonly apiId: string;
  readonly service: ApiGatewayService;
  readonly clock: VirtualClock;
  readonly environment: Environment;
  readonly calls: readonly RecordedCall[];
  readonly billed: ReadonlyMap<BillableUnit, number>;
  call(name: OperationName, input: JsonObject, caller?: Caller): Promise<JsonValue>;
}

/**
 * API Gateway with a table of its own operations and of `answers`, which stand for the other services. A role
 * whose ARN ends with "denied" may do nothing.
 */
export function harness(template: JsonObject, answers: Readonly<Record<string, Answer>> = {}): Harness {
  const clock = new VirtualClock();
  const environment: Environment = {
    partition: 'aws',
    region: 'us-east-1',
    accountId: '123456789012',
    urlSuffix: 'amazonaws.com',
    clock,
    random: seededRandom(7),
  };
  const calls: RecordedCall[] = [];
  const billed = new Map<BillableUnit, number>();
  const table = new Map<OperationName, Operation>();
  const call = async (name: OperationName, input: JsonObject, details: Call): Promise<JsonValue> => {
    calls.push({ name, input, caller: details.caller });
    if (details.caller.kind === 'role' && details.caller.roleArn.endsWith('denied')) {
      throw new AwsError('AccessDeniedException', `not allowed: ${name}`, 400);
    }
    const own = table.get(name);
    return own ? own.invoke(input, details) : (answers[name] as Answer)(input, details);
  };
  const host: ServiceHost = {
    environment,
    operations: { has: (name) => table.has(name) || name in answers, names: () => table.keys(), call },
    meter: { count: (unit, amount) => void billed.set(unit, (billed.get(unit) ?? 0) + amount) },
  };
  const model = loadTemplate(template, { environment });
  const service = createApiGateway(model, host);
  for (const operation of service.operations) table.set(operation.name, operation);
  return {
    apiId:
      [...model.ofType('AWS::ApiGatewayV2::Api'), ...model.ofType('AWS::ApiGateway::RestApi')][0]?.ref ?? '',
    service,
    clock,
    environment,
    calls,
    billed,
    call: (name, input, caller = { kind: 'account' }) => call(name, input, { caller, span: noSpan }),
  };
}
