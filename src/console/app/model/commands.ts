import type { Entry, StackInfo } from './local-stack.ts';

/** Where a command puts its event. */
export type Bus = Pick<StackInfo, 'eventBusName' | 'endpointUrl' | 'region'>;

/**
 * What puts the event from a POSIX shell.
 * @param bus the local one; without it, of a deployed stack, whose bus the page does not know
 */
export function putCommand({ Source, DetailType, Detail, Resources }: Entry, bus: Bus | undefined): string {
  return [
    'lambdaless put',
    ...(bus ? [endpointFlag(bus)] : []),
    `--bus ${quoted(bus?.eventBusName ?? UNKNOWN_BUS)}`,
    `--source ${quoted(Source)}`,
    `--detail-type ${quoted(DetailType)}`,
    `--detail ${quoted(Detail)}`,
    ...(Resources ? [`--resource ${Resources.map(quoted).join(' ')}`] : []),
  ].join(' ');
}

/** The same with AWS's command line, which needs no configuration for the local runtime. */
export function awsCommand(entry: Entry, bus: Bus | undefined): string {
  const entries = [{ EventBusName: bus?.eventBusName ?? UNKNOWN_BUS, ...entry }];
  return [
    'aws events put-events',
    ...(bus ? [endpointFlag(bus), `--region ${bus.region} --no-sign-request`] : []),
    `--entries ${quoted(JSON.stringify(entries))}`,
  ].join(' ');
}

const UNKNOWN_BUS = 'NAME_OF_THE_BUS';

function endpointFlag({ endpointUrl }: Bus): string {
  return `--endpoint-url ${quoted(endpointUrl)}`;
}

/** As one word of a POSIX shell, whatever it holds. */
function quoted(text: string): string {
  return /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
