import { isJsonNumber, isJsonObject, type JsonValue } from '../../core/json.ts';

/** What the `$…` of a selection expression may look into. */
export interface SelectionScope {
  /** The payload, if it is JSON. */
  readonly body: JsonValue | undefined;
  readonly statusCode?: number;
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

function compileVariable(name: string): (scope: SelectionScope) => string | undefined {
  if (name === 'integration.response.statuscode') return ({ statusCode }) => statusCode?.toString();
  const path = /^(?:request|integration\.response)\.body\.(.+)$/.exec(name)?.[1];
  if (path === undefined) throw new RangeError(`the selection expression knows no variable "$${name}"`);
  const keys = path.split('.');
  return ({ body }) => textAt(body, keys);
}

function textAt(document: JsonValue | undefined, keys: readonly string[]): string | undefined {
  let value = document;
  for (const key of keys) {
    if (!isJsonObject(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  if (typeof value === 'string') return value;
  return typeof value === 'boolean' || isJsonNumber(value) ? String(value) : undefined;
}
