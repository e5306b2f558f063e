import { App, type AppProps, Stack } from 'aws-cdk-lib';
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
  new LambdalessWebSocket(stack, 'WebSocket', propsFromContext(app)).addOutputs();
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
