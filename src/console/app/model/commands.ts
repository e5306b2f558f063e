import { LOCAL_ENDPOINT } from '../../../client/local-endpoint.ts';
import type { Entry, StackInfo } from './local-stack.ts';

/** The local stack, as far as commands must name it. */
export type CommandStack = Pick<StackInfo, 'eventBusName' | 'endpointUrl' | 'region'>;

/**
 * What puts the event from a POSIX shell, without the flags that say what goes without saying.
 * @param local without it, the event is of a deployed stack, whose bus the page does not know
 */
export function putCommand(entry: Entry, local: CommandStack | undefined): string {
  const { Source, DetailType, Detail, Resources } = entry;
  return [
    'lambdaless put',
    ...(local ? localFlags(entry, local) : [`--bus ${UNKNOWN_BUS}`]),
    `--source ${quoted(Source)}`,
    `--detail-type ${quoted(DetailType)}`,
    `--detail ${quoted(Detail)}`,
    ...(Resources ? [`--resource ${Resources.map(quoted).join(' ')}`] : []),
  ].join(' ');
}

/** The same with AWS's command line, which needs no configuration for the local runtime. */
export function awsCommand(entry: Entry, local: CommandStack | undefined): string {
  const entries = [{ EventBusName: local ? (local.eventBusName ?? 'default') : UNKNOWN_BUS, ...entry }];
  return [
    'aws events put-events',
    ...(local ? [endpointFlag(local), `--region ${local.region} --no-sign-request`] : []),
    `--entries ${quoted(JSON.stringify(entries))}`,
  ].join(' ');
}

const UNKNOWN_BUS = 'NAME_OF_THE_BUS';

/** A bus that is named without an endpoint is one of AWS's. */
function localFlags({ EventBusName: bus }: Entry, local: CommandStack): string[] {
  const isOwnBus = bus === undefined || bus === (local.eventBusName ?? 'default');
  if (isOwnBus) return local.endpointUrl === LOCAL_ENDPOINT ? [] : [endpointFlag(local)];
  return [endpointFlag(local), `--bus ${quoted(bus)}`];
}

function endpointFlag({ endpointUrl }: CommandStack): string {
  return `--endpoint-url ${quoted(endpointUrl)}`;
}

/** As one word of a POSIX shell, whatever it holds. */
function quoted(text: string): string {
  return /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
