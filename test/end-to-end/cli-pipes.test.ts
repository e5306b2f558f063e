import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Child, lambdaless } from '../support/child.ts';
import { type StackForTest, startForTest } from '../support/stack.ts';

let stack: StackForTest;
let children: Child[] = [];
beforeAll(async () => {
  stack = await startForTest();
});
afterEach(() => {
  for (const child of children) child.process.kill('SIGKILL');
  children = [];
});
afterAll(() => stack?.close());

function run(...args: string[]): Child {
  const child = lambdaless(args);
  children.push(child);
  return child;
}

const put = (): Child => run('put', '--endpoint-url', stack.endpointUrl, '-');
const event = (n: number): string => `{"source":"pipe","detail-type":"x","detail":{"n":${n}}}`;
const ids = (count: number): RegExp => new RegExp(`^([0-9a-f-]{36}\n){${count}}$`);

describe('lambdaless put -', () => {
  it('puts events as they come, before its input ends', async () => {
    const putting = put();
    putting.process.stdin?.write(`${event(1)}\n${event(2).slice(0, 20)}`);
    await putting.prints(ids(1));
    putting.process.stdin?.write(`${event(2).slice(20)}\n`);
    await putting.prints(ids(2));
    putting.process.stdin?.end(event(3));
    const { code, stdout } = await putting.finished();
    expect(stdout).toMatch(ids(3));
    expect(code).toBe(0);
  });

  it.each([
    [
      'a document over several lines',
      JSON.stringify([JSON.parse(event(1)), JSON.parse(event(2))], null, 2),
      2,
    ],
    ['a list on one line', `[${event(1)},${event(2)},${event(3)}]`, 3],
    ['blank lines between', `\n\n${event(1)}\n\n${event(2)}\n\n`, 2],
    ['nothing', '', 0],
  ])('takes %s', async (_name, text, count) => {
    const putting = put();
    putting.process.stdin?.end(text);
    const { code, stdout } = await putting.finished();
    expect(stdout).toMatch(ids(count));
    expect(code).toBe(0);
  });

  it('names the line that is no JSON, after those before it', async () => {
    const putting = put();
    putting.process.stdin?.write(`${event(1)}\n`);
    await putting.prints(ids(1));
    putting.process.stdin?.end(`\n{"source":\n`);
    const { code, stderr } = await putting.finished();
    expect(stderr).toContain('stdin:3: this line is not JSON');
    expect(code).toBe(2);
  });
});

describe('lambdaless put, when an event is throttled', () => {
  it('waits, and puts it again', async () => {
    let requests = 0;
    const throttling = createServer((request, response) => {
      request.resume();
      const entry = ++requests < 3 ? { ErrorCode: 'ThrottlingException' } : { EventId: 'at-last' };
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      response.setHeader('connection', 'close');
      response.end(JSON.stringify({ Entries: [entry] }));
    }).listen(0, '127.0.0.1');
    await once(throttling, 'listening');
    const endpoint = `http://127.0.0.1:${(throttling.address() as AddressInfo).port}`;
    const putting = run(
      'put',
      '--endpoint-url',
      endpoint,
      '--bus',
      'b',
      '--source',
      's',
      '--detail-type',
      't',
    );
    expect(await putting.finished()).toEqual({ code: 0, stdout: 'at-last\n', stderr: '' });
    expect(requests).toBe(3);
    throttling.close();
  });
});

describe('a reader that goes away', () => {
  it('does not keep put from putting the rest', async () => {
    stack.resetMeter();
    const putting = put();
    putting.process.stdout?.destroy();
    putting.process.stdin?.end(Array.from({ length: 25 }, (_, n) => event(n)).join('\n'));
    const { code, stderr } = await putting.finished();
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stack.metered()['events.published']).toBe(25);
  });

  it("does not change expect's verdict", async () => {
    const expecting = run('expect', stack.webSocketAPIurl, '--source', 'nobody', '--within', '300ms');
    expecting.process.stdout?.destroy();
    expecting.process.stderr?.destroy();
    expect((await expecting.finished()).code).toBe(1);
  });
});

describe('Ctrl-C', () => {
  it('breaks expect off by the signal, which shells report as 130', async () => {
    const expecting = run('expect', stack.webSocketAPIurl, '--source', 'nobody', '--within', '1m');
    await new Promise((resolve) => expecting.process.once('spawn', resolve));
    expecting.process.kill('SIGINT');
    await expecting.finished();
    expect(expecting.process.signalCode).toBe('SIGINT');
  });

  it('as SIGTERM does, ends a tail in a pipe with 0', async () => {
    const tail = run('tail', stack.webSocketAPIurl, '--source', 'nobody');
    await tail.prints('pattern in force', 'stderr');
    tail.process.kill('SIGTERM');
    expect((await tail.finished()).code).toBe(0);
  });
});

describe('lambdaless tail', () => {
  it('ends with 0 when its time is over', async () => {
    const { code, stderr } = await run('tail', stack.webSocketAPIurl, '--timeout', '300ms').finished();
    expect(stderr).toContain('0 events');
    expect(code).toBe(0);
  });
});
