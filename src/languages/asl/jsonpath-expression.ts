import { isJsonObject, type JsonObject, type JsonValue, setOwn, stringifyJson } from '../../core/json.ts';
import { compilePath, type JsonPath } from '../jsonpath/index.ts';
import { runtimeError, StatesError } from './errors.ts';
import type { Frame, MapItem } from './frame.ts';
import { IntrinsicFailure } from './intrinsics/failure.ts';
import { INTRINSICS } from './intrinsics/functions.ts';
import { type IntrinsicNode, parseIntrinsic } from './intrinsics/parse.ts';

/** What a path or an intrinsic function gives for a document, in a frame. */
export type Expression = (frame: Frame, document: JsonValue, mapItem?: MapItem) => JsonValue;

/** A path with the document that it starts from. */
export interface Source {
  readonly text: string;
  readonly path: JsonPath;
  /** The document that the path applies to: the state's own, the context object (`$$`) or a variable (`$name`). */
  root(frame: Frame, document: JsonValue, mapItem?: MapItem): JsonValue | undefined;
}

const VARIABLE = /^\$(\p{ID_Start}\p{ID_Continue}*)/u;

/**
 * Reads `$.a`, `$$.Execution.Id` or `$variable.a`.
 * @throws JsonPathSyntaxError
 */
export function compileSource(text: string): Source {
  if (text.startsWith('$$')) {
    return {
      text,
      path: compilePath(text.slice(1)),
      root: (frame, _document, mapItem) => frame.context(mapItem),
    };
  }
  const name = VARIABLE.exec(text)?.[1];
  if (name === undefined) return { text, path: compilePath(text), root: (_frame, document) => document };
  return {
    text,
    path: compilePath(`$${text.slice(name.length + 1)}`),
    root: (frame) => (Object.hasOwn(frame.variables, name) ? frame.variables[name] : undefined),
  };
}

/** The place a source names, or undefined when it names nothing. */
export function readSource(
  source: Source,
  frame: Frame,
  document: JsonValue,
  mapItem?: MapItem,
): JsonValue | undefined {
  const root = source.root(frame, document, mapItem);
  return root === undefined ? undefined : source.path.read(root);
}

/**
 * A field that holds a path, such as InputPath.
 * Its error when nothing is there: "Invalid path '$.x' : No results for path: $['x']".
 */
export function compilePathField(text: string): Expression {
  const source = compileSource(text);
  return (frame, document, mapItem) => {
    const value = readSource(source, frame, document, mapItem);
    if (value !== undefined) return value;
    throw runtimeError(`Invalid path '${text}' : ${explain(source, frame, document)}`);
  };
}

function explain(source: Source, frame: Frame, document: JsonValue): string {
  const root = source.root(frame, document);
  return root === undefined ? `No results for path: ${source.text}` : source.path.explainMissing(root);
}

/**
 * A path or an intrinsic function of a payload template, or of a field whose name ends in "Path".
 * Its error when nothing is there names the field: "The JSONPath '$.x' specified for the field 'y.$' …"; an index
 * past the end of an array gives null. Both measured.
 */
export function compileExpression(text: string, field: string): Expression {
  if (!text.startsWith('$')) return compileCall(parseIntrinsic(text), text);
  const source = compileSource(text);
  return (frame, document, mapItem) => {
    const value = readSource(source, frame, document, mapItem);
    if (value !== undefined) return value;
    const root = source.root(frame, document, mapItem) ?? document;
    if (source.path.endsPastArray(root)) return null;
    throw runtimeError(
      `The JSONPath '${text}' specified for the field '${field}' could not be found in the input '${stringifyJson(root)}'`,
    );
  };
}

/** @param text the expression as a whole, which errors name */
function compileCall(node: IntrinsicNode, text: string): Expression {
  if (node.kind === 'literal') return () => node.value;
  if (node.kind === 'path') return compileArgument(node.text, text);
  if (node.kind === 'openEscape') return openEscape(text);
  const values = node.arguments.map((argument) => compileCall(argument, text));
  const intrinsic = INTRINSICS[node.name];
  return (frame, document, mapItem) => {
    const evaluated = values.map((value) => value(frame, document, mapItem));
    try {
      return intrinsic?.call(evaluated, frame.execution.host.random) as JsonValue;
    } catch (error) {
      if (!(error instanceof IntrinsicFailure)) throw error;
      throw new StatesError(
        'States.IntrinsicFailure',
        `The function '${text}' had the following error: ${error.message}`,
        { unlocated: true },
      );
    }
  };
}

/** Here an index past the end of an array is an error, too; both measured. */
function compileArgument(path: string, text: string): Expression {
  const source = compileSource(path);
  const shown = path.replace(/^\$\$/, '$');
  return (frame, document, mapItem) => {
    const value = readSource(source, frame, document, mapItem);
    if (value !== undefined) return value;
    throw runtimeError(
      `The function '${text}' had the following error: The JsonPath argument for the field '${shown}' could not be found in the input '${stringifyJson(document)}'`,
    );
  };
}

/** Source: Amazon States Language, "Intrinsic Functions". */
function openEscape(text: string): Expression {
  return () => {
    throw runtimeError(`Invalid escape sequence in the intrinsic function '${text}'`);
  };
}

/** A payload template: every member whose name ends in `.$` is an expression. A constant one is made once. */
export function compilePayloadTemplate(template: JsonValue): Expression {
  const compiled = compileNode(template);
  return compiled ?? (() => template);
}

/** Undefined for a value without any expression. */
function compileNode(template: JsonValue): Expression | undefined {
  if (Array.isArray(template)) return compileArray(template);
  return isJsonObject(template) ? compileObject(template) : undefined;
}

function compileArray(template: readonly JsonValue[]): Expression | undefined {
  const items = template.map(compileNode);
  if (!items.some(Boolean)) return undefined;
  return (frame, document, mapItem) =>
    template.map((item, at) => items[at]?.(frame, document, mapItem) ?? item);
}

interface Member {
  readonly key: string;
  readonly constant: JsonValue;
  readonly compute: Expression | undefined;
}

function compileObject(template: JsonObject): Expression | undefined {
  const members = Object.keys(template).map((key): Member => compileMember(key, template[key] as JsonValue));
  if (!members.some((member) => member.compute)) return undefined;
  return (frame, document, mapItem) => {
    const result: JsonObject = {};
    for (const { key, constant, compute } of members) {
      setOwn(result, key, compute ? compute(frame, document, mapItem) : constant);
    }
    return result;
  };
}

function compileMember(key: string, value: JsonValue): Member {
  if (key.endsWith('.$') && typeof value === 'string') {
    return { key: key.slice(0, -2), constant: null, compute: compileExpression(value, key) };
  }
  return { key, constant: value, compute: compileNode(value) };
}
