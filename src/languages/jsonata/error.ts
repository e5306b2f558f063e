import { JsonNumber } from '../../core/json.ts';
import { describeFault } from './library.ts';

/**
 * A fault while it travels through the evaluator: the library's own shape, so that its functions' faults
 * and ours are the same. `token`, `value`, … fill the gaps of the message.
 */
export interface Fault {
  code?: string;
  message?: string;
  position?: number;
  token?: unknown;
  [detail: string]: unknown;
}

export function isFault(thrown: unknown): thrown is Fault {
  return typeof thrown === 'object' && thrown !== null && !(thrown instanceof JsonataError);
}

/** An expression that does not parse, or whose evaluation failed. */
export class JsonataError extends Error {
  override readonly name: string = 'JsonataError';
  /** JSONata's code ("T2001"); {@link BOUND_CODE} for a bound; empty for a fault that has none. */
  readonly code: string;
  /** Offset into the expression, in UTF-16 units, of what failed. */
  readonly position: number | undefined;

  constructor(code: string, message: string, position?: number) {
    super(message);
    this.code = code;
    this.position = position;
  }
}

/** JSONata's own guard gives this code to whatever exceeds a bound; Step Functions shows none. */
export const BOUND_CODE = 'U1001';

/** An expression whose result is a function: JSONata returns one, Step Functions refuses it. */
export const UNSUPPORTED_RESULT_CODE = 'UNSUPPORTED_RESULT';

/** A message shows a value as the library writes it. */
function withDoubles(fault: Fault): Fault {
  for (const [detail, value] of Object.entries(fault)) {
    if (value instanceof JsonNumber) fault[detail] = value.valueOf();
  }
  return fault;
}

/** Turns whatever the parser or a function threw into a {@link JsonataError} with JSONata's wording. */
export function toJsonataError(thrown: unknown): JsonataError {
  if (thrown instanceof JsonataError) return thrown;
  const fault = describeFault(withDoubles(thrown as Fault));
  return new JsonataError(fault.code ?? '', fault.message ?? 'Unknown error', fault.position);
}
