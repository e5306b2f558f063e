import { Aws, Duration, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { LambdalessWebSocketProps } from './props.ts';
import { createRole } from './roles.ts';

/** Whoever watches live has no use for an event that is older. EventBridge would try for a day. */
const LATE = Duration.hours(1);

/** Every event has it. */
export const EVERY_EVENT: events.EventPattern = { version: ['0'] };

export interface RuleProps {
  readonly eventBus: events.IEventBus;
  readonly eventPattern: events.EventPattern;
  readonly deliver: sfn.IStateMachine;
  readonly deadLetterQueue: sqs.IQueue;
}

/** Starts a workflow for each event that matches the prefilter; what cannot be started goes to the queue. */
export function createRule(scope: Construct, props: RuleProps): events.Rule {
  const role = createRole(scope, 'RuleRole', {
    service: 'events',
    allow: { 'states:StartExecution': [props.deliver.stateMachineArn] },
  });
  return new events.Rule(scope, 'Rule', {
    description: 'Live events for WebSocket clients',
    eventBus: props.eventBus,
    eventPattern: props.eventPattern,
    targets: [
      new targets.SfnStateMachine(props.deliver, {
        // The CDK's own role gets its policy after the rule: the first events would be refused.
        role: role.withoutPolicyUpdates(),
        deadLetterQueue: withoutCycle(scope, props.deadLetterQueue),
        maxEventAge: LATE,
      }),
    ],
  });
}

/**
 * A queue of another stack. The CDK would name the rule in the queue's policy, and each stack would then need the
 * other first; so the policy allows it to all rules of the account.
 */
function withoutCycle(scope: Construct, queue: sqs.IQueue): sqs.IQueue {
  if (Stack.of(queue) === Stack.of(scope)) return queue;
  const rules = `arn:${Aws.PARTITION}:events:${Aws.REGION}:${Aws.ACCOUNT_ID}:rule/*`;
  queue.addToResourcePolicy(
    new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnLike: { 'aws:SourceArn': rules } },
    }),
  );
  return sqs.Queue.fromQueueArn(scope, 'GivenDeadLetterQueue', queue.queueArn);
}

/**
 * The prefilter. On the default bus, a Standard workflow reports each change of its status, and CloudTrail, if there is
 * a trail, the start of any workflow: with source `aws.states`. Deliver would trigger itself without end, so these are
 * left out where they could arrive.
 */
export function prefilter(props: LambdalessWebSocketProps): events.EventPattern {
  if (props.eventBus !== undefined && props.eventPattern?.source === undefined) {
    return { ...props.eventPattern, source: events.Match.anythingBut('aws.states') };
  }
  return props.eventPattern ?? EVERY_EVENT;
}
