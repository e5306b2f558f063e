import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { LambdalessWebSocket } from './lambdaless-web-socket.ts';
import { type DeliveryMetrics, stageMetric } from './metrics.ts';

/** Rows from what clients see down to what it rests on. */
export function createDashboard(
  target: LambdalessWebSocket,
  delivery: DeliveryMetrics | undefined,
): cloudwatch.Dashboard {
  const { deliver, subscribe } = target.stateMachines;
  const { table } = target;
  const gateway = (name: string): cloudwatch.Metric => stageMetric(target.stage, name, { label: name });
  return new cloudwatch.Dashboard(target, 'Dashboard', {
    widgets: [
      [
        graph('Clients', [target.metricConnections(), target.metricMessages()]),
        graph('Events', [target.metricEvents(), ...(delivery ? Object.values(delivery) : [])]),
        graph('Lost', [target.metricDeliveryFailed(), target.metricDeadLetters()]),
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
        graph('Throttled', [deliver.metricThrottled(), subscribe.metricThrottled()]),
      ],
    ],
  });
}

function graph(title: string, left: cloudwatch.IMetric[]): cloudwatch.GraphWidget {
  return new cloudwatch.GraphWidget({ title, left, width: 8 });
}
