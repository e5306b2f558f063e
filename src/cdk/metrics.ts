import { Aws, Names } from 'aws-cdk-lib';
import type * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** Metrics that the workflow's log makes: nobody else knows what was sent. */
export interface DeliveryMetrics {
  readonly delivered: cloudwatch.Metric;
  readonly oversize: cloudwatch.Metric;
}

/** Counts what Deliver did in its execution log, which must be kept at level ALL. */
export function createDeliveryMetrics(scope: Construct, deliverLog: logs.ILogGroup): DeliveryMetrics {
  const count = (id: string, conditions: Readonly<Record<string, string>>): cloudwatch.Metric =>
    new logs.MetricFilter(scope, `${id}Metric`, {
      logGroup: deliverLog,
      filterPattern: logs.FilterPattern.all(
        ...Object.entries(conditions).map(([field, value]) =>
          logs.FilterPattern.stringValue(field, '=', value),
        ),
      ),
      metricNamespace: `Lambdaless/${Aws.STACK_NAME}`,
      metricName: `${Names.uniqueResourceName(scope, { maxLength: 128 })}/${id}`,
      defaultValue: 0,
    }).metric({ statistic: 'Sum', label: id });
  return {
    delivered: count('Delivered', { '$.type': 'TaskSucceeded', '$.details.resourceType': 'apigateway' }),
    oversize: count('Oversize', {
      '$.type': 'TaskStateEntered',
      '$.details.name': 'Say that it is too large',
    }),
  };
}

/** A metric of API Gateway for one stage. */
export function stageMetric(
  stage: apigatewayv2.WebSocketStage,
  metricName: string,
  props: cloudwatch.MetricOptions,
): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'AWS/ApiGateway',
    metricName,
    dimensionsMap: { ApiId: stage.api.apiId, Stage: stage.stageName },
    statistic: 'Sum',
    ...props,
  });
}
