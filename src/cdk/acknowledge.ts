import * as cdk from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { LambdalessWebSocket } from './lambdaless-web-socket.ts';
import type { LambdalessWebSocketProps } from './props.ts';

const PACK = 'AwsSolutions';

/**
 * Says why what cdk-nag's AwsSolutions rules find here is as it should be, so that whoever uses the rules in an app
 * need not find out. Does nothing with a version of the CDK that cannot take note of it.
 */
export function acknowledgeFindings(target: LambdalessWebSocket, props: LambdalessWebSocketProps): void {
  const note = (construct: IConstruct | undefined, rule: string, reason: string): void => {
    if (construct) cdk.Validations?.of(construct).acknowledge({ id: `${PACK}::${PACK}-${rule}`, reason });
  };
  const child = (id: string): IConstruct | undefined => target.node.tryFindChild(id);

  note(target.table, 'DDB3', 'A row lives no longer than a connection: there is nothing to recover.');
  if (!props.deadLetterQueue) note(child('DeadLetterQueue'), 'SQS3', 'It is the dead-letter queue.');
  if (!props.accessLogs) {
    note(
      target.stage,
      'APIG1',
      'Access logs need a role that is set for the whole account: accessLogs turns them on.',
    );
  }
  for (const id of ['DisconnectRoute', 'PatternRoute', 'PingRoute', 'DefaultRoute']) {
    note(
      child(id),
      'APIG4',
      'API Gateway authorizes WebSocket connections at $connect, and no other route can.',
    );
  }
  if (props.authorization === 'anyone-with-the-url') {
    note(child('ConnectRoute'), 'APIG4', "The deployer has chosen authorization 'anyone-with-the-url'.");
  }
  note(
    child('AccountCloudWatchRole'),
    'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
    'AWS made this policy for this role.',
  );
  if (!cdk.Token.isUnresolved(target.stage.stageName)) {
    const reason = 'Connections come and go, and each has an id of its own.';
    note(child('DeliverRole'), `IAM5[Resource::${connectionsOf(target)}]`, reason);
  }
  for (const [name, machine] of Object.entries(target.stateMachines)) {
    const role = child(name === 'deliver' ? 'DeliverRole' : 'SubscribeRole');
    note(role, 'IAM5[Resource::*]', 'TestEventPattern, log delivery and X-Ray know no resources.');
    if (props.logLevel !== 'ALL') {
      note(
        machine,
        'SF1',
        'Errors are logged; logging every state of every delivery would cost more than running it.',
      );
    }
    if (!props.tracing) note(machine, 'SF2', 'Tracing is a choice: tracing turns it on.');
  }
}

/** The connections' ARN, as cdk-nag writes what is known only at deployment. */
function connectionsOf({ api, stage }: LambdalessWebSocket): string {
  const apiId = cdk.Stack.of(api).getLogicalId(api.node.defaultChild as cdk.CfnElement);
  const path = `<${apiId}>/${stage.stageName}/POST/@connections/*`;
  return `arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:${path}`;
}
