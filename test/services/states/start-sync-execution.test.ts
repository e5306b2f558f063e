import { describe, expect, test } from 'vitest';
import { benchWith, MACHINE_ARN } from './support.ts';

describe('StartSyncExecution', () => {
  const definition = {
    StartAt: 'Say',
    States: { Say: { Type: 'Pass', Result: { said: 'hello' }, End: true } },
  };

  test('answers with the output as text, and with what is billed', async () => {
    const bench = benchWith({ definition });
    const answer = await bench.call('StartSyncExecution', {
      stateMachineArn: MACHINE_ARN,
      name: 'run',
      input: '{"a": 1}',
    });
    expect(answer).toEqual({
      executionArn: expect.stringMatching(
        /^arn:aws:states:us-east-1:123456789012:express:Machine:run:[0-9a-f-]{36}$/,
      ),
      stateMachineArn: MACHINE_ARN,
      name: 'run',
      startDate: Date.UTC(2026, 0, 1) / 1000,
      stopDate: Date.UTC(2026, 0, 1) / 1000,
      status: 'SUCCEEDED',
      input: '{"a": 1}',
      inputDetails: { included: true },
      output: '{"said":"hello"}',
      outputDetails: { included: true },
      billingDetails: { billedMemoryUsedInMB: 64, billedDurationInMilliseconds: 100 },
    });
    expect(bench.meters).toEqual({ 'states.express.requests': 1, 'states.express.gbSeconds': 0.00625 });
  });
});
