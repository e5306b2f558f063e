/**
 * The errors that services document: those of their models, of their API references, and those common to all APIs.
 * Sources: botocore's service models, which the AWS SDK's exceptions are made from; "Common Errors" in the API references;
 * "Error handling with DynamoDB"; "PostToConnection", for what a connection's API answers beyond its model.
 */
const COMMON = [
  ...['AccessDeniedException', 'ExpiredTokenException', 'IncompleteSignature', 'InternalFailure'],
  ...['InvalidAction', 'InvalidClientTokenId', 'MalformedHttpRequestException', 'MissingAuthenticationToken'],
  ...['NotAuthorized', 'OptInRequired', 'RequestAbortedException', 'RequestEntityTooLargeException'],
  ...['RequestExpired', 'RequestTimeoutException', 'SerializationException', 'ServiceUnavailable'],
  ...['ThrottlingException', 'UnknownOperationException', 'UnrecognizedClientException'],
  ...['ValidationError', 'ValidationException'],
];

const OF_SERVICE: Readonly<Record<string, readonly string[]>> = {
  dynamodb: [
    ...['ConditionalCheckFailedException', 'IdempotentParameterMismatchException', 'InternalServerError'],
    ...['ItemCollectionSizeLimitExceededException', 'LimitExceededException', 'PolicyNotFoundException'],
    ...['ProvisionedThroughputExceededException', 'ReplicatedWriteConflictException', 'RequestLimitExceeded'],
    ...['ResourceInUseException', 'ResourceNotFoundException', 'TransactionCanceledException'],
    ...['TransactionConflictException', 'TransactionInProgressException'],
  ],
  events: [
    ...['ConcurrentModificationException', 'IllegalStatusException', 'InternalException'],
    ...['InvalidEventPatternException', 'InvalidStateException', 'LimitExceededException'],
    ...['ManagedRuleException', 'OperationDisabledException', 'PolicyLengthExceededException'],
    ...['ResourceAlreadyExistsException', 'ResourceNotFoundException'],
  ],
  'execute-api': [
    ...['BadRequestException', 'ForbiddenException', 'GoneException', 'InternalServerError'],
    ...['LimitExceededException', 'PayloadTooLargeException'],
  ],
  sqs: [
    ...['BatchEntryIdsNotDistinct', 'BatchRequestTooLong', 'EmptyBatchRequest', 'InvalidAddress'],
    ...['InvalidAttributeName', 'InvalidAttributeValue', 'InvalidBatchEntryId', 'InvalidIdFormat'],
    ...['InvalidMessageContents', 'InvalidSecurity', 'KmsAccessDenied', 'KmsDisabled', 'KmsInvalidKeyUsage'],
    ...['KmsInvalidState', 'KmsNotFound', 'KmsOptInRequired', 'KmsThrottled', 'MessageNotInflight'],
    ...['OverLimit', 'PurgeQueueInProgress', 'QueueDeletedRecently', 'QueueDoesNotExist', 'QueueNameExists'],
    ...['ReceiptHandleIsInvalid', 'RequestThrottled', 'ResourceNotFoundException'],
    ...['TooManyEntriesInBatchRequest', 'UnsupportedOperation'],
  ],
  states: [
    ...['ConflictException', 'ExecutionAlreadyExists', 'ExecutionDoesNotExist', 'ExecutionLimitExceeded'],
    ...['ExecutionNotRedrivable', 'InvalidArn', 'InvalidDefinition', 'InvalidEncryptionConfiguration'],
    ...['InvalidExecutionInput', 'InvalidLoggingConfiguration', 'InvalidName', 'InvalidOutput'],
    ...['InvalidToken', 'InvalidTracingConfiguration', 'KmsAccessDeniedException'],
    ...['KmsInvalidStateException', 'KmsThrottlingException', 'MissingRequiredParameter'],
    ...['ResourceNotFound', 'ServiceQuotaExceededException', 'StateMachineAlreadyExists'],
    ...['StateMachineDeleting', 'StateMachineDoesNotExist', 'StateMachineLimitExceeded'],
    ...['StateMachineTypeNotSupported', 'TaskDoesNotExist', 'TaskTimedOut', 'TooManyTags'],
  ],
};

/** @param service as IAM calls it. @returns nothing for one whose errors are not listed here */
export function documentedErrors(service: string): readonly string[] | undefined {
  const own = OF_SERVICE[service];
  return own && [...COMMON, ...own];
}
