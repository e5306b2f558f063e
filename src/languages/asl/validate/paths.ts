import { isJsonObject, type JsonValue } from '../../../core/json.ts';
import { JsonPathSyntaxError } from '../../jsonpath/index.ts';
import { type IntrinsicNode, IntrinsicSyntaxError, parseIntrinsic } from '../intrinsics/parse.ts';
import { compileSource } from '../jsonpath-expression.ts';
import type { Report } from './report.ts';
import type { Check } from './values.ts';

/** A path, or null, which drops the data. */
export const pathOrNull: Check = (value, at, report) => {
  if (value !== null && (typeof value !== 'string' || !isPath(value))) {
    report.schema('Value must be a valid JSONPath.', at);
  }
};

/** A path to one place: no wildcards, filters or descents. */
export function referencePath({
  nullable = false,
  context = false,
  variables = true,
}: {
  nullable?: boolean;
  context?: boolean;
  /** False where the path is written to. */
  variables?: boolean;
} = {}): Check {
  return (value, at, report) => {
    if (nullable && value === null) return;
    const problem = referenceProblem(value, context, variables);
    if (problem !== undefined) report.schema(problem, at);
  };
}

/** Where the result is put: a place in the state's input, or null. */
export const resultPath: Check = referencePath({ nullable: true, variables: false });

function referenceProblem(value: JsonValue, context: boolean, variables: boolean): string | undefined {
  if (typeof value !== 'string' || !isPath(value)) return 'Value must be a valid JSONPath.';
  if (value.startsWith('$$') && !context) return 'Value is not a Reference Path';
  if (!variables && !/^\$($|[.[])/.test(value)) return 'Value is not a Reference Path';
  return compileSource(value).path.isReference ? undefined : 'Value is not a Reference Path';
}

/** What a choice rule reads. */
export const choicePath: Check = (value, at, report) => {
  if (typeof value !== 'string' || !value.startsWith('$')) {
    report.schema("Value is not a Reference Path: Reference path didn't start with '$'", at);
  } else if (!isPath(value)) {
    report.schema('Value is not a Reference Path', at);
  }
};

const GIVING_TEXT = /^States\.(Format|JsonToString|ArrayGetItem|Base64Encode|Base64Decode|Hash|UUID)\b/;

/** A path, or a call of an intrinsic function that gives a string. Source: Developer Guide, "Fail workflow state". */
export const pathOrText: Check = (value, at, report) => {
  const isFine =
    typeof value === 'string' && isExpression(value) && (value.startsWith('$') || GIVING_TEXT.test(value));
  if (!isFine) report.schema('Value must be a valid JSONPath.', at);
};

/** A payload template: each member whose name ends in `.$` must hold an expression. */
export const payloadTemplate: Check = (value, at, report) => {
  if (isJsonObject(value) || Array.isArray(value)) checkTemplate(value, at, report);
};

function checkTemplate(value: JsonValue, at: string, report: Report): void {
  if (Array.isArray(value)) {
    for (const item of value) checkTemplate(item, at, report);
    return;
  }
  if (!isJsonObject(value)) return;
  for (const [field, member] of Object.entries(value)) {
    if (field.endsWith('.$') && Object.hasOwn(value, field.slice(0, -2))) {
      report.schema(`Duplicate field name '${field.slice(0, -2)}'`, at);
    }
    if (!field.endsWith('.$')) checkTemplate(member, at, report);
    else if (typeof member !== 'string' || !isExpression(member)) {
      report.schema(
        `The value for the field '${field}' must be a valid JSONPath or a valid intrinsic function call`,
        at,
      );
    }
  }
}

function isExpression(text: string): boolean {
  return text.startsWith('$') ? isPath(text) : isIntrinsic(text);
}

function isPath(text: string): boolean {
  try {
    compileSource(text);
    return true;
  } catch (error) {
    if (error instanceof JsonPathSyntaxError) return false;
    throw error;
  }
}

function isIntrinsic(text: string): boolean {
  try {
    return pathsOf(parseIntrinsic(text)).every((argument) => isPath(argument) && hasPlainNames(argument));
  } catch (error) {
    if (error instanceof IntrinsicSyntaxError) return false;
    throw error;
  }
}

/**
 * As an argument of a function a path writes names of other characters in brackets. Source: Developer Guide,
 * "Reserved characters in intrinsic functions".
 */
function hasPlainNames(path: string): boolean {
  return !/[^\w.$*()\u{80}-\u{10FFFF}]/u.test(path.replace(/\[[^\]]*\]/g, ''));
}

function pathsOf(node: IntrinsicNode): string[] {
  if (node.kind === 'path') return [node.text];
  return node.kind === 'call' ? node.arguments.flatMap(pathsOf) : [];
}
