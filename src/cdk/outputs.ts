import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { LambdalessWebSocket } from './lambdaless-web-socket.ts';

/** Outputs keep their names whatever the constructs are called: people and programs look for how they end. */
export function createOutputs(target: LambdalessWebSocket, prefix: string): CfnOutput[] {
  const { deliver, subscribe } = target.stateMachines;
  const outputs = {
    webSocketAPIurl: [target.url, 'Connect to this URL'],
    webSocketAPICallbackURL: [target.callbackUrl, 'Post messages to connections here'],
    eventBusName: [target.eventBus.eventBusName, 'Put events on this bus'],
    eventBusArn: [target.eventBus.eventBusArn, 'The ARN of the bus'],
    deadLetterQueueUrl: [target.deadLetterQueue.queueUrl, 'Events that could not be worked off'],
    connectionsTableName: [target.table.tableName, 'One row for each connection'],
    deliverStateMachineArn: [deliver.stateMachineArn, 'Runs once for each event'],
    subscribeStateMachineArn: [subscribe.stateMachineArn, 'Runs once for each pattern'],
  } as const;
  return Object.entries(outputs).map(
    ([key, [value, description]]) =>
      new CfnOutput(Stack.of(target), `${prefix}${key}`, { value, description }),
  );
}
