/**
 * An app that has a bus already, and lets operators watch it live. The bus is in a stack of its own, as it would be
 * with another team.
 */
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { LambdalessWebSocket } from 'lambdaless/cdk';

const app = new App();

const orders = new Stack(app, 'Orders');
const bus = new EventBus(orders, 'Bus');

const watching = new Stack(app, 'Watching');
const live = new LambdalessWebSocket(watching, 'Live', {
  eventBus: bus,
  eventPattern: { source: ['shop'], detailType: ['Ordered', 'Paid', 'Shipped'] },
  archive: { retention: Duration.days(7) },
  throttling: { rateLimit: 50, burstLimit: 100 },
  metrics: true,
  tracing: true,
  removalPolicy: RemovalPolicy.RETAIN,
});

live.addOutputs();
live.grantConnect(new Role(watching, 'Operator', { assumedBy: new AccountRootPrincipal() }));

const alarms = new Topic(watching, 'Alarms', { enforceSSL: true });
live.addAlarms({ actions: [new SnsAction(alarms)] });
live.addDashboard();
