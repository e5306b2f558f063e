import type { Clock } from '../../core/clock.ts';
import { AwsError } from '../../core/errors.ts';
import type { StackModel } from '../../template/model.ts';
import { LogStream } from './log-stream.ts';

/** What a process remembers of one group: EventBridge makes a stream for each event when there are few. */
const KEPT_STREAMS = 1_000;

type Streams = Map<string, LogStream>;

/**
 * The log groups of the template, with their streams. A group that the template names and does not make exists on AWS
 * before the stack does, so it exists here.
 */
export class LogGroups {
  private readonly groups = new Map<string, Streams>();
  private readonly clock: Clock;

  constructor(model: StackModel, clock: Clock) {
    this.clock = clock;
    for (const { ref } of model.ofType('AWS::Logs::LogGroup')) this.groups.set(ref, new Map());
    for (const { ref, properties } of model.ofType('AWS::Logs::LogStream')) {
      const streams = this.groups.get(properties.LogGroupName) ?? new Map<string, LogStream>();
      this.groups.set(properties.LogGroupName, streams.set(ref, new LogStream(clock)));
    }
  }

  names(): readonly string[] {
    return [...this.groups.keys()].sort();
  }

  /** By name. @throws AwsError ResourceNotFoundException */
  streams(group: string): ReadonlyMap<string, LogStream> {
    return this.group(group);
  }

  /** @throws AwsError ResourceNotFoundException */
  stream(group: string, name: string): LogStream {
    const stream = this.group(group).get(name);
    if (stream) return stream;
    throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
  }

  /** Makes a stream, and forgets the oldest if there are too many. @throws AwsError ResourceAlreadyExistsException */
  createStream(group: string, name: string): void {
    const streams = this.group(group);
    if (streams.has(name)) {
      throw new AwsError('ResourceAlreadyExistsException', 'The specified log stream already exists');
    }
    streams.set(name, new LogStream(this.clock));
    const [oldest] = streams.keys();
    if (streams.size > KEPT_STREAMS && oldest !== undefined) streams.delete(oldest);
  }

  private group(name: string): Streams {
    const streams = this.groups.get(name);
    if (streams) return streams;
    throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
  }
}
