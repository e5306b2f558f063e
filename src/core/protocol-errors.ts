/** Exceptions of the JSON protocol itself have another namespace than those that a service models. */
const NAMESPACES: Readonly<Record<string, string>> = {
  ValidationException: 'com.amazon.coral.validate#',
  SerializationException: 'com.amazon.coral.service#',
  UnknownOperationException: 'com.amazon.coral.service#',
  AccessDeniedException: 'com.amazon.coral.service#',
  InvalidSignatureException: 'com.amazon.coral.service#',
  MissingAuthenticationTokenException: 'com.amazon.coral.service#',
  UnrecognizedClientException: 'com.amazon.coral.service#',
  ThrottlingException: 'com.amazon.coral.availability#',
};

/** An error's `__type`. A service that puts no namespace before its own errors puts none before these. */
export function errorTypeOf(code: string, serviceNamespace: string): string {
  if (serviceNamespace === '') return code;
  return (NAMESPACES[code] ?? serviceNamespace) + code;
}
