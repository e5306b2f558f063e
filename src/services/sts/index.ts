import type { Caller, Service, ServiceHost } from '../../core/operations.ts';

/** STS, as far as asking who one is. */
export function createSts({ environment }: ServiceHost): Service {
  const { partition, accountId } = environment;
  const identityOf = (caller: Caller): { readonly UserId: string; readonly Arn: string } => {
    if (caller.kind !== 'role') return { UserId: accountId, Arn: `arn:${partition}:iam::${accountId}:root` };
    const name = caller.roleArn.split('/').at(-1) as string;
    return {
      UserId: `${name}:lambdaless`,
      Arn: `arn:${partition}:sts::${accountId}:assumed-role/${name}/lambdaless`,
    };
  };
  return {
    operations: [
      {
        name: 'sts:GetCallerIdentity',
        // Nobody needs permission to ask, and no policy can deny it.
        permissions: () => [],
        invoke: async (_input, { caller }) => ({ ...identityOf(caller), Account: accountId }),
      },
    ],
    close: async () => undefined,
  };
}
