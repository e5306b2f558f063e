import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { LambdalessWebSocket } from './lambdaless-web-socket.ts';
import { ruleMetric, stageMetric } from './metrics.ts';

/**
 * Rows from what clients see down to what it rests on.
 * @param reports whether Deliver reports what it did
 */
export function createDashboard(target: LambdalessWebSocket, reports: boolean): cloudwatch.Dashboard {
  const { deliver, subscribe } = target.stateMachines;
  const { table } = target;
  const gateway = (name: string): cloudwatch.Metric => stageMetric(target.stage, name, { label: name });
  const ofRule = (name: string, props: cloudwatch.MetricOptions): cloudwatch.Metric =>
    ruleMetric(target.rule, target.eventBus, name, props);
  return new cloudwatch.Dashboard(target, 'Dashboard', {
    widgets: [
      [
        graph('Clients', [
          target.metricConnections(),
          target.metricMessages(),
          ...(reports ? [target.metricOpenConnections()] : []),
        ]),
        graph('Events', [
          target.metricEvents(),
          ...(reports ? [target.metricDelivered(), target.metricOversize()] : []),
        ]),
        graph('Lost', [
          target.metricDeliveryFailed(),
          target.metricDeadLetters(),
          ofRule('InvocationsFailedToBeSentToDlq', { label: 'Not set aside' }),
        ]),
      ],
      [
        graph('Time to work off an event', [
          deliver.metricTime({ statistic: 'p50' }),
          deliver.metricTime({ statistic: 'p99' }),
        ]),
        graph('Time to set a pattern', [
          subscribe.metricTime({ statistic: 'p50' }),
          subscribe.metricTime({ statistic: 'p99' }),
        ]),
        graph('Errors', [
          target.metricSubscribeFailed(),
          ...['ClientError', 'IntegrationError', 'ExecutionError'].map(gateway),
        ]),
      ],
      [
        graph('Table', [table.metricConsumedReadCapacityUnits(), table.metricConsumedWriteCapacityUnits()]),
        graph('Time until a delivery starts', [
          ofRule('IngestionToInvocationSuccessLatency', { statistic: 'p50' }),
          ofRule('IngestionToInvocationSuccessLatency', { statistic: 'p99' }),
        ]),
      ],
    ],
  });
}

function graph(title: string, left: cloudwatch.IMetric[]): cloudwatch.GraphWidget {
  return new cloudwatch.GraphWidget({ title, left, width: 8 });
}
