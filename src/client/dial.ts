import WebSocket from 'ws';
import { LambdalessError, messageOf } from '../core/errors.ts';

/**
 * Opens a WebSocket.
 * @throws LambdalessError CONNECTION_FAILED with the server's status or the system's reason, and when stopped.
 */
export function dial(url: string, stop: AbortSignal): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = openSocket(url);
    const stopped = (): void => fail('the stream was closed');
    const fail = (reason: string): void => {
      stop.removeEventListener('abort', stopped);
      socket.removeAllListeners();
      socket.on('error', () => undefined);
      socket.terminate();
      reject(
        new LambdalessError('CONNECTION_FAILED', `Cannot connect to ${withoutSignature(url)}: ${reason}`),
      );
    };
    socket.once('unexpected-response', (_request, response) => fail(describeStatus(response.statusCode)));
    socket.once('error', (error: NodeJS.ErrnoException) => fail(REASONS[error.code ?? ''] ?? error.message));
    socket.once('open', () => {
      stop.removeEventListener('abort', stopped);
      socket.removeAllListeners();
      resolve(socket);
    });
    if (stop.aborted) stopped();
    else stop.addEventListener('abort', stopped);
  });
}

function openSocket(url: string): WebSocket {
  try {
    return new WebSocket(url, { handshakeTimeout: 30_000 });
  } catch (error) {
    throw new LambdalessError(
      'CONNECTION_FAILED',
      `Not a WebSocket URL: ${withoutSignature(url)} (${messageOf(error)})`,
    );
  }
}

/** The commonest reasons, and what the system calls them. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there (ECONNREFUSED)',
  ECONNRESET: 'the server broke the connection off (ECONNRESET)',
  ENOTFOUND: 'there is no such host (ENOTFOUND)',
};

/** A signed URL is a credential: its query does not belong in a log. */
export function withoutSignature(url: string): string {
  return url.includes('X-Amz-Signature') ? `${url.slice(0, url.indexOf('?'))}?…` : url;
}

function describeStatus(status = 0): string {
  if (status === 401 || status === 403) {
    return `HTTP ${status}: the request is not signed, the signature has expired, or the identity may not call execute-api:Invoke on $connect`;
  }
  if (status === 404)
    return 'HTTP 404: there is no such API or stage; compare the URL with the outputs of the stack';
  return `HTTP ${status}`;
}
