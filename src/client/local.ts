import { isLoopback } from './aws.ts';

/** What a local runtime says of the stack it runs. */
export interface LocalStackInfo {
  readonly webSocketAPIurl: string | null;
  readonly eventBusName: string | null;
  readonly outputs: Readonly<Record<string, string>>;
}

/** @returns undefined when no runtime of ours answers there. */
export async function localStackAt(endpointUrl: string): Promise<LocalStackInfo | undefined> {
  const answer = await fetch(new URL('/_lambdaless/stack', endpointUrl)).catch(() => undefined);
  return answer?.ok ? ((await answer.json()) as LocalStackInfo) : undefined;
}

/** The bus for events that name none: on AWS the account's default bus, on a local runtime its stack's own. */
export async function defaultBus(endpointUrl: string | undefined): Promise<string | undefined> {
  if (endpointUrl === undefined || !isLoopback(endpointUrl)) return undefined;
  return (await localStackAt(endpointUrl))?.eventBusName ?? undefined;
}
