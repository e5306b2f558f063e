import { AwsError } from '../../core/errors.ts';
import { type Diagnostic, diagnosticsText } from '../../languages/asl/index.ts';

/** The exceptions of the States API, with AWS's messages as recorded. */
export const statesErrors: Readonly<{
  [Name in
    | 'stateMachineDoesNotExist'
    | 'executionDoesNotExist'
    | 'executionAlreadyExists'
    | 'invalidExecutionInput'
    | 'invalidArn'
    | 'invalidName'
    | 'invalidDefinition'
    | 'invalidToken'
    | 'validation']: (detail: string) => AwsError;
}> = {
  stateMachineDoesNotExist: (arn) =>
    new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`),
  executionDoesNotExist: (arn) => new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`),
  executionAlreadyExists: (arn) =>
    new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`),
  invalidExecutionInput: (reason) =>
    new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${reason}'`),
  invalidArn: (reason) => new AwsError('InvalidArn', `Invalid Arn: '${reason}'`),
  invalidName: (name) => new AwsError('InvalidName', `Invalid Name: '${name}'`),
  invalidDefinition: (message) => new AwsError('InvalidDefinition', message),
  invalidToken: (token) => new AwsError('InvalidToken', `Invalid Token: '${token}'`),
  validation: (message) => new AwsError('ValidationException', message),
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
