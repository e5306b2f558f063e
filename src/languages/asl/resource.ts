/** A Task's `Resource`, taken apart. */
export interface TaskResource {
  /** As written. */
  readonly text: string;
  /** "dynamodb", "aws-sdk:eventbridge": what the history calls resourceType. */
  readonly service: string;
  /** "putItem", "startExecution.sync:2": what the history calls resource. */
  readonly operation: string;
  readonly pattern: 'requestResponse' | 'sync' | 'waitForTaskToken';
}

const RESOURCE = /^arn:[^:]+:states:[^:]*:[^:]*:((?:aws-sdk:)?[^:]+):(.+)$/;

/** Source: Developer Guide, "Integrating services": `arn:aws:states:::service:operation[.pattern]`. */
export function parseResource(text: string): TaskResource {
  const [, service = '', operation = ''] = RESOURCE.exec(text) ?? [];
  return { text, service, operation, pattern: patternOf(operation) };
}

function patternOf(operation: string): TaskResource['pattern'] {
  if (operation.endsWith('.waitForTaskToken')) return 'waitForTaskToken';
  return /\.sync(:\d+)?$/.test(operation) ? 'sync' : 'requestResponse';
}
