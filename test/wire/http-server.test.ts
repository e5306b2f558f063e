import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type HttpServer,
  type HttpServerOptions,
  listen,
  readBody,
  refuseUpgrade,
} from '../../src/wire/http-server.ts';

const servers: HttpServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serve(options: Partial<HttpServerOptions> = {}): Promise<HttpServer> {
  const server = await listen({
    port: 0,
    routes: [
      {
        accepts: (_request, url) => url.pathname === '/hello',
        handle: async (_request, response) => void response.end('world'),
      },
      {
        accepts: (_request, url) => url.pathname === '/fail',
        handle: async () => {
          throw new Error('broken');
        },
      },
    ],
    ...options,
  });
  servers.push(server);
  return server;
}

/** Sends bytes as they are, and returns what comes until the server closes. */
function raw(server: HttpServer, text: string): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(server.port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (data) => {
      received += data.toString();
    });
    socket.on('close', () => resolve(received));
    socket.on('error', () => undefined);
  });
}

const get = (path: string, ...headers: string[]): string =>
  [`GET ${path} HTTP/1.1`, 'Connection: close', ...headers, '', ''].join('\r\n');

const handshake = (path: string, ...headers: string[]): string =>
  [
    `GET ${path} HTTP/1.1`,
    'Host: localhost',
    'Connection: Upgrade',
    'Upgrade: websocket',
    ...headers,
    '',
    '',
  ].join('\r\n');

describe('a request', () => {
  it('goes to the first route that takes it', async () => {
    const { origin } = await serve();
    expect(await (await fetch(`${origin}/hello`)).text()).toBe('world');
  });

  it('that no route takes is not found', async () => {
    const { origin } = await serve();
    const response = await fetch(`${origin}/nothing?x=1`);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('Nothing is served at GET /nothing.\n');
  });

  it('that a route fails at is answered with 500, and told of', async () => {
    const failures: unknown[] = [];
    const { origin } = await serve({ onFailure: (error) => failures.push(error) });
    expect((await fetch(`${origin}/fail`)).status).toBe(500);
    expect(failures).toEqual([new Error('broken')]);
  });

  it.each([
    ['a foreign host', ['Host: evil.example'], 403],
    ['a foreign origin', ['Host: localhost', 'Origin: https://evil.example'], 403],
    ['an origin on loopback', ['Host: localhost', 'Origin: http://localhost:3000'], 200],
    ['no host', [], 400],
  ])('with %s', async (_what, headers, status) => {
    const answer = await raw(await serve(), get('/hello', ...headers));
    expect(answer).toMatch(`HTTP/1.1 ${status} `);
  });

  it('may name a host that is trusted besides loopback', async () => {
    const server = await serve({ trustedHosts: { also: ['host.docker.internal'] } });
    expect(await raw(server, get('/hello', 'Host: host.docker.internal:4650'))).toMatch('HTTP/1.1 200 ');
  });

  it.each([
    ['http://evil.example/hello', 400],
    ['//evil.example/hello', 404],
    ['/%', 404],
    ['*', 400],
  ])('for %s', async (target, status) => {
    expect(await raw(await serve(), get(target, 'Host: localhost'))).toMatch(`HTTP/1.1 ${status} `);
  });

  it('that is no HTTP is refused, and the next one served', async () => {
    const server = await serve();
    expect(await raw(server, '\x16\x03\x01 not http\r\n\r\n')).toMatch('HTTP/1.1 400 ');
    expect((await fetch(`${server.origin}/hello`)).status).toBe(200);
  });
});

describe('an upgrade', () => {
  const upgrades: HttpServerOptions['upgrades'] = [
    {
      accepts: (_request, url) => url.pathname === '/socket',
      handle: (_request, socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n'),
    },
    {
      accepts: (_request, url) => url.pathname === '/refused',
      handle: (_request, socket) =>
        refuseUpgrade(socket, 403, '{"message":"Forbidden"}', {
          'Content-Type': 'application/json',
          'x-id': '1',
        }),
    },
  ];

  it.each([
    ['is handed to its route', handshake('/socket'), 'HTTP/1.1 101 Switching Protocols\r\n\r\n'],
    [
      'is refused by its route',
      handshake('/refused'),
      'HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 23\r\nx-id: 1\r\n\r\n{"message":"Forbidden"}',
    ],
  ])('%s', async (_what, request, expected) => {
    expect(await raw(await serve({ upgrades }), request)).toBe(expected);
  });

  it.each([
    ['to nowhere', handshake('/other'), 404],
    ['from a foreign page', handshake('/socket', 'Origin: https://evil.example'), 403],
  ])('%s is refused', async (_what, request, status) => {
    expect(await raw(await serve({ upgrades }), request)).toMatch(`HTTP/1.1 ${status} `);
  });
});

describe('a body', () => {
  it('is read up to a limit, and refused beyond it while the connection lives on', async () => {
    const { origin } = await serve({
      routes: [
        {
          accepts: () => true,
          handle: async (request, response) => {
            const answer = await readBody(request, 10).then(String, (error) => error.message);
            response.end(answer);
          },
        },
      ],
    });
    const post = async (body: string) => (await fetch(origin, { method: 'POST', body })).text();
    expect(await post('0123456789')).toBe('0123456789');
    expect(await post('x'.repeat(1_000_000))).toBe('The request body is larger than 10 bytes.');
    expect(await post('')).toBe('');
  });
});

describe('a server', () => {
  it('says what to do when its port is in use', async () => {
    const { port } = await serve();
    await expect(serve({ port })).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      message: `Port ${port} on 127.0.0.1 is in use. Stop the program that listens there, or choose another port; 0 is any free one.`,
    });
  });

  it('cannot listen on a host that is not this machine', async () => {
    await expect(serve({ host: '203.0.113.1' })).rejects.toMatchObject({ code: 'BAD_ARGUMENT' });
  });

  it('closes connections that wait, that work, and that were upgraded', async () => {
    const reached = { busy: signal(), upgraded: signal() };
    const server = await serve({
      routes: [
        {
          accepts: () => true,
          handle: () => {
            reached.busy.set();
            return new Promise(() => undefined);
          },
        },
      ],
      upgrades: [{ accepts: () => true, handle: () => reached.upgraded.set() }],
    });
    const idle = raw(server, '');
    const busy = raw(server, get('/', 'Host: localhost'));
    const upgraded = raw(server, handshake('/'));
    await Promise.all([reached.busy.done, reached.upgraded.done]);
    await server.close();
    expect(await Promise.all([idle, busy, upgraded])).toEqual(['', '', '']);
  });
});

function signal(): { readonly done: Promise<void>; set(): void } {
  let set: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    set = resolve;
  });
  return { done, set };
}
