export { LambdalessWebSocket } from './lambdaless-web-socket.ts';
