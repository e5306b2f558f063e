import { AwsError } from '../../core/errors.ts';

/** A place in a text, in UTF-16 code units. */
export interface Location {
  /** From 0. */
  readonly offset: number;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** The exceptions of TestEventPattern. */
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
  /** The exception's name. */
  declare readonly code: EventPatternErrorCode;
  /** Where in the pattern's text reading stopped; undefined for errors of the event and of the pattern as a whole. */
  readonly offset: number | undefined;
  /** The line of `offset`, from 1. */
  readonly line: number | undefined;
  /** The column of `offset`, from 1. */
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
