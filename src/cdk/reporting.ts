import { Aws } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { type Choice, type Definition, type Placeholders, readDefinition, type State } from './files.ts';
import { createLogGroup, type LogOptions } from './storage.ts';

/**
 * How Deliver tells what it has done: once for each event, in a line of a log that CloudWatch makes metrics of. Only
 * the workflow knows how many connections wanted an event, and writing one line is a fiftieth of the price of a call
 * to PutMetricData, and a fraction of that of logging every state.
 * Source: CloudWatch User Guide, "Embedding metrics within logs", "Using the PutLogEvents API".
 */
export interface Reporting {
  readonly logGroup: logs.ILogGroup;
  readonly logStream: logs.ILogStream;
  /** The stream's ARN, for Deliver's role. */
  readonly logStreamArn: string;
}

/** The CloudWatch namespace of the metrics; the state machine's name is their dimension. */
export const METRIC_NAMESPACE = 'Lambdaless';

export function createReporting(scope: Construct, options: LogOptions): Reporting {
  const logGroup = createLogGroup(scope, 'Metrics', options);
  const { removalPolicy } = options;
  const logStream = new logs.LogStream(scope, 'MetricsStream', { logGroup, removalPolicy });
  const group = `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:${logGroup.logGroupName}`;
  return { logGroup, logStream, logStreamArn: `${group}:log-stream:${logStream.logStreamName}` };
}

/** Adds the state that reports, and the way to it: before the execution ends, if not everybody was served. */
export function withReport(definition: Definition): Definition {
  const { choice, state } = readDefinition('report') as { readonly choice: Choice; readonly state: State };
  const { 'What next?': next } = definition.States;
  const choices = next?.Choices ?? [];
  const last = choices.findIndex(({ Next }) => Next === 'Undelivered');
  return {
    ...definition,
    States: {
      ...definition.States,
      'What next?': { ...next, Choices: [...choices.slice(0, last), choice, ...choices.slice(last)] },
      Report: state,
    },
  };
}

/** Values for what {@link withReport} adds. */
export function reportValues({ logGroup, logStream }: Reporting): Placeholders {
  return {
    MetricNamespace: METRIC_NAMESPACE,
    MetricsLogGroup: logGroup.logGroupName,
    MetricsLogStream: logStream.logStreamName,
  };
}
