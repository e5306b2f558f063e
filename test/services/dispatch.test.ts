import { describe, expect, it } from 'vitest';
import { sleep, VirtualClock } from '../../src/core/clock.ts';
import { AwsError } from '../../src/core/errors.ts';
import type { JsonObject, JsonValue } from '../../src/core/json.ts';
import type { Call, Operation } from '../../src/core/operations.ts';
import { noSpan, type SpanRecord } from '../../src/core/trace.ts';
import { AccessDenied, type Authorizer } from '../../src/services/authorizer.ts';
import { createOperations, type DispatchOptions, type OperationsTable } from '../../src/services/dispatch.ts';
import { createFaults } from '../../src/services/faults.ts';
import { createTracer } from '../../src/services/tracer.ts';
import { environment } from '../template/harness.ts';

const account: Call = { caller: { kind: 'account' }, span: noSpan };
const worker: Call = {
  caller: {
    kind: 'role',
    roleArn: 'arn:aws:iam::1:role/worker',
    service: 'states.amazonaws.com',
    sourceArn: 'arn:x',
  },
  span: noSpan,
};

function operation(
  invoke: (input: JsonObject) => Promise<JsonValue>,
  options: Partial<Operation> = {},
): Operation {
  return {
    name: 'test:Echo',
    permissions: () => [{ action: 'test:Echo', resource: 'arn:thing' }],
    invoke: (input) => invoke(input),
    ...options,
  };
}

const echo = operation(async (input) => ({ echo: input }));

function table(options: Partial<DispatchOptions> = {}, ...operations: Operation[]): OperationsTable {
  const created = createOperations({ environment, ...options });
  created.register(operations.length > 0 ? operations : [echo]);
  return created;
}

const refuseAll: Authorizer = {
  authorize: (_caller, { action }) => {
    throw new AccessDenied('AccessDeniedException', `no ${action}`, 400, 'add it');
  },
  setResourcePolicy: () => undefined,
  usage: () => ({ granted: [], denied: [] }),
};

describe('the operations table', () => {
  it('calls what is registered', async () => {
    expect(await table().call('test:Echo', { a: 1 }, account)).toEqual({ echo: { a: 1 } });
  });

  it('knows its names', () => {
    const operations = table();
    expect([...operations.names()]).toEqual(['test:Echo']);
    expect([operations.has('test:Echo'), operations.has('test:Other')]).toEqual([true, false]);
  });

  it('refuses what is not there', async () => {
    await expect(table().call('test:Other', {}, account)).rejects.toMatchObject({
      code: 'UnknownOperationException',
    });
  });

  it('does not let two services share a name', () => {
    expect(() => table().register([echo])).toThrow('Two services offer test:Echo');
  });

  it('passes an error of the operation on', async () => {
    const failing = operation(async () => Promise.reject(new AwsError('Oops', 'it failed')));
    await expect(table({}, failing).call('test:Echo', {}, account)).rejects.toMatchObject({ code: 'Oops' });
  });
});

describe('a call that policies refuse', () => {
  it('does not happen, and is reported', async () => {
    let invoked = false;
    const reported: string[] = [];
    const operations = table(
      { authorizer: refuseAll, onDenied: ({ advice }) => reported.push(advice) },
      operation(async () => {
        invoked = true;
        return {};
      }),
    );
    await expect(operations.call('test:Echo', {}, worker)).rejects.toMatchObject({
      code: 'AccessDeniedException',
      message: 'no test:Echo',
    });
    expect([invoked, reported]).toEqual([false, ['add it']]);
  });

  it('happens in the name of the account', async () => {
    expect(await table({ authorizer: refuseAll }).call('test:Echo', {}, account)).toEqual({ echo: {} });
  });

  it('does not use up a fault', async () => {
    const faults = createFaults({ faults: [{ operation: '*', error: { code: 'Oops' }, count: 1 }] });
    const operations = table({ authorizer: refuseAll, faults });
    await expect(operations.call('test:Echo', {}, worker)).rejects.toMatchObject({
      code: 'AccessDeniedException',
    });
    await expect(operations.call('test:Echo', {}, account)).rejects.toMatchObject({ code: 'Oops' });
  });
});

