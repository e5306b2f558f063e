import { type JsonObject, type JsonValue, parseJsonAsWritten } from '../../core/json.ts';
import { compilePath, type JsonPath, JsonPathSyntaxError } from '../jsonpath/index.ts';
import { VtlRenderError } from './syntax.ts';
import { fromJson, HostObject, jsonText, textOf, type Value } from './values.ts';

/** What `$input` stands for: the payload, and the parameters of the request that brought it. */
export interface TemplateInput {
  readonly body: string;
  readonly params: TemplateParams;
}

export interface TemplateParams {
  readonly path: Readonly<Record<string, string>>;
  readonly querystring: Readonly<Record<string, string>>;
  readonly header: Readonly<Record<string, string>>;
}

export const NO_PARAMS: TemplateParams = { path: {}, querystring: {}, header: {} };

/** Methods and properties of `$input`; others fail when the template is loaded. */
export const INPUT_MEMBERS: ReadonlySet<string> = new Set(['body', 'json', 'path', 'params']);

/**
 * `$input`. Recorded from AWS: an empty body is `{}`; a body that is not JSON has no paths, so that
 * `$input.path` gives null and `$input.json` the text `""`.
 */
export function inputObject(input: TemplateInput): HostObject {
  const select = selector(input.body);
  return new HostObject(
    'input',
    {
      json: (path) => {
        const found = select(textOf(path ?? '$'));
        return found === undefined ? '""' : jsonText(fromJson(found));
      },
      path: (path) => fromJson(select(textOf(path ?? '$')) ?? null),
      params: (name) => (name === undefined ? allParams(input.params) : param(input.params, textOf(name))),
    },
    { body: () => (input.body === '' ? '{}' : input.body) },
  );
}

/** Parses the body once, and only for a template that asks for a path. */
function selector(body: string): (path: string) => JsonValue | undefined {
  let document: { readonly value: JsonValue | undefined } | undefined;
  return (path) => {
    const compiled = pathFor(path);
    document ??= { value: parseBody(body) };
    const { value } = document;
    return value !== undefined && compiled.startsIn(value) ? compiled.read(value) : undefined;
  };
}

function parseBody(body: string): JsonValue | undefined {
  try {
    return parseJsonAsWritten(body);
  } catch {
    // Not JSON, so nothing can be selected from it.
    return undefined;
  }
}

/** Compiled paths: templates use the same few. */
const paths = new Map<string, JsonPath>();
const MOST_PATHS = 500;

/**
 * A path as Jayway takes it: without a leading `$` it starts at the root all the same.
 * @throws VtlRenderError for a path with a syntax error.
 */
export function pathFor(path: string): JsonPath {
  let compiled = paths.get(path);
  if (!compiled) {
    compiled = compile(path);
    if (paths.size >= MOST_PATHS) paths.clear();
    paths.set(path, compiled);
  }
  return compiled;
}

function compile(path: string): JsonPath {
  try {
    return compilePath(path.startsWith('$') ? path : `$.${path}`);
  } catch (error) {
    if (!(error instanceof JsonPathSyntaxError)) throw error;
    throw new VtlRenderError(`The JSONPath ${JSON.stringify(path)} is not valid: ${error.message}`);
  }
}

/** Path, query string and header are searched in this order; header names whatever their case. */
function param(params: TemplateParams, name: string): string {
  for (const values of [params.path, params.querystring]) {
    if (Object.hasOwn(values, name)) return values[name] as string;
  }
  const header = Object.keys(params.header).find((key) => key.toLowerCase() === name.toLowerCase());
  return header === undefined ? '' : (params.header[header] as string);
}

function allParams(params: TemplateParams): Value {
  const copy = (values: Readonly<Record<string, string>>): JsonObject => ({ ...values });
  return { path: copy(params.path), querystring: copy(params.querystring), header: copy(params.header) };
}
