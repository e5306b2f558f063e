import { Publisher } from '../client/publish.ts';
import { resolveTarget, type TargetOptions } from '../client/target.ts';
import { LambdalessError } from '../core/errors.ts';
import { stringifyJson } from '../core/json.ts';
import { type Bus, busOver, type EventToPut } from './bus.ts';

/** Which stack, and how to reach it. */
export interface ConnectOptions
  extends Pick<TargetOptions, 'stack' | 'url' | 'sign' | 'region' | 'profile' | 'endpointUrl'> {
  /** Where `put` puts events. @default the eventBusName among the stack's outputs */
  readonly eventBusName?: string;
}

/**
 * Connects to a deployed stack, by its CloudFormation name or its URL, with the standard AWS credential chain.
 * @throws LambdalessError AWS_REQUEST_FAILED, BAD_ARGUMENT, CONNECTION_FAILED
 * @example const bus = await connect({ stack: 'Lambdaless', region: 'eu-west-1' });
 */
export async function connect(options: ConnectOptions): Promise<Bus> {
  const target = await resolveTarget(options);
  const bus = options.eventBusName ?? target.eventBusName;
  const endpointUrl = options.endpointUrl ?? target.endpointUrl;
  const publisher = new Publisher({ ...options, ...(endpointUrl && { endpointUrl }), ...(bus && { bus }) });
  return busOver({
    url: target.url,
    eventBusName: bus ?? 'default',
    signedUrl: target.signedUrl,
    put: (events) => publishAll(publisher, events),
    close: async () => undefined,
  });
}

async function publishAll(publisher: Publisher, events: readonly EventToPut[]): Promise<string[]> {
  const ids: string[] = [];
  for await (const { eventId, error } of publisher.publish(events.map(toEntry))) {
    if (error) throw new LambdalessError('AWS_REQUEST_FAILED', `the bus refused an event: ${error}`);
    ids.push(eventId ?? '');
  }
  return ids;
}

/** An entry of PutEvents. */
export function toEntry({ source, detailType, detail = {}, resources }: EventToPut): PutEntry {
  return {
    Source: source,
    DetailType: detailType,
    Detail: typeof detail === 'string' ? detail : stringifyJson(detail as never),
    ...(resources && { Resources: [...resources] }),
  };
}

interface PutEntry {
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
  readonly Resources?: string[];
}