describe('a fault', () => {
  it('takes the place of the call', async () => {
    const error = { code: 'ThrottlingException', message: 'Rate exceeded', statusCode: 429 };
    const faults = createFaults({ faults: [{ operation: 'test:*', resource: 'arn:th*', error }] });
    await expect(table({ faults }).call('test:Echo', {}, account)).rejects.toMatchObject(error);
  });

  it('may only delay the call, on the clock', async () => {
    const clock = new VirtualClock();
    const faults = createFaults({ faults: [{ operation: '*', latencyMs: 60_000 }] });
    const operations = table({ faults, environment: { ...environment, clock } });
    let done = false;
    const call = operations.call('test:Echo', {}, account).then(() => {
      done = true;
    });
    await clock.advance(59_999);
    expect(done).toBe(false);
    await clock.advance(1);
    await call;
    expect(done).toBe(true);
  });
});

describe('a trace', () => {
  async function traced(options: Partial<DispatchOptions>, call: Call = account): Promise<SpanRecord> {
    const tracer = createTracer({ clock: new VirtualClock(0) });
    const root = tracer.start('request', 'frame');
    await table(options)
      .call('test:Echo', { a: 1 }, { ...call, span: root })
      .catch(() => undefined);
    root.end();
    return tracer.traces()[0]?.root.children[0] as SpanRecord;
  }

  it('shows input and output', async () => {
    expect(await traced({})).toMatchObject({
      kind: 'operation',
      name: 'test:Echo',
      attributes: { input: { a: 1 }, output: { echo: { a: 1 } } },
    });
  });

  it('shows an injected fault as such', async () => {
    const faults = createFaults({ faults: [{ operation: '*', error: { code: 'Oops' } }] });
    expect(await traced({ faults })).toMatchObject({
      attributes: { fault: { operation: '*', latencyMs: 0, error: 'Oops' } },
      error: { code: 'Oops' },
    });
  });

  it('shows a refusal with its advice', async () => {
    expect(await traced({ authorizer: refuseAll }, worker)).toMatchObject({
      error: { code: 'AccessDeniedException' },
      children: [{ kind: 'authorization', name: 'test:Echo', attributes: { advice: 'add it' } }],
    });
  });
});

describe('idle', () => {
  it('waits for what is under way', async () => {
    let finish = (): void => undefined;
    const slow = operation(() => new Promise((resolve) => (finish = () => resolve({}))));
    const operations = table({}, slow);
    const call = operations.call('test:Echo', {}, account);
    let idle = false;
    const waiting = operations.idle().then(() => {
      idle = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect([idle, operations.busy]).toEqual([false, 1]);
    finish();
    await Promise.all([call, waiting]);
    expect([idle, operations.busy]).toEqual([true, 0]);
  });

  it('does not wait for what itself waits for the clock', async () => {
    const clock = new VirtualClock();
    const sleeper = operation(
      async () => {
        await sleep(clock, 1000);
        return {};
      },
      { waitsOnClock: true },
    );
    const operations = table({}, sleeper);
    clock.settle = () => operations.idle();
    const call = operations.call('test:Echo', {}, account);
    await clock.advance(1000);
    expect(await call).toEqual({});
  });

  it('does not wait for calls that wait for one that waits for the clock', async () => {
    const clock = new VirtualClock();
    const faults = createFaults({ faults: [{ operation: 'test:Inner', latencyMs: 1000 }] });
    const operations = createOperations({ environment: { ...environment, clock }, faults });
    operations.register([
      { ...echo, name: 'test:Inner' },
      operation(async () => {
        await operations.call('test:Inner', {}, account);
        return operations.call('test:Inner', {}, account);
      }),
    ]);
    clock.settle = () => operations.idle();
    const call = operations.call('test:Echo', { a: 1 }, account);
    await clock.advance(1500);
    expect(operations.busy).toBe(0);
    await clock.advance(500);
    expect(await call).toEqual({ echo: {} });
  });
});
