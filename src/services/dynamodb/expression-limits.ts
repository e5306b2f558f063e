import { AwsError } from '../../core/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue, utf8Length } from '../../core/json.ts';

/** DynamoDB developer guide, "Quotas and limits": expression parameters, attributes. */
const LONGEST_EXPRESSION_BYTES = 4096;
const DEEPEST_ATTRIBUTE = 32;
const MOST_IN_OPERANDS = 100;

const EXPRESSIONS = [
  'UpdateExpression',
  'ConditionExpression',
  'KeyConditionExpression',
  'FilterExpression',
  'ProjectionExpression',
] as const;

/** Limits of a request that can be seen before its expressions are read. @throws AwsError ValidationException */
export function checkRequestLimits(input: JsonObject): void {
  for (const member of EXPRESSIONS) {
    const text = input[member];
    const bytes = typeof text === 'string' ? utf8Length(text) : 0;
    if (bytes <= LONGEST_EXPRESSION_BYTES) continue;
    const limit = 'Expression size has exceeded the maximum allowed size';
    throw invalid(`Invalid ${member}: ${limit}; expression size: ${bytes}`);
  }
  for (const values of [input['Item'], input['ExpressionAttributeValues']]) {
    if (!isJsonObject(values)) continue;
    if (!Object.values(values).some((value) => isDeeperThan(value, DEEPEST_ATTRIBUTE))) continue;
    throw invalid('One or more parameter values were invalid: Nesting Levels have exceeded supported limits');
  }
}

/** Limits of the expressions themselves. @param data what dynalite made of the request */
export function checkExpressionLimits(data: JsonObject): void {
  for (const [member, name] of [
    ['_condition', 'ConditionExpression'],
    ['_filter', 'FilterExpression'],
  ] as const) {
    const operands = largestIn((data[member] as JsonObject | undefined)?.['expression']);
    if (operands <= MOST_IN_OPERANDS) continue;
    const problem = 'Incorrect number of operands for operator or function';
    throw invalid(`Invalid ${name}: ${problem}; operator or function: IN, number of operands: ${operands}`);
  }
}

/** Whether lists and maps are nested in more levels than these. */
function isDeeperThan(value: JsonValue, levels: number): boolean {
  if (!isJsonObject(value)) return false;
  const { L: list, M: map } = value;
  const parts = Array.isArray(list) ? list : isJsonObject(map) ? Object.values(map) : undefined;
  return parts !== undefined && (levels === 0 || parts.some((part) => isDeeperThan(part, levels - 1)));
}

/** The most values that any IN of a parsed expression has. */
function largestIn(node: JsonValue | undefined): number {
  if (!isJsonObject(node) || !Array.isArray(node['args'])) return 0;
  const own = node['type'] === 'in' ? node['args'].length - 1 : 0;
  return Math.max(own, ...node['args'].map(largestIn));
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
