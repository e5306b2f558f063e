import { App, type AppProps, Stack } from 'aws-cdk-lib';
import { LambdalessWebSocket } from './lambdaless-web-socket.ts';

/** The stack that `npm run deploy` deploys and that the package carries for `lambdaless dev`. */
export function lambdalessApp(props?: AppProps): App {
  const app = new App(props);
  const stack = new Stack(app, 'Lambdaless');
  new LambdalessWebSocket(stack, 'WebSocket').addOutputs();
  return app;
}
