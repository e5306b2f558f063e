import { AwsError } from '../../core/errors.ts';
import { type Diagnostic, diagnosticsText } from '../../languages/asl/index.ts';

type WithDetail = (detail: string) => AwsError;

/** An exception whose message is AWS's words around one detail. */
function saying(code: string, message: (detail: string) => string): WithDetail {
  return (detail) => new AwsError(code, message(detail));
}

const asGiven = (message: string): string => message;

/** The exceptions of the States API, with AWS's messages as recorded or publicly reported. */
export const statesErrors: Readonly<{
  [Name in
    | 'stateMachineDoesNotExist'
    | 'stateMachineAlreadyExists'
    | 'stateMachineDeleting'
    | 'executionDoesNotExist'
    | 'executionAlreadyExists'
    | 'invalidExecutionInput'
    | 'invalidArn'
    | 'invalidName'
    | 'invalidDefinition'
    | 'invalidEncryptionConfiguration'
    | 'invalidLoggingConfiguration'
    | 'invalidOutput'
    | 'invalidToken'
    | 'missingRequiredParameter'
    | 'resourceNotFound'
    | 'conflict'
    | 'quotaExceeded'
    | 'validation']: WithDetail;
}> = {
  stateMachineDoesNotExist: saying(
    'StateMachineDoesNotExist',
    (arn) => `State Machine Does Not Exist: '${arn}'`,
  ),
  stateMachineAlreadyExists: saying(
    'StateMachineAlreadyExists',
    (arn) => `State Machine Already Exists: '${arn}'`,
  ),
  stateMachineDeleting: saying('StateMachineDeleting', (arn) => `State Machine is being deleted: '${arn}'`),
  executionDoesNotExist: saying('ExecutionDoesNotExist', (arn) => `Execution Does Not Exist: '${arn}'`),
  executionAlreadyExists: saying('ExecutionAlreadyExists', (arn) => `Execution Already Exists: '${arn}'`),
  invalidExecutionInput: saying(
    'InvalidExecutionInput',
    (reason) => `Invalid State Machine Execution Input: '${reason}'`,
  ),
  invalidArn: saying('InvalidArn', (reason) => `Invalid Arn: '${reason}'`),
  invalidName: saying('InvalidName', (name) => `Invalid Name: '${name}'`),
  invalidDefinition: saying('InvalidDefinition', asGiven),
  invalidEncryptionConfiguration: saying(
    'InvalidEncryptionConfiguration',
    (reason) => `Invalid Encryption Configuration: ${reason}`,
  ),
  invalidLoggingConfiguration: saying(
    'InvalidLoggingConfiguration',
    (reason) => `Invalid Logging Configuration: ${reason}`,
  ),
  invalidOutput: saying('InvalidOutput', (reason) => `Invalid Output: '${reason}'`),
  invalidToken: saying('InvalidToken', (token) => `Invalid Token: '${token}'`),
  missingRequiredParameter: saying('MissingRequiredParameter', asGiven),
  resourceNotFound: (arn) =>
    new AwsError('ResourceNotFound', `Resource not found: '${arn}'`, 400, { resourceName: arn }),
  conflict: (message) => new AwsError('ConflictException', message, 409),
  quotaExceeded: (message) => new AwsError('ServiceQuotaExceededException', message, 402),
  validation: saying('ValidationException', asGiven),
};

export function typeNotSupported(): AwsError {
  return new AwsError(
    'StateMachineTypeNotSupported',
    'This operation is not supported by this type of state machine',
  );
}

/** As CreateStateMachine says it. */
export function invalidDefinition(diagnostics: readonly Diagnostic[]): string {
  return `Invalid State Machine Definition: '${diagnosticsText(diagnostics)}'`;
}
