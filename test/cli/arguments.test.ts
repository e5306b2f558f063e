import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runHere } from './run-here.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lambdaless-arguments-'));
  writeFileSync(join(folder, 'words.txt'), 'no events\n');
  writeFileSync(join(folder, 'other.json'), '{"a":1}');
  writeFileSync(join(folder, 'list.json'), '[1]');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  // Nobody's real configuration is asked.
  for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE', 'AWS_ENDPOINT_URL'])
    vi.stubEnv(name, undefined);
  for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE'])
    vi.stubEnv(name, join(folder, 'none'));
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
});
afterEach(() => vi.unstubAllEnvs());

/** What was typed → what stderr has to say. Every one of these is the fault of who typed it, and says so with 2. */
const WRONG: readonly (readonly [line: string, message: RegExp])[] = [
  ['frob', /unknown command 'frob' \[BAD_ARGUMENT\]\n`lambdaless --help` shows/],
  ['tial', /\(Did you mean tail\?\)/],
  [
    'tail --sorce a',
    /unknown option '--sorce' \(Did you mean --source\?\) \[BAD_ARGUMENT\]\n`lambdaless tail --help`/,
  ],
  ['tail ws://a ws://b', /too many arguments/],
  ['tail --count 0', /A count is a whole number from 1 on/],
  ['tail --dedupe -1', /a whole number from 0 on/],
  ['tail --dedupe many', /a whole number from 0 on/],
  ['tail --dedupe 1.5', /a whole number from 0 on/],
  ['tail --timeout -5s', /A duration is a number with a unit/],
  ['tail --timeout 1w', /A duration is a number with a unit/],
  ['tail --output xml', /Allowed choices are pretty, expanded, json/],
  ['tail --format [', /--format is not a JMESPath expression/],
  ['tail --format nosuch(@)', /Unknown function: nosuch\(\)/],
  ['tail --pattern x', /--pattern is not JSON/],
  ['tail --pattern FOLDER/other.json', /is not JSON: .*\. For the file, write file:\/\/.*other\.json \[/],
  ['tail --pattern file://none.json', /cannot read --pattern file:\/\/none\.json: there is no such file/],
  ['tail --pattern 5 --source a', /--pattern is not a JSON object/],
  ['tail --pattern {"source":["a"]} --source b', /--pattern names source already/],
  ['tail --detail state', /write PATH=VALUE/],
  ['tail --detail =PAID', /write PATH=VALUE/],
  ['tail --detail a=1 --detail a.b=2', /another --detail asks for a field inside or above it/],
  ['tail http://127.0.0.1:4650', /is not a WebSocket URL.*--endpoint-url/],
  ['tail 127.0.0.1:4650', /is not a WebSocket URL: those begin with ws:\/\/ or wss:\/\//],
  ['tail --stack S ws://a', /either a URL or --stack/],
  ['tail --endpoint-url 127.0.0.1', /127\.0\.0\.1 is not an endpoint URL/],
  ['tail --forward-to localhost:3000', /--forward-to localhost:3000: the URL has to begin with http/],
  ['expect --source a', /required option '--within <duration>'/],
  ['expect --within soon', /A duration is a number with a unit/],
  ['expect --within 1s --not --count 2', /--not expects no event at all/],
  ['expect --source a --within 1s --junit none/report.xml', /cannot write none\/report\.xml: ENOENT/],
  ['put', /needs --source and --detail-type/],
  ['put --source a --detail-type b events.json', /either files or --source/],
  ['put events.json --resource r', /either files or --source/],
  ['put --source a --detail-type b --detail {', /--detail is not JSON/],
  [
    'put --source a --detail-type b --detail file://none',
    /cannot read --detail file:\/\/none: there is no such file/,
  ],
  ['put none.json', /cannot read none\.json: there is no such file/],
  ['put FOLDER/words.txt', /words\.txt:1: this line is not JSON/],
  ['put FOLDER/other.json', /other\.json:1: an event needs "source" and "detail-type"/],
  ['put FOLDER/list.json', /list\.json:1: an event is a JSON object/],
  ['put FOLDER', /cannot read .*: it is a folder/],
  ['put --endpoint-url here --source a --detail-type b', /here is not an endpoint URL/],
  ['record', /missing required argument 'file'/],
  ['replay none.ndjson', /cannot read none\.ndjson/],
  ['replay --speed 0 x', /A speed is a factor/],
  ['url foo', /foo is not a WebSocket URL/],
  ['url --expires 0', /from 1 to 604800/],
  ['url --expires 604801', /from 1 to 604800/],
  ['explain --source a', /required option '--event <json>'/],
  ['explain --event {}', /which pattern\?/],
  ['explain --source a --event {', /--event is not JSON/],
  ['explain --source a --event []', /Parameter Event is not valid/],
  ['patterns lint', /missing required argument 'files'/],
  ['patterns lint none.json', /cannot read none\.json/],
  ['completion tcsh', /Allowed choices are bash, zsh, fish/],
  ['dev --port 70000', /A port is a whole number/],
  ['verify --only nothing', /there is no check nothing\. There are pattern-accepted, /],
  ['verify --only pnig', /there is no check pnig\. Did you mean ping\?/],
  ['cost --clients -1', /a whole number from 0 on/],
];

describe('a wrong command line', () => {
  it.each(WRONG)('%s', async (line, message) => {
    const { code, stdout, stderr } = await runHere(...line.replace('FOLDER', folder).split(' '));
    expect(stderr).toMatch(message);
    expect(stderr).toContain('[BAD_ARGUMENT]');
    expect(stderr).not.toMatch(/^\s+at .*:\d+/m);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

/** What was asked for could not be done; the message says what to do. */
const FAILED: readonly (readonly [line: string, message: RegExp])[] = [
  [
    'tail --endpoint-url http://127.0.0.1:1',
    /nothing runs at http:\/\/127\.0\.0\.1:1\. Start .* \[CONNECTION_FAILED\]/,
  ],
  [
    'tail ws://127.0.0.1:1/',
    /Cannot connect to ws:\/\/127\.0\.0\.1:1\/: nothing listens there \(ECONNREFUSED\) \[CONNECTION_FAILED\]/,
  ],
  [
    'tail --stack S',
    /Region is missing\. Give --region or --profile, or set AWS_REGION\. \[AWS_REQUEST_FAILED\]/,
  ],
  ['put --bus b --source a --detail-type b', /PutEvents failed: Region is missing\. Give --region/],
  ['put --endpoint-url http://127.0.0.1:1 --source a --detail-type b', /PutEvents failed: .*ECONNREFUSED/],
];

describe('what cannot be done', () => {
  it.each(FAILED)('%s', async (line, message) => {
    const { code, stderr } = await runHere(...line.split(' '));
    expect(stderr).toMatch(message);
    expect(code).toBe(1);
  });
});

describe('help', () => {
  it('is printed on stdout when asked for, with examples', async () => {
    const { code, stdout, stderr } = await runHere('--help');
    expect(stdout).toMatch(/Commands:[\s\S]*Examples:[\s\S]*lambdaless dev/);
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  it('is printed on stderr when there is no command, which is wrong', async () => {
    const { code, stdout, stderr } = await runHere();
    expect(stderr).toContain('Commands:');
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it.each([
    'dev',
    'tail',
    'expect',
    'put',
    'record',
    'replay',
    'url',
    'explain',
    'cost',
    'verify',
    'completion',
  ])('of %s has examples', async (command) => {
    const { code, stdout } = await runHere(command, '--help');
    expect(stdout).toContain(`\n  $ `);
    expect(stdout).toContain('Examples:');
    expect(code).toBe(0);
  });

  it('tells the version', async () => {
    expect(await runHere('--version')).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+/),
      stderr: '',
    });
  });
});
