import type { Clock } from '../core/clock.ts';
import type { FaultRule } from '../services/faults.ts';
import type { StackFailure } from './failures.ts';

/** What to run, and how; everything has a default. */
export interface StartOptions {
  /** A CloudFormation template: a path, a URL of a file, or the parsed document. @default Lambdaless's own */
  readonly template?: string | URL | object;
  /** Values for the template's parameters. @default the template's defaults */
  readonly parameters?: Readonly<Record<string, string>>;
  /** What the stack is called, in ARNs and by the APIs. @default 'Lambdaless' */
  readonly stackName?: string;
  /** The port for everything; 0 picks a free one. @default 0 */
  readonly port?: number;
  /** The address to listen on. On loopback, nobody else on the network can connect. @default '127.0.0.1' */
  readonly host?: string;
  /** Hosts besides loopback under which the endpoint may be addressed, as `host.docker.internal`. @default none */
  readonly allowHosts?: readonly string[];
  /** The region that the stack believes to be in. @default 'us-east-1' */
  readonly region?: string;
  /** The account, twelve digits. @default '000000000000' */
  readonly accountId?: string;
  /** A {@link VirtualClock} makes time a matter of `advance`. @default the machine's clock */
  readonly clock?: Clock;
  /** Ids, jitter and random functions then repeat from run to run. @default unpredictable */
  readonly seed?: number;
  /** Verify SigV4 signatures, of `$connect` and of the APIs, instead of trusting every caller. @default false */
  readonly verifySignatures?: boolean;
  /**
   * The keys that `verifySignatures` knows; whoever signs with one is the account itself.
   * @default the key `test` with the secret `test`
   */
  readonly credentials?: readonly { readonly accessKeyId: string; readonly secretAccessKey: string }[];
  /**
   * Called for each call that the template's policies refuse, with what to do about it: which role lacks which action
   * on which resource, and the statement to add, as JSON. @default the caller and the trace alone are told
   */
  readonly onDenied?: (advice: string) => void;
  /**
   * Called for each execution that fails, each event that a target does not get, and each answer 5xx of an API's
   * integration. Read from the traces: needs some to be kept.
   * @default the traces alone tell
   */
  readonly onFailure?: (failure: StackFailure) => void;
  /** Errors and delays to inject: rules, or the path of a faults file. @default none */
  readonly faults?: string | readonly FaultRule[];
  /** How many traces are kept for the page and `traces()`; 0 records nothing. @default 200 */
  readonly traces?: number;
}
