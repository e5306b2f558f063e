/**
 * `npm run cdk-version -- 2.112.0`: synthesizes the built package with another release of the CDK, which is too large
 * to be a dependency twice. The releases tried in CI are the lowest of the stated range and the newest.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = `
import { App, Duration, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LambdalessWebSocket } from './dist/cdk/index.js';
import { synthTemplate } from './dist/cdk/synth.js';

const app = new App();
const stack = new Stack(app, 'Stack');
const everything = new LambdalessWebSocket(stack, 'WebSocket', {
  eventBus: EventBus.fromEventBusName(stack, 'Bus', 'default'),
  deliveryType: 'standard', matching: 'testEventPattern', authorization: 'anyone-with-the-url',
  accessLogs: true, accountCloudWatchRole: true, executionLogs: true, logLevel: 'ALL', tracing: true, metrics: true,
  archive: { retention: Duration.days(7) }, encryptionKey: new Key(stack, 'Key'),
  throttling: { rateLimit: 100, burstLimit: 10 },
});
everything.addAlarms();
everything.addDashboard();
everything.addOutputs('Live');
const count = (template) => Object.keys(template.Resources).length;
console.log(count(synthTemplate()), 'resources by default,', count(app.synth().getStackByName('Stack').template), 'with every prop');
`;

const root = fileURLToPath(new URL('..', import.meta.url));
for (const version of process.argv.slice(2)) tryVersion(version);

function tryVersion(version: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'lambdaless-cdk-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'try.js'), PROGRAM);
    cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
    const install = [
      'install',
      '--no-audit',
      '--no-fund',
      '--silent',
      `aws-cdk-lib@${version}`,
      'constructs@10',
    ];
    execFileSync('npm', install, { cwd: folder, stdio: 'inherit' });
    process.stdout.write(`aws-cdk-lib ${version}: `);
    execFileSync(process.execPath, ['try.js'], { cwd: folder, stdio: 'inherit' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
