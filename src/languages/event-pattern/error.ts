import { AwsError } from '../../core/errors.ts';

/** A place in a text; `offset` is 0-based, `line` and `column` are 1-based, all in UTF-16 code units. */
export interface Location {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

export type EventPatternErrorCode =
  /** The pattern is not one. */
  | 'InvalidEventPatternException'
  /** The event is not one. */
  | 'ValidationException'
  /** What EventBridge answers where its own matcher breaks down. */
  | 'InternalFailure';

/** Why a pattern or an event was refused, in EventBridge's words. */
export class EventPatternError extends AwsError {
  override readonly name: string = 'EventPatternError';
  declare readonly code: EventPatternErrorCode;
  /** Where in the pattern's text reading stopped; undefined for errors of the event and of the pattern as a whole. */
  readonly offset: number | undefined;
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(code: EventPatternErrorCode, message: string, location?: Location) {
    super(code, message, code === 'InternalFailure' ? 500 : 400);
    this.offset = location?.offset;
    this.line = location?.line;
    this.column = location?.column;
  }
}

/** @param reason what follows "Reason: " in EventBridge's message */
export function invalidPattern(reason: string, location?: Location): EventPatternError {
  return new EventPatternError(
    'InvalidEventPatternException',
    `Event pattern is not valid. Reason: ${reason}`,
    location,
  );
}

/** @param reason what follows "Reason: ", if EventBridge tells one */
export function invalidEvent(reason?: string): EventPatternError {
  const message = `Parameter Event is not valid.${reason === undefined ? '' : ` Reason: ${reason}`}`;
  return new EventPatternError('ValidationException', message);
}
