import type { Caller } from '../../../src/core/operations.ts';
import { noSpan } from '../../../src/core/trace.ts';
import type { ClientConnection, ConnectAnswer } from '../../../src/services/apigateway/index.ts';
import { type Harness, harness } from './harness.ts';
import { mock, type RouteSpec, webSocketTemplate } from './websocket-template.ts';

/** A client without a wire. */
export interface Client {
  readonly connection: ClientConnection;
  readonly received: string[];
  readonly closes: [number, string][];
  send(text: string): Promise<void>;
}

export const ping: RouteSpec = {
  key: 'ping',
  integration: mock(),
  responses: { $default: '{"type":"pong"}' },
  twoWay: true,
};

export async function connect(
  scene: Harness,
  more: {
    headers?: Record<string, string>;
    query?: Record<string, string>;
    caller?: Caller | undefined;
  } = {},
): Promise<ConnectAnswer> {
  const api = scene.service.webSocketApi(scene.apiId, 'live');
  const request = {
    headers: {},
    query: {},
    sourceIp: '192.0.2.7',
    caller: { kind: 'account' } as const,
    span: noSpan,
  };
  return (await api?.connect({ ...request, ...more })) as ConnectAnswer;
}

export async function client(scene: Harness): Promise<Client> {
  const answer = await connect(scene);
  if (!answer.accepted) throw new Error(`refused: ${answer.body}`);
  const received: string[] = [];
  const closes: [number, string][] = [];
  const connection = answer.open({
    send: (text) => (received.push(text) > 0 ? 'sent' : 'slow'),
    close: (code, reason) => closes.push([code, reason]),
  });
  return { connection, received, closes, send: (text) => connection.onMessage(text, noSpan) };
}

export const on = (routes: readonly RouteSpec[], answers = {}, more = {}): Harness =>
  harness(webSocketTemplate(routes, more), answers);
