import type * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { METRIC_NAMESPACE } from './reporting.ts';

/** A metric that Deliver itself reports. */
export function reportedMetric(
  deliver: sfn.StateMachine,
  metricName: 'Delivered' | 'Oversize' | 'Connections',
  props: cloudwatch.MetricOptions,
): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: METRIC_NAMESPACE,
    metricName,
    dimensionsMap: { StateMachine: deliver.stateMachineName },
    statistic: 'Sum',
    ...props,
  });
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
