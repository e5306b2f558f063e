import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type FinishedChild, lambdaless } from '../support/child.ts';

function cost(...args: string[]): Promise<FinishedChild> {
  return lambdaless(['cost', ...args]).finished();
}

const folder = mkdtempSync(join(tmpdir(), 'lambdaless-cost-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('lambdaless cost', () => {
  it("prints a month's bill of its own stack, its units, and whose prices they are", async () => {
    const { code, stdout, stderr } = await cost('--clients', '2', '--match-rate', '1');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('2 clients, 10 events/s of 2,048 bytes, 100 % wanted by a client');
    expect(stdout).toMatch(/^API Gateway: messages \(32 KB\) +52,561,460 +52\.56$/m);
    expect(stdout).toMatch(/^per million events +4\.23$/m);
    expect(stdout).toContain('List prices of us-east-1');
  });

  it('prints the same as JSON, beside other designs', async () => {
    const { code, stdout } = await cost('--clients', '1', '--compare', '--json');
    expect(code).toBe(0);
    const { shapes } = JSON.parse(stdout) as {
      shapes: { name: string; controlPlaneCallsPerEvent: number }[];
    };
    expect(shapes.map(({ name, controlPlaneCallsPerEvent }) => [name, controlPlaneCallsPerEvent])).toEqual([
      ['lambdaless', 0],
      ['2021', 1],
      ['Lambda', 0],
    ]);
  });

  it('measures another template', async () => {
    const template = new URL('../../src/cost/shapes/2021.template.json', import.meta.url).pathname;
    const { stdout } = await cost('--clients', '1', '--template', template);
    expect(stdout).toMatch(/^Step Functions: state transitions +236,523,650 +5,913\.09$/m);
  });

  it('gives a template its parameters', async () => {
    const shape = new URL('../../src/cost/shapes/2021.template.json', import.meta.url);
    const template = JSON.parse(readFileSync(shape, 'utf8')) as object;
    const file = join(folder, 'template.json');
    writeFileSync(file, JSON.stringify({ ...template, Parameters: { Stage: { Type: 'String' } } }));
    expect((await cost('--clients', '1', '--template', file)).stderr).toContain("'Stage'");
    expect((await cost('--clients', '1', '--template', file, '--parameter', 'Stage=a')).code).toBe(0);
  });

  it.each([
    [['--match-rate', '2'], 'the match rate must be from 0 to 1'],
    [['--parameter', 'Stage'], 'write the name, "=", and the value'],
    [['--size', '100'], "an event's size must be from 320 to 1048576 bytes"],
    [['--events-per-second', 'many'], 'It must be a number from 0 on.'],
    [['--template', 'nowhere.json'], 'nowhere.json'],
  ])('refuses %j', async (args, message) => {
    const { code, stdout, stderr } = await cost(...args);
    expect(stderr).toContain(message);
    expect(stdout).toBe('');
    expect(code).toBe(args[0] === '--template' ? 1 : 2);
  });
});
