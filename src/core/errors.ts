/**
 * An error as an AWS API answers it. `code` is the modelled exception's name ("ResourceNotFoundException"),
 * which SDKs turn into an exception class and Step Functions into an error name.
 */
export class AwsError extends Error {
  override readonly name: string = 'AwsError';
  /** The exception's name. */
  readonly code: string;
  /** The HTTP status. */
  readonly statusCode: number;
  /** Members of the exception besides its message, such as CancellationReasons. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    message: string,
    statusCode = 400,
    details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.code = code;
    this.statusCode = statusCode;
    this.details = details;
  }
}

/** Codes of {@link LambdalessError}; each is documented in docs/errors.md and does not change its meaning. */
export type ErrorCode =
  | 'TEMPLATE_UNREADABLE'
  | 'TEMPLATE_INVALID'
  | 'TEMPLATE_UNSUPPORTED'
  | 'PORT_IN_USE'
  | 'BAD_ARGUMENT'
  | 'CONNECTION_FAILED'
  | 'PATTERN_REJECTED'
  | 'AWS_REQUEST_FAILED';

/** An error for the person who started us: what was wrong, where, and what to do about it. */
export class LambdalessError extends Error {
  override readonly name: string = 'LambdalessError';
  /** Which error this is; see docs/errors.md. */
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
