import { LOCAL_ENDPOINT } from '../client/local-endpoint.ts';
import type { PublishOptions } from '../client/publish.ts';
import { resolveTarget, type Target } from '../client/target.ts';
import { LambdalessError } from '../core/errors.ts';
import type { AwsOptions } from './aws.ts';
import { paint, say } from './terminal.ts';

export interface DestinationOptions extends AwsOptions {
  readonly stack?: string;
  readonly bus?: string;
}

/**
 * Where events are put. As for `tail`, it is the stack on this machine unless something says otherwise: nobody puts
 * events on a bus of AWS by leaving something out.
 * @throws LambdalessError as {@link resolveTarget}
 */
export async function destinationOf(options: DestinationOptions): Promise<PublishOptions> {
  const { stack, bus, region, profile } = options;
  const endpointUrl = options.endpointUrl ?? environmentEndpoint();
  const given = { ...options, ...(endpointUrl && { endpointUrl }), onUnknownBus: sayUnknownBus };
  if (stack === undefined && (bus ?? endpointUrl ?? region ?? profile)) return given;
  const target = await resolveTarget(stack === undefined ? { endpointUrl: LOCAL_ENDPOINT } : options);
  return { ...given, ...publishTo(target, options) };
}

export function sayUnknownBus(name: string): void {
  say(
    paint(process.stderr).yellow(
      `there is no event bus ${name}: as on AWS, its events are accepted and dropped`,
    ),
  );
}

/**
 * The bus of a stack that is known, where it is.
 * @throws LambdalessError BAD_ARGUMENT if nothing says which bus: it is not for us to guess.
 */
export function publishTo(target: Target, { bus, endpointUrl }: DestinationOptions): PublishOptions {
  const endpoint = endpointUrl ?? target.endpointUrl;
  const name = bus ?? target.eventBusName;
  if (name === undefined && endpoint === undefined) {
    throw new LambdalessError('BAD_ARGUMENT', 'which bus? The outputs do not say; name it with --bus.');
  }
  return { ...(endpoint && { endpointUrl: endpoint }), ...(name && { bus: name }) };
}

/** As the SDK reads it; we have to know whether it is on this machine. */
function environmentEndpoint(): string | undefined {
  return process.env['AWS_ENDPOINT_URL_EVENTBRIDGE'] || process.env['AWS_ENDPOINT_URL'] || undefined;
}
