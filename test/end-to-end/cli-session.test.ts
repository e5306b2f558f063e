import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Publisher } from '../../src/client/publish.ts';
import { type Child, lambdaless } from '../support/child.ts';
import { ownTemplate, type StackForTest, startForTest } from '../support/stack.ts';
import { commandLine, missingTerminal, Terminal, UP } from '../support/terminal.ts';

let folder: string;
let stack: StackForTest;
let terminals: Terminal[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lambdaless-session-'));
  stack = await startForTest();
});
afterEach(() => {
  for (const terminal of terminals) terminal.kill();
  terminals = [];
});
afterAll(async () => {
  await stack?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function session(args: readonly string[], environment?: Record<string, string>): Promise<Terminal> {
  const terminal = await Terminal.run(args, environment);
  terminals.push(terminal);
  return terminal;
}

function put(Source: string, n: number, to: StackForTest = stack): Promise<unknown> {
  const Detail = JSON.stringify({ n });
  return to.call('events:PutEvents', {
    Entries: [{ EventBusName: to.eventBusName, Source, DetailType: 'Counted', Detail }],
  });
}

const tail = (...args: string[]): Promise<Terminal> => session(['tail', stack.webSocketAPIurl, ...args]);

if (missingTerminal) process.stderr.write(`Sessions in a terminal are not tried: ${missingTerminal}\n`);

describe.runIf(missingTerminal === undefined)('lambdaless tail at a terminal', () => {
  it('prints an event in one coloured line, and survives a resize', async () => {
    const terminal = await tail('--source', 'colours');
    await terminal.shows('pattern in force: {"source":["colours"]}');
    await put('colours', 1);
    await terminal.shows('colours Counted {"n":1}');
    expect(terminal.screen).toContain('\u001b[36mcolours\u001b[39m \u001b[1mCounted\u001b[22m {"n":1}');
    terminal.resize(20, 10);
    await put('colours', 2);
    await terminal.shows('Counted {"n":2}');
    expect(await terminal.interrupt()).toBe(0);
    expect(terminal.text).toContain('2 events');
  });

  it('has no colour with NO_COLOR', async () => {
    const terminal = await session(['tail', stack.webSocketAPIurl, '--source', 'plain'], { NO_COLOR: '1' });
    await terminal.shows('pattern in force');
    await put('plain', 1);
    await terminal.shows('plain Counted {"n":1}');
    expect(terminal.screen).not.toContain('\u001b[36m');
    expect(await terminal.interrupt()).toBe(0);
  });

  it('takes a typed line for a new pattern, and keeps the one before when it is none', async () => {
    const terminal = await tail('--source', 'first');
    await terminal.shows('pattern in force');
    terminal.type('{"source":]');
    await terminal.shows('not a pattern:');
    await put('first', 1);
    await terminal.shows('first Counted {"n":1}');
    terminal.type('{"source":"second"}');
    await terminal.shows('Reason: "source" must be an object or an array');
    await terminal.shows('still in force: {"source":["first"]}', 2);
    await put('first', 2);
    await terminal.shows('first Counted {"n":2}');
    terminal.type('{"source":["second"]}');
    await terminal.shows('pattern in force: {"source":["second"]}');
    await put('first', 3);
    await put('second', 4);
    await terminal.shows('second Counted {"n":4}');
    expect(terminal.text).not.toContain('{"n":3}');
    expect(terminal.text.match(/Event pattern is not valid/g)).toHaveLength(1);
    expect(await terminal.interrupt()).toBe(0);
  });
});

describe.runIf(missingTerminal === undefined)('the prompt of lambdaless tail', () => {
  it('keeps what is being typed below the events that arrive', async () => {
    const terminal = await tail('--source', 'typing');
    await terminal.shows('pattern> ');
    terminal.press('{"source":["ty');
    await terminal.shows('pattern> {"source":["ty');
    await put('typing', 1);
    await terminal.shows(/typing Counted \{"n":1\}\npattern> \{"source":\["ty/);
    terminal.type('ped"]}');
    await terminal.shows('pattern in force: {"source":["typed"]}');
    expect(await terminal.interrupt()).toBe(0);
  });

  it('takes a pattern over several lines, and gives up at an empty one', async () => {
    const terminal = await tail('--source', 'lines');
    await terminal.shows('pattern> ');
    terminal.press('{\r  "source": [\r    "several"\r  ]\r}\r');
    await terminal.shows('pattern in force: {"source":["several"]}');
    terminal.type('{"source":');
    await terminal.shows('     ... ', 5);
    terminal.type('');
    await terminal.shows('not a pattern: Unexpected end of JSON input');
    expect(await terminal.interrupt()).toBe(0);
  });

  it('brings back the pattern in force with Up, and the one before', async () => {
    const terminal = await tail('--source', 'older');
    await terminal.shows('pattern> ');
    terminal.type('{"source":["newer"]}');
    await terminal.shows('pattern in force: {"source":["newer"]}');
    terminal.press(`${UP}${UP}\r`);
    await terminal.shows('pattern in force: {"source":["older"]}', 2);
    expect(await terminal.interrupt()).toBe(0);
  });

  it('reads a file:// as the flag does', async () => {
    const file = join(folder, 'typed.json');
    writeFileSync(file, '{"source":["from a file"]}');
    const terminal = await tail('--source', 'a');
    await terminal.shows('pattern> ');
    terminal.type(`file://${file}`);
    await terminal.shows('pattern in force: {"source":["from a file"]}');
    terminal.type('file://none');
    await terminal.shows('cannot read pattern file://none');
    expect(await terminal.interrupt()).toBe(0);
  });

  it('ends with Ctrl-D', async () => {
    const terminal = await tail('--source', 'a');
    await terminal.shows('pattern> ');
    terminal.press('\x04');
    expect(await terminal.finished()).toBe(0);
    expect(terminal.text).toContain('0 events');
  });

  it('stays away from a job in the background, which goes on', async () => {
    const shell = await Terminal.shell();
    terminals.push(shell);
    shell.type(`${commandLine(['tail', stack.webSocketAPIurl, '--source', 'job'])} &`);
    await shell.shows('pattern in force: {"source":["job"]}');
    // A job that looks at the keyboard is stopped by the system when something is typed.
    shell.type('echo still $((1 + 1)) here');
    await shell.shows('still 2 here');
    await put('job', 1);
    await shell.shows('job Counted {"n":1}');
    shell.type('jobs');
    await shell.shows(/Running +/);
    expect(shell.text).not.toMatch(/Stopped|pattern>/);
    shell.type('fg');
    await shell.shows('pattern> ');
    shell.press('\x1a');
    await shell.shows('Stopped');
    shell.type('bg');
    await put('job', 2);
    await shell.shows('job Counted {"n":2}');
    shell.type('fg');
    await shell.shows('pattern> ', 2);
    shell.press('\x03');
    await shell.shows('2 events');
    shell.type('exit');
    expect(await shell.finished()).toBe(0);
  });
});

describe.runIf(missingTerminal === undefined)('Ctrl-C', () => {
  it('ends a tail that is connecting', async () => {
    const silent = createServer();
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const terminal = await session(['tail', `ws://127.0.0.1:${port}/`, '--source', 'a']);
    const [socket] = await once(silent, 'connection');
    expect(await terminal.interrupt()).toBe(0);
    socket.destroy();
    silent.close();
  });

  it('ends a tail that still looks for its stack', async () => {
    const silent = createServer();
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const terminal = await session(['tail', '--endpoint-url', `http://127.0.0.1:${port}`, '--source', 'a']);
    const [socket] = await once(silent, 'connection');
    expect(await terminal.interrupt()).toBe(0);
    socket.destroy();
    silent.close();
  });

  it('ends a tail that waits to connect again', async () => {
    const short = await startForTest();
    const terminal = await session(['tail', short.webSocketAPIurl, '--source', 'a']);
    await terminal.shows('pattern in force');
    await short.close();
    await terminal.shows('connecting again in', 3);
    expect(await terminal.interrupt()).toBe(0);
    expect(terminal.text).toContain('0 events');
  });

  it('ends a local stack', async () => {
    const file = join(folder, 'template.json');
    writeFileSync(file, JSON.stringify(ownTemplate()));
    const terminal = await session(['dev', '--template', file, '--port', '0']);
    await terminal.shows('Ctrl-C stops it');
    expect(await terminal.interrupt()).toBe(0);
    expect(terminal.text).toContain('stopped');
  });
});

describe.runIf(missingTerminal === undefined)('lambdaless put at a terminal', () => {
  it('draws a bar while it puts many events, and prints their ids below it', async () => {
    const file = join(folder, 'many.ndjson');
    const line = (n: number): string => `{"source":"many","detail-type":"x","detail":{"n":${n}}}`;
    writeFileSync(file, Array.from({ length: 60 }, (_, n) => line(n)).join('\n'));
    const terminal = await session(['put', '--endpoint-url', stack.endpointUrl, file]);
    expect(await terminal.finished()).toBe(0);
    expect(terminal.text).toMatch(/=+ 60\/60 events/);
    const after = terminal.text.slice(terminal.text.lastIndexOf('60/60 events'));
    expect(after.match(/^[0-9a-f]{8}-[0-9a-f-]{27}$/gm)).toHaveLength(60);
  });

  it('draws none for a few', async () => {
    const terminal = await session([
      ...['put', '--endpoint-url', stack.endpointUrl, '--source', 'few', '--detail-type', 'x'],
    ]);
    expect(await terminal.finished()).toBe(0);
    expect(terminal.text).toMatch(/^[0-9a-f-]{36}\n$/);
  });
});

describe('a stream of events while the server is killed and started again', () => {
  let servers: Child[] = [];
  afterEach(() => {
    for (const server of servers) server.process.kill('SIGKILL');
    servers = [];
  });

  async function serve(port: string): Promise<Ready> {
    const file = join(folder, 'killed.json');
    writeFileSync(file, JSON.stringify(ownTemplate()));
    const server = lambdaless(['dev', '--template', file, '--port', port, '--json']);
    servers.push(server);
    await server.prints('\n');
    return { ...(JSON.parse(server.stdout) as Omit<Ready, 'server'>), server };
  }

  it('prints every event once that was put while it was connected', async () => {
    const first = await serve('0');
    const follower = lambdaless([
      'tail',
      first.webSocketAPIurl,
      '--source',
      'counter',
      '--format',
      'detail.n',
    ]);
    await follower.prints('pattern in force', 'stderr');
    for (let n = 1; n <= 30; n++) await putOver(first.endpointUrl, n);
    await follower.prints(/^30$/m);
    // These are under way when the server dies: each may arrive or be lost, and never twice.
    const caught = Array.from({ length: 20 }, (_, n) =>
      putOver(first.endpointUrl, 100 + n).catch(() => undefined),
    );
    first.server.process.kill('SIGKILL');
    await Promise.all(caught);
    await follower.prints('disconnected', 'stderr');
    const second = await serve(new URL(first.endpointUrl).port);
    await follower.prints(/pattern in force[\s\S]*pattern in force/, 'stderr', 40_000);
    for (let n = 31; n <= 60; n++) await putOver(second.endpointUrl, n);
    await follower.prints(/^60$/m);
    const { code, stdout, stderr } = await follower.interrupt();
    expect(code).toBe(0);
    const printed = stdout.trim().split('\n').map(Number);
    expect(new Set(printed).size).toBe(printed.length);
    expect(printed.filter((n) => n <= 60).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 60 }, (_, n) => n + 1),
    );
    expect(stderr).toContain('1 reconnect\n');
  });

  async function putOver(endpointUrl: string, n: number): Promise<void> {
    const entry = { Source: 'counter', DetailType: 'Counted', Detail: JSON.stringify({ n }) };
    for await (const { error } of new Publisher({ endpointUrl, once: true }).publish([entry])) {
      expect(error).toBeUndefined();
    }
  }
});

interface Ready {
  readonly server: Child;
  readonly webSocketAPIurl: string;
  readonly endpointUrl: string;
}
