import { Fn } from 'aws-cdk-lib';
import type * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as events from 'aws-cdk-lib/aws-events';
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

/**
 * A metric of EventBridge for one rule. Those of the default bus have no dimension for it.
 * Source: EventBridge User Guide, "Monitoring Amazon EventBridge".
 */
export function ruleMetric(
  rule: events.IRule,
  { eventBusName }: events.IEventBus,
  metricName: string,
  props: cloudwatch.MetricOptions,
): cloudwatch.Metric {
  const onDefaultBus = eventBusName === 'default';
  // The ARN ends with rule/NAME or rule/BUS/NAME, and a partner's bus has slashes in its name.
  const slashes = onDefaultBus ? 1 : 1 + eventBusName.split('/').length;
  const RuleName = Fn.select(slashes, Fn.split('/', rule.ruleArn));
  return new cloudwatch.Metric({
    namespace: 'AWS/Events',
    metricName,
    dimensionsMap: onDefaultBus ? { RuleName } : { EventBusName: eventBusName, RuleName },
    statistic: 'Sum',
    ...props,
  });
}
