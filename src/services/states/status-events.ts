import { type JsonObject, stringifyJson, utf8Length } from '../../core/json.ts';
import type { ServiceHost } from '../../core/operations.ts';
import type { Span } from '../../core/trace.ts';
import { type ExecutionRecord, outputText } from './executions.ts';
import { redriveReason, statusOf } from './operations/describe-execution.ts';

/** Of input and output together, as texts within the JSON text of an event. */
const LARGEST_PAYLOAD_BYTES = 248 * 1024;

/**
 * Puts the event of an execution that started or ended on the default bus.
 * Source: Step Functions developer guide, "Automating event delivery from Step Functions to EventBridge".
 */
export function announceStatus(host: ServiceHost, record: ExecutionRecord, span: Span): void {
  const entry = {
    Source: 'aws.states',
    DetailType: 'Step Functions Execution Status Change',
    Resources: [record.arn],
    Detail: stringifyJson(detailOf(record)),
  };
  const caller = { kind: 'service', service: 'states.amazonaws.com', sourceArn: record.machine.arn } as const;
  const announced = host.operations.call('events:PutEvents', { Entries: [entry] }, { caller, span });
  // An execution does not depend on it; a fault that was injected stands in the trace.
  announced.catch(() => undefined);
}

/** What DescribeExecution says, in the order of AWS's events: times are milliseconds, and what is not there is null. */
function detailOf(record: ExecutionRecord): JsonObject {
  const { result } = record;
  const output = (result && outputText(result)) ?? null;
  const [inputBytes, outputBytes] = [
    escapedBytes(record.inputText),
    output === null ? 0 : escapedBytes(output),
  ];
  const hasInput = inputBytes + outputBytes <= LARGEST_PAYLOAD_BYTES;
  const hasOutput = outputBytes <= LARGEST_PAYLOAD_BYTES;
  const failure = result?.status === 'SUCCEEDED' ? undefined : result;
  return {
    executionArn: record.arn,
    stateMachineArn: record.machine.arn,
    name: record.name,
    status: statusOf(record),
    startDate: record.startTimeMs,
    stopDate: record.stopTimeMs ?? null,
    input: hasInput ? record.inputText : null,
    output: hasOutput ? output : null,
    stateMachineVersionArn: record.versionArn ?? null,
    stateMachineAliasArn: record.aliasArn ?? null,
    redriveCount: 0,
    redriveDate: null,
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason: redriveReason(record),
    inputDetails: { included: hasInput },
    outputDetails: output === null ? null : { included: hasOutput },
    error: failure?.error ?? null,
    cause: failure?.cause ?? null,
  };
}

function escapedBytes(text: string): number {
  return utf8Length(JSON.stringify(text));
}
