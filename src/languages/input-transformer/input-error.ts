import { AwsError } from '../../core/errors.ts';

/** A target's input that EventBridge does not accept, or that it cannot make for an event. */
export class InputError extends AwsError {
  override readonly name: string = 'InputError';
  constructor(message: string) {
    super('ValidationException', message);
  }
}
