import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts';

/** The status that a template assigned to `$context.responseOverride.status`; AWS ignores what is no HTTP status. */
export function statusOverride({ responseOverride }: JsonObject): number | undefined {
  const status = isJsonObject(responseOverride) ? responseOverride['status'] : undefined;
  return isStatusCode(status) ? status : undefined;
}

export function isStatusCode(value: JsonValue | undefined): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 100 && value <= 599;
}

/** Headers that a template assigned to `$context.responseOverride.header`. */
export function headerOverrides(context: JsonObject): Record<string, string> {
  return texts(context['responseOverride'], 'header');
}

/** Headers, query or path parameters that a template assigned to `$context.requestOverride`. */
export function requestOverrides(
  context: JsonObject,
  kind: 'header' | 'querystring' | 'path',
): Record<string, string> {
  return texts(context['requestOverride'], kind);
}

function texts(overrides: JsonValue | undefined, kind: string): Record<string, string> {
  const chosen = isJsonObject(overrides) ? overrides[kind] : undefined;
  if (!isJsonObject(chosen)) return {};
  return Object.fromEntries(Object.entries(chosen).map(([name, value]) => [name, textOf(value)]));
}

/** A list of values is one header with commas. */
function textOf(value: JsonValue): string {
  return Array.isArray(value) ? value.map(textOf).join(',') : String(value ?? '');
}
