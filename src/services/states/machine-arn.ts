import { AwsError } from '../../core/errors.ts';
import { statesErrors } from './errors.ts';

/** "…:stateMachine:name", with a version's number or an alias's name behind it. */
export interface MachineArn {
  readonly text: string;
  readonly machineArn: string;
  /** "3" or "PROD". */
  readonly qualifier: string | undefined;
}

const MACHINE = /^(arn:[^:]+:states:[^:]*:[^:]*:stateMachine:([^:/]+))(?::([^:/]+))?(\/.*)?$/;

/**
 * Takes the ARN of a state machine, a version or an alias apart.
 * @throws AwsError InvalidArn; ValidationException for a Map state's label, whose machines are not here
 */
export function parseMachineArn(arn: unknown): MachineArn {
  const text = String(arn ?? '');
  const [, machineArn, , qualifier, label] = MACHINE.exec(text) ?? [];
  if (label !== undefined) throw labelled();
  if (machineArn !== undefined) return { text, machineArn, qualifier };
  const [prefix, , service, , , resourceType] = text.split(':');
  if (prefix !== 'arn') throw statesErrors.invalidArn(`Invalid ARN prefix: ${text}`);
  if (service === 'states' && resourceType !== undefined && resourceType !== 'stateMachine') {
    throw statesErrors.invalidArn(`Resource type not valid in this context: ${resourceType}`);
  }
  throw statesErrors.invalidArn(text);
}

/** Source: API reference, ValidationException, reason API_DOES_NOT_SUPPORT_LABELED_ARNS. */
function labelled(): AwsError {
  return new AwsError('ValidationException', 'This operation does not support labeled ARNs', 400, {
    reason: 'API_DOES_NOT_SUPPORT_LABELED_ARNS',
  });
}
