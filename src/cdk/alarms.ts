import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { LambdalessWebSocket } from './lambdaless-web-socket.ts';
import { ruleMetric, stageMetric } from './metrics.ts';

/** What all alarms have in common. */
export interface AlarmOptions {
  /**
   * What an alarm does.
   * @default - nothing: it only changes its state
   */
  readonly actions?: readonly cloudwatch.IAlarmAction[];

  /**
   * How long one data point is.
   * @default Duration.minutes(5)
   */
  readonly period?: Duration;
}

interface AlarmRow {
  readonly id: string;
  readonly metric: cloudwatch.IMetric;
  /** What happened, and where docs/operate.md goes on. */
  readonly description: string;
  /** Goes off above it; 0 unless given: none of this should ever occur. */
  readonly threshold?: number;
}

/** Whoever watches live notices: with nothing in its way, EventBridge takes less than a second. */
const LATE_MS = 30_000;

/** One alarm a row. */
function rows(target: LambdalessWebSocket, period: Duration): AlarmRow[] {
  const { deliver, subscribe } = target.stateMachines;
  const sum = { period, statistic: 'Sum' };
  const gateway = (name: string): cloudwatch.Metric => stageMetric(target.stage, name, sum);
  const ofRule = (name: string, statistic = 'Sum'): cloudwatch.Metric =>
    ruleMetric(target.rule, target.eventBus, name, { period, statistic });
  return [
    {
      id: 'DeadLetters',
      metric: target.metricDeadLetters({ period }),
      description: 'Events could not be worked off and lie in the dead-letter queue.',
    },
    {
      id: 'NotSetAside',
      metric: ofRule('InvocationsFailedToBeSentToDlq'),
      description: 'Events are lost: they could neither be worked off nor put into the dead-letter queue.',
    },
    {
      id: 'DeliveryFailed',
      metric: target.metricDeliveryFailed(sum),
      description: 'At least one client did not get an event that matched its pattern.',
    },
    {
      id: 'DeliveryTimedOut',
      metric: deliver.metricTimedOut(sum),
      description:
        'A delivery ran out of time: too many connections for one workflow, or @connections is slow.',
    },
    {
      id: 'DeliveryLate',
      metric: ofRule('IngestionToInvocationSuccessLatency', 'Maximum'),
      description: 'Deliveries start late: Step Functions or EventBridge is throttled, or does not answer.',
      threshold: LATE_MS,
    },
    // Express workflows have no limit for state transitions.
    ...(deliver.stateMachineType === sfn.StateMachineType.STANDARD
      ? [
          {
            id: 'DeliveryThrottled',
            metric: deliver.metricThrottled(sum),
            description: 'Deliveries take long: the account makes more state transitions than it may.',
          },
        ]
      : []),
    {
      id: 'SubscribeFailed',
      metric: target.metricSubscribeFailed(sum),
      description: 'Patterns could not be judged or stored.',
    },
    {
      id: 'SubscribeTimedOut',
      metric: subscribe.metricTimedOut(sum),
      description: 'Judging or storing a pattern took too long.',
    },
    {
      id: 'IntegrationErrors',
      metric: gateway('IntegrationError'),
      description:
        'API Gateway got errors from DynamoDB or Step Functions: connections or patterns are refused.',
    },
    {
      id: 'ExecutionErrors',
      metric: gateway('ExecutionError'),
      description: 'API Gateway failed to run a route: look at its mapping templates and roles.',
    },
  ];
}

export function createAlarms(target: LambdalessWebSocket, options: AlarmOptions): cloudwatch.Alarm[] {
  return rows(target, options.period ?? Duration.minutes(5)).map(
    ({ id, metric, description, threshold = 0 }) => {
      const alarm = new cloudwatch.Alarm(target, `${id}Alarm`, {
        metric,
        alarmDescription: `${description} See docs/operate.md.`,
        comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
        threshold,
        evaluationPeriods: 1,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });
      alarm.addAlarmAction(...(options.actions ?? []));
      return alarm;
    },
  );
}
