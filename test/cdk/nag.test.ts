import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { LambdalessWebSocket, type LambdalessWebSocketProps } from '../../src/cdk/index.ts';

interface Report {
  readonly pluginReports: readonly {
    readonly violations: readonly {
      readonly ruleName: string;
      readonly violatingConstructs: readonly { readonly constructPath: string }[];
    }[];
  }[];
}

/** What cdk-nag finds and nobody has given a reason for: "rule construct". */
function findings(props: (stack: Stack) => LambdalessWebSocketProps): string[] {
  const outdir = mkdtempSync(join(tmpdir(), 'lambdaless-nag-'));
  const app = new App({ outdir, analyticsReporting: false });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const stack = new Stack(app, 'Stack');
  new LambdalessWebSocket(stack, 'WebSocket', props(stack));
  try {
    app.synth();
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ValidationFailed')) throw error;
  }
  const report = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8')) as Report;
  return report.pluginReports.flatMap(({ violations }) =>
    violations.flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }) => `${ruleName} ${constructPath}`),
    ),
  );
}

describe("cdk-nag's AwsSolutions rules", { timeout: 60_000 }, () => {
  it.each<[string, (stack: Stack) => LambdalessWebSocketProps]>([
    ['the defaults', () => ({})],
    ['no authorization', () => ({ authorization: 'anyone-with-the-url' })],
    [
      'matching by TestEventPattern in a Standard workflow',
      () => ({ matching: 'testEventPattern', deliveryType: 'standard' }),
    ],
    ['a key', (stack) => ({ encryptionKey: new Key(stack, 'Key', { enableKeyRotation: true }) })],
    [
      'a given bus, all logs, tracing',
      (stack) => ({
        eventBus: EventBus.fromEventBusName(stack, 'Bus', 'default'),
        logLevel: 'ALL',
        metrics: true,
        accessLogs: true,
        executionLogs: true,
        tracing: true,
      }),
    ],
    ["the account's CloudWatch role", () => ({ accessLogs: true, accountCloudWatchRole: true })],
  ])('find nothing without a written reason with %s', (_name, props) => {
    expect(findings(props)).toEqual([]);
  });

  it('find what is wrong when something is', () => {
    const withQueue = (stack: Stack): LambdalessWebSocketProps => {
      new Queue(stack, 'Queue');
      return {};
    };
    expect(findings(withQueue)).toContain('AwsSolutions-SQS4 Stack/Queue/Resource');
  });
});
