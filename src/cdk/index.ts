/**
 * The stack as a construct, for a CDK app of your own.
 *
 * ```ts
 * const live = new LambdalessWebSocket(this, 'Live', { eventBus: orders });
 * live.grantConnect(developers);
 * ```
 */
export type { AlarmOptions } from './alarms.ts';
export { LambdalessWebSocket, type StateMachines } from './lambdaless-web-socket.ts';
export type {
  ArchiveOptions,
  Authorization,
  DeliveryType,
  LambdalessWebSocketProps,
  LogLevel,
  Matching,
  Throttling,
} from './props.ts';
