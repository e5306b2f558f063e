/** A WebSocket, or what stands in for one. */
export interface Socket {
  readonly isOpen: boolean;
  send(text: string): void;
  /** Its listener hears nothing from now on. */
  close(): void;
}

export interface SocketListener {
  onOpen(): void;
  onMessage(text: string): void;
  /** @param why in a few words, for a person */
  onClose(why: string): void;
}

/** @throws SyntaxError for what is no URL of a socket */
export type OpenSocket = (url: string, listener: SocketListener) => Socket;

export const openWebSocket: OpenSocket = (url, listener) => {
  const socket = new WebSocket(url);
  socket.onopen = () => listener.onOpen();
  socket.onmessage = ({ data }) => listener.onMessage(String(data));
  socket.onclose = ({ code, reason }) => listener.onClose([code, reason].filter(Boolean).join(' '));
  return {
    get isOpen() {
      return socket.readyState === WebSocket.OPEN;
    },
    send: (text) => socket.send(text),
    close() {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    },
  };
};
