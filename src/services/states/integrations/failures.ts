import type { AwsError } from '../../../core/errors.ts';
import { StatesError } from '../../../languages/asl/index.ts';
import type { FailureStyle } from './integration.ts';

/**
 * A service's exception as Step Functions reports it. Source: recorded executions. A code for which the SDK
 * behind the integration has no class is reported as the service's general exception.
 */
export function toStatesError(error: AwsError, failure: FailureStyle, requestId: string): StatesError {
  const { code, statusCode, message } = error;
  if (failure.style === 'aws-sdk') {
    const { service } = failure;
    const name = failure.modelled(code) ? exceptionName(code) : `${service}Exception`;
    return new StatesError(
      `${service}.${name}`,
      `${message} (Service: ${service}, Status Code: ${statusCode}, Request ID: ${requestId})`,
    );
  }
  const { prefix, service, fallback } = failure;
  const name = failure.modelled(code) ? exceptionName(code) : fallback;
  return new StatesError(
    `${prefix}.${name}`,
    `${message} (Service: ${service}; Status Code: ${statusCode}; Error Code: ${code}; Request ID: ${requestId}; Proxy: null)`,
  );
}

/** The SDKs' class names end in "Exception" whether or not the code does. */
function exceptionName(code: string): string {
  return code.endsWith('Exception') ? code : `${code}Exception`;
}
