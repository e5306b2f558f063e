import { App, type AppProps, CfnOutput, Stack } from 'aws-cdk-lib';
import { LambdalessWebSocket } from './lambdaless-web-socket.ts';
import type { Authorization, DeliveryType, LambdalessWebSocketProps, Matching } from './props.ts';

export const STACK_NAME = 'Lambdaless';

/**
 * The app that `npm run deploy` deploys and whose template the package carries for `lambdaless dev`. Context values
 * (`-c authorization=anyone-with-the-url`) set the props of the same name.
 */
export function lambdalessApp(props?: AppProps): App {
  const app = new App(props);
  const stack = new Stack(app, STACK_NAME, {
    description: 'Live EventBridge events over a WebSocket, without Lambda functions',
  });
  const webSocket = new LambdalessWebSocket(stack, 'WebSocket', propsFromContext(app));
  addOutputs(stack, webSocket);
  return app;
}

function propsFromContext(app: App): LambdalessWebSocketProps {
  const context = (key: keyof LambdalessWebSocketProps): unknown => app.node.tryGetContext(key);
  return {
    authorization: context('authorization') as Authorization | undefined,
    matching: context('matching') as Matching | undefined,
    deliveryType: context('deliveryType') as DeliveryType | undefined,
  };
}

/** Outputs keep their names whatever the constructs are called: people and programs look for them. */
export function addOutputs(stack: Stack, webSocket: LambdalessWebSocket): void {
  const outputs = {
    webSocketAPIurl: [webSocket.url, 'Connect to this URL'],
    webSocketAPICallbackURL: [webSocket.callbackUrl, 'Post messages to connections here'],
    eventBusName: [webSocket.eventBus.eventBusName, 'Put events on this bus'],
    eventBusArn: [webSocket.eventBus.eventBusArn, 'The ARN of the bus'],
    deadLetterQueueUrl: [webSocket.deadLetterQueue.queueUrl, 'Events that could not be worked off'],
    connectionsTableName: [webSocket.table.tableName, 'One row for each connection'],
    deliverStateMachineArn: [webSocket.stateMachines.deliver.stateMachineArn, 'Runs once for each event'],
    subscribeStateMachineArn: [
      webSocket.stateMachines.subscribe.stateMachineArn,
      'Runs once for each pattern',
    ],
  } as const;
  for (const [key, [value, description]] of Object.entries(outputs)) {
    new CfnOutput(stack, key, { value, description });
  }
}
