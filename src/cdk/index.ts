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
