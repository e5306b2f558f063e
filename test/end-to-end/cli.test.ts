import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Child, lambdaless } from '../support/child.ts';
import { ORDERS } from '../support/orders.ts';
import { REFUSED } from '../support/refused.ts';
import { ownTemplate, type StackForTest, startForTest } from '../support/stack.ts';

let folder: string;
let templateFile: string;
let children: Child[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lambdaless-cli-'));
  templateFile = join(folder, 'template.json');
  writeFileSync(templateFile, JSON.stringify(ownTemplate()));
});
afterEach(() => {
  for (const child of children) child.process.kill('SIGKILL');
  children = [];
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: string[]): Child {
  const child = lambdaless(args);
  children.push(child);
  return child;
}

describe('lambdaless dev', () => {
  it('prints one line of JSON when ready, serves the stack, and ends with 0 on SIGINT', async () => {
    const dev = run('dev', '--template', templateFile, '--port', '0', '--json');
    await dev.prints('\n');
    const ready = JSON.parse(dev.stdout) as Record<string, unknown>;
    expect(Object.keys(ready)).toEqual([
      'webSocketAPIurl',
      'endpointUrl',
      'eventBusName',
      'region',
      'accountId',
      'outputs',
    ]);
    expect(ready['webSocketAPIurl']).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/[a-z0-9]+\/live$/);
    expect(ready).toMatchObject({ region: 'us-east-1', accountId: '000000000000' });
    const { code, stdout } = await dev.interrupt();
    expect(code).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(1);
  });

  it('prints the outputs and the next three commands for a person', async () => {
    const dev = run('dev', '--template', templateFile, '--port', '0');
    await dev.prints('put --endpoint-url http://127.0.0.1:');
    expect(dev.stdout).toContain('webSocketAPIurl');
    expect(dev.stdout).toContain('npx wscat -c ws://127.0.0.1:');
    expect(dev.stdout).toContain('{"action":"pattern"');
    expect(dev.stdout).toContain('aws events put-events --endpoint-url');
    expect((await dev.interrupt()).code).toBe(0);
  });

  it.each([
    ['a file that is not there', ['--template', 'no-such.json'], 1, /TEMPLATE_UNREADABLE/],
    ['an unknown region', ['--region', 'nowhere'], 2, /'nowhere' is not a region/],
  ])('refuses %s', async (_name, args, code, message) => {
    const finished = await run('dev', '--port', '0', ...args).finished();
    expect(finished.stderr).toMatch(message);
    expect(finished.code).toBe(code);
    expect(finished.stdout).toBe('');
  });

  it.each([
    ['no JSON', '{"Resources":', /TEMPLATE_UNREADABLE/],
    ['a missing resource', template({ Out: { Value: { Ref: 'Nothing' } } }), /refers to 'Nothing'/],
    [
      'a Lambda function',
      JSON.stringify({ Resources: { Code: { Type: 'AWS::Lambda::Function', Properties: {} } } }),
      /this template contains AWS::Lambda::Function 'Code'/i,
    ],
    [
      'a property it does not execute',
      JSON.stringify({ Resources: { Q: { Type: 'AWS::SQS::Queue', Properties: { Colour: 'red' } } } }),
      /'Q'.*Colour/,
    ],
  ])('refuses a template with %s, and names it', async (_name, text, message) => {
    const file = join(folder, 'bad.json');
    writeFileSync(file, text);
    const { code, stderr } = await run('dev', '--port', '0', '--template', file).finished();
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(code).toBe(1);
  });

  it("runs somebody's own template with parameters, and prints its outputs", async () => {
    const file = join(folder, 'own.json');
    const Resources = {
      Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::Sub': '${AWS::StackName}-${Stage}' } } },
    };
    const Outputs = { Queue: { Value: { Ref: 'Q' } } };
    writeFileSync(file, JSON.stringify({ Parameters: { Stage: { Type: 'String' } }, Resources, Outputs }));
    const own = ['--template', file, '--port', '0', '--stack-name', 'Mine'];
    const dev = run('dev', ...own, '--parameter', 'Stage=a=b');
    await dev.prints('Mine-a=b');
    expect(dev.stdout).toMatch(/outputs\n {4}Queue {2}http:\/\/127\.0\.0\.1:\d+\/000000000000\/Mine-a=b\n/);
    expect((await dev.interrupt()).code).toBe(0);

    const refused = await run('dev', ...own, '--parameter', 'Stage').finished();
    expect(refused.stderr).toContain('--parameter Stage: write the name, "=", and the value');
    expect(refused.code).toBe(2);
  });

  it('says once what a refused call lacks', async () => {
    const file = join(folder, 'refused.json');
    writeFileSync(file, JSON.stringify(REFUSED));
    const dev = run('dev', '--template', file, '--port', '0', '--json');
    await dev.prints('\n');
    const { endpointUrl } = JSON.parse(dev.stdout) as { endpointUrl: string };
    const put = [
      'put',
      '--endpoint-url',
      endpointUrl,
      '--bus',
      'bus',
      '--source',
      'shop',
      '--detail-type',
      't',
    ];
    for (let i = 0; i < 2; i++) expect((await run(...put, '--detail', '{}').finished()).code).toBe(0);
    const { code, stderr } = await dev.interrupt();
    expect(stderr.match(/Access denied\. No resource policy of arn:aws:sqs:/g)).toHaveLength(1);
    expect(stderr).toContain('"Action": "sqs:SendMessage"');
    expect(code).toBe(0);
  });

  it.each([
    [
      'says what fails, and where the page shows it',
      [],
      /^Execution \S+ of flow failed in state "Refuse" with TooMuch: no \(http:\S+#trace=\d+\)\n$/,
    ],
    ['says nothing of what fails with --quiet', ['--quiet'], /^$/],
  ])('%s', async (_name, flags, said) => {
    const file = join(folder, 'orders.json');
    writeFileSync(file, JSON.stringify(ORDERS));
    const dev = run('dev', '--template', file, '--port', '0', '--json', ...flags);
    await dev.prints('\n');
    const { endpointUrl } = JSON.parse(dev.stdout) as { endpointUrl: string };
    const event = ['--source', 'shop', '--detail-type', 't', '--detail', '{"amount":500}'];
    expect((await run('put', '--endpoint-url', endpointUrl, ...event).finished()).code).toBe(0);
    const traces = async (): Promise<string> => (await fetch(`${endpointUrl}/_lambdaless/traces`)).text();
    await expect.poll(traces).toMatch(/"endMs":\d+,"failures":[1-9]/);
    expect((await dev.interrupt()).stderr).toMatch(said);
  });

  it.each([
    ['--port 0', {}],
    [
      'npm start -- --port 0',
      { npm_lifecycle_event: 'start', npm_lifecycle_script: 'node scripts/start.ts' },
    ],
    ['npm run stack -- --port 0', { npm_lifecycle_event: 'stack', npm_lifecycle_script: 'lambdaless dev' }],
  ])('says which port is in use, and to try %s', async (advice, environment) => {
    const stack = await startForTest();
    const { port } = new URL(stack.endpointUrl);
    const dev = lambdaless(['dev', '--template', templateFile, '--port', port], environment);
    children.push(dev);
    const { code, stderr } = await dev.finished();
    await stack.close();
    expect(stderr).toContain(`Port ${port} on 127.0.0.1 is in use`);
    expect(stderr).toContain(`Try ${advice}. [PORT_IN_USE]`);
    expect(code).toBe(1);
  });
});

function template(Outputs: object): string {
  return JSON.stringify({ Resources: { Q: { Type: 'AWS::SQS::Queue' } }, Outputs });
}

describe('lambdaless tail and put', () => {
  let stack: StackForTest;
  beforeAll(async () => {
    stack = await startForTest();
  });
  afterAll(() => stack?.close());

  const put = (...args: string[]): Child => run('put', '--endpoint-url', stack.endpointUrl, ...args);

  it('prints each matching event as one line of JSON on stdout, and the rest on stderr', async () => {
    const tail = run('tail', stack.webSocketAPIurl, '--pattern', '{"source":["shop"]}');
    await tail.prints('pattern in force', 'stderr');
    const published = await put(
      '--bus',
      stack.eventBusName,
      '--source',
      'shop',
      '--detail-type',
      'Ordered',
      '--detail',
      '{"n":12345678901234567890}',
    ).finished();
    expect(published).toMatchObject({ code: 0, stderr: '' });
    expect(published.stdout).toMatch(/^[0-9a-f-]{36}\n$/);
    await tail.prints('\n');
    const { code, stdout } = await tail.interrupt();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\{.*"detail":\{"n":12345678901234567890\}\}\n$/);
    expect(JSON.parse(stdout)).toMatchObject({ id: published.stdout.trim(), source: 'shop' });
  });

  it("puts events on the stack's own bus unless told otherwise, and takes the detail from stdin", async () => {
    const tail = run('tail', stack.webSocketAPIurl, '--source', 'stdin', '--count', '1');
    await tail.prints('pattern in force', 'stderr');
    const publishing = put('--source', 'stdin', '--detail-type', 'x', '--detail', '-');
    publishing.process.stdin?.end('{"from":"stdin"}');
    expect((await publishing.finished()).code).toBe(0);
    const { code, stdout } = await tail.finished();
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ detail: { from: 'stdin' } });
  });

  it('combines shorthands into a pattern and prints it', async () => {
    const { stdout, code } = await run(
      ...[
        'tail',
        '--print-pattern',
        '--source',
        'shop.*',
        '--detail',
        'order.state=PAID',
        '--detail',
        'order.state=SENT',
      ],
      ...['--detail', 'amount={"numeric":[">",5]}'],
    ).finished();
    expect(JSON.parse(stdout)).toEqual({
      source: [{ wildcard: 'shop.*' }],
      detail: { order: { state: ['PAID', 'SENT'] }, amount: [{ numeric: ['>', 5] }] },
    });
    expect(code).toBe(0);
  });

  it("ends with AWS's reason when the pattern is not valid", async () => {
    const { code, stderr } = await run(
      'tail',
      stack.webSocketAPIurl,
      '--pattern',
      '{"source":"shop"}',
    ).finished();
    expect(stderr).toContain('Event pattern is not valid. Reason: "source" must be an object or an array');
    expect(code).toBe(1);
  });

  it('ends quietly when the reader of its output goes away', async () => {
    const tail = run('tail', stack.webSocketAPIurl, '--source', 'pipe');
    await tail.prints('pattern in force', 'stderr');
    tail.process.stdout?.destroy();
    for (let n = 0; n < 3; n++) await put('--source', 'pipe', '--detail-type', 'x').finished();
    const { code, stderr } = await tail.finished();
    expect(code).toBe(0);
    expect(stderr).not.toContain('EPIPE');
  });

  it.each([
    [
      'a detail that is no object',
      ['--source', 's', '--detail-type', 'x', '--detail', '[]'],
      1,
      /MalformedDetail/,
    ],
  ])('put refuses %s', async (_name, args, code, message) => {
    const finished = await put(...args).finished();
    expect(finished.stderr).toMatch(message);
    expect(finished.code).toBe(code);
  });

  it('records a session and replays it', async () => {
    const file = join(folder, 'session.ndjson');
    const record = run('record', file, stack.webSocketAPIurl, '--source', 'recorded', '--count', '2');
    await record.prints('pattern in force', 'stderr');
    const events = join(folder, 'events.ndjson');
    writeFileSync(
      events,
      '{"source":"recorded","detail-type":"a","detail":{"n":1}}\n{"Source":"recorded","DetailType":"b","Detail":"{}"}\n',
    );
    expect((await put(events).finished()).stdout.trim().split('\n')).toHaveLength(2);
    expect((await record.finished()).code).toBe(0);
    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(2);
    const tail = run(
      'tail',
      stack.webSocketAPIurl,
      '--source',
      'recorded',
      '--count',
      '2',
      '--format',
      '["detail-type", detail.n]',
    );
    await tail.prints('pattern in force', 'stderr');
    const replay = await run('replay', file, '--speed', 'max', '--to', stack.endpointUrl).finished();
    expect(replay).toMatchObject({ code: 0, stderr: '2 of 2 events replayed\n' });
    expect((await tail.finished()).stdout.split('\n').sort()).toEqual(['', 'a\t1', 'b\t']);
  });
});

describe('lambdaless tail, when the server goes away', () => {
  it('connects again, sets its pattern again, and says so', async () => {
    const first = await startForTest();
    const { port } = new URL(first.endpointUrl);
    const tail = run('tail', first.webSocketAPIurl, '--source', 'again');
    await tail.prints('pattern in force', 'stderr');
    await first.close();
    await tail.prints('disconnected', 'stderr');
    const second = await startForTest({ port: Number(port) });
    await tail.prints(
      /pattern in force[\s\S]*pattern in force: .*; what was published in the \d+\.\d s before is missing/,
      'stderr',
    );
    const Entries = [{ EventBusName: second.eventBusName, Source: 'again', DetailType: 'x', Detail: '{}' }];
    await second.call('events:PutEvents', { Entries });
    await tail.prints('"source":"again"');
    expect((await tail.interrupt()).code).toBe(0);
    await second.close();
  });
});
