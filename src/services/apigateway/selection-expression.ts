import { isJsonNumber, type JsonValue } from '../../core/json.ts';
import { pathFor, VtlRenderError } from '../../languages/vtl/index.ts';
import type { IntegrationAnswer } from './exchange.ts';
import { jsonOf } from './payload.ts';

/** What the `$…` of a selection expression may look into. */
export interface SelectionScope {
  /** The client's payload. */
  readonly body: string;
  /** Of an integration response. */
  readonly answer?: IntegrationAnswer;
}

export type SelectionExpression = (scope: SelectionScope) => string | undefined;

const VARIABLE = /\\(\$)|\$\{([^}]+)\}|\$((?:request|integration|context)\.[A-Za-z0-9_.-]+)/g;

/**
 * A route, template or response selection expression: literal text with variables `$request.body.a.b` or
 * `${request.body.a}`; `\$default` is the literal "$default".
 * Source: API Gateway developer guide, "WebSocket selection expressions".
 * @returns undefined, when evaluated, if a variable has no value
 * @throws RangeError for a variable that does not exist
 */
export function compileSelection(text: string): SelectionExpression {
  const parts: ((scope: SelectionScope) => string | undefined)[] = [];
  let from = 0;
  for (const match of text.matchAll(VARIABLE)) {
    const literal = text.slice(from, match.index) + (match[1] ?? '');
    if (literal !== '') parts.push(() => literal);
    const variable = match[2] ?? match[3];
    if (variable !== undefined) parts.push(compileVariable(variable));
    from = match.index + match[0].length;
  }
  const rest = text.slice(from);
  if (rest !== '') parts.push(() => rest);
  return (scope) => {
    const texts = parts.map((part) => part(scope));
    return texts.includes(undefined) ? undefined : texts.join('');
  };
}

type Variable = (scope: SelectionScope) => string | undefined;

const HEADER = /^integration\.response\.(?:multivalue)?header\.(.+)$/;
const BODY = /^(request|integration\.response)\.body\.(.+)$/;

function compileVariable(name: string): Variable {
  if (name === 'integration.response.statuscode') return ({ answer }) => answer?.statusCode.toString();
  const header = HEADER.exec(name)?.[1]?.toLowerCase();
  if (header !== undefined) return ({ answer }) => answer?.headers?.[header];
  const [, origin, path] = BODY.exec(name) ?? [];
  if (path === undefined) throw new RangeError(`the selection expression knows no variable "$${name}"`);
  const read = compileMember(path);
  return ({ body, answer }) => read(origin === 'request' ? body : (answer?.body ?? ''));
}

/** @throws RangeError for a path that is none */
function compileMember(path: string): (text: string) => string | undefined {
  try {
    const compiled = pathFor(path);
    return (text) => {
      const document = jsonOf(text);
      return document === undefined ? undefined : textOf(compiled.read(document));
    };
  } catch (error) {
    if (!(error instanceof VtlRenderError)) throw error;
    throw new RangeError(error.message, { cause: error });
  }
}

function textOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'boolean' || isJsonNumber(value) ? String(value) : undefined;
}
