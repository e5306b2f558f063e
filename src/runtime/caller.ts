import type { Environment } from '../core/environment.ts';
import { LambdalessError } from '../core/errors.ts';
import { type AwsWireOptions, trustEveryone } from '../wire/aws-request.ts';
import { signatureVerifier, TEST_CREDENTIAL } from '../wire/sigv4.ts';
import type { StartOptions } from './options.ts';

/**
 * How the runtime finds out who makes a request.
 * @throws LambdalessError BAD_ARGUMENT for credentials that nothing would be verified with.
 */
export function callerOf(
  { verifySignatures, credentials }: StartOptions,
  { clock, region }: Environment,
): AwsWireOptions['callerOf'] {
  if (verifySignatures) {
    const known = credentials?.map((credential) => ({ ...credential, caller: { kind: 'account' } as const }));
    return signatureVerifier({ clock, region, credentials: known ?? [TEST_CREDENTIAL] });
  }
  if (credentials === undefined) return trustEveryone;
  throw new LambdalessError('BAD_ARGUMENT', 'credentials are verified only with verifySignatures: true');
}
