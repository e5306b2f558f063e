import { AwsError, LambdalessError } from '../../core/errors.ts';
import { isJsonObject, type JsonObject, parseJson } from '../../core/json.ts';
import type { ServiceHost } from '../../core/operations.ts';
import type { StackModel } from '../../template/model.ts';
import {
  DEFAULT_FIFO,
  DEFAULT_SETTINGS,
  describeConfiguration,
  type QueueConfiguration,
  withAttributes,
} from './attributes.ts';
import { invalidParameter } from './message.ts';
import { requiredText } from './parameters.ts';
import { Queue } from './queue.ts';

const NAME = /^[A-Za-z0-9_-]{1,80}$/;
const FIFO_NAME = /^[A-Za-z0-9_-]{1,75}\.fifo$/;

/** The queues of the template, and those that CreateQueue makes. */
export class QueueSet {
  private readonly queues = new Map<string, Queue>();
  private readonly host: ServiceHost;

  constructor(host: ServiceHost) {
    this.host = host;
  }

  get all(): readonly Queue[] {
    return [...this.queues.values()];
  }

  find(name: string): Queue | undefined {
    return this.queues.get(name);
  }

  /** @throws AwsError QueueDoesNotExist */
  get(name: string): Queue {
    const queue = this.queues.get(name);
    if (queue) return queue;
    throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
  }

  byArn(arn: string | undefined): Queue | undefined {
    return arn === undefined ? undefined : this.queues.get(arn.slice(arn.lastIndexOf(':') + 1));
  }

  /** @throws LambdalessError for a queue whose dead letters would go nowhere */
  addTemplate(model: StackModel): void {
    for (const resource of model.ofType('AWS::SQS::Queue')) {
      this.add(Queue.ofTemplate(resource, policyOf(model, resource.ref), this.host.environment));
    }
    for (const { logicalId, properties } of model.ofType('AWS::SQS::Queue')) {
      const target = properties.RedrivePolicy?.deadLetterTargetArn;
      if (target === undefined || this.byArn(target)) continue;
      throw new LambdalessError(
        'TEMPLATE_INVALID',
        `Resource '${logicalId}' property RedrivePolicy.deadLetterTargetArn: no queue of this template has the ARN ${target}`,
      );
    }
  }

  /**
   * CreateQueue: a queue of the same name and attributes is not made again.
   * @throws AwsError InvalidParameterValue, QueueNameExists, and what a bad attribute gives
   */
  create(input: JsonObject): Queue {
    const name = requiredText(input, 'QueueName');
    const attributes = isJsonObject(input['Attributes']) ? input['Attributes'] : {};
    const isFifo = name.endsWith('.fifo');
    if (!(isFifo ? FIFO_NAME : NAME).test(name)) {
      throw invalidParameter(
        'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
      );
    }
    const existing = this.queues.get(name);
    if (existing) return sameQueue(existing, attributes);
    if (isFifo && String(attributes['FifoQueue']) !== 'true') {
      throw invalidParameter(
        'The name of a FIFO queue needs the attribute FifoQueue, and ends with the .fifo suffix.',
      );
    }
    const initial: QueueConfiguration = { settings: DEFAULT_SETTINGS, ...(isFifo && { fifo: DEFAULT_FIFO }) };
    const queue = new Queue(name, withAttributes(initial, attributes), this.host.environment);
    this.checkRedrive(queue.configuration);
    this.add(queue);
    this.guard(queue);
    return queue;
  }

  /** SetQueueAttributes. @throws AwsError for a bad attribute */
  configure(queue: Queue, input: JsonObject): void {
    const configuration = withAttributes(queue.configuration, input['Attributes']);
    this.checkRedrive(configuration);
    queue.configure(configuration);
    this.guard(queue);
  }

  delete(queue: Queue): void {
    queue.purge();
    this.queues.delete(queue.name);
    this.host.setResourcePolicy?.(queue.arn, undefined);
  }

  private add(queue: Queue): void {
    this.queues.set(queue.name, queue);
  }

  private guard({ arn, configuration: { policy } }: Queue): void {
    this.host.setResourcePolicy?.(arn, policy === undefined ? undefined : parseJson(policy));
  }

  private checkRedrive({ redrive, fifo }: QueueConfiguration): void {
    if (!redrive) return;
    const target = this.byArn(redrive.deadLetterTargetArn);
    if (!target) throw redriveProblem(redrive, 'Dead letter target does not exist.');
    if ((target.configuration.fifo !== undefined) !== (fifo !== undefined)) {
      throw redriveProblem(redrive, 'Dead-letter queue must be same type of queue as the source.');
    }
  }
}

function redriveProblem(redrive: object, reason: string): AwsError {
  return invalidParameter(
    `Value ${JSON.stringify(redrive)} for parameter RedrivePolicy is invalid. Reason: ${reason}`,
  );
}

/** @throws AwsError QueueNameExists if the request wants another queue than there is */
function sameQueue(queue: Queue, attributes: JsonObject): Queue {
  const now = describeConfiguration(queue.configuration);
  const wanted = describeConfiguration(withAttributes(queue.configuration, attributes));
  const other = Object.keys(wanted).find((name) => wanted[name] !== now[name]);
  if (other === undefined) return queue;
  throw new AwsError(
    'QueueNameExists',
    `A queue already exists with the same name and a different value for attribute ${other}`,
  );
}

/** The policy that the template gives a queue; of several, the statements together. */
function policyOf(model: StackModel, url: string): string | undefined {
  const documents = model
    .ofType('AWS::SQS::QueuePolicy')
    .filter(({ properties }) => properties.Queues.includes(url))
    .map(({ properties }) => properties.PolicyDocument);
  if (documents.length < 2) return documents[0] && JSON.stringify(documents[0]);
  const statements = documents.flatMap(({ Statement }) => Statement ?? []);
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
