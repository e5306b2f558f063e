/**
 * Patterns of actions, resources and condition values: `*` stands for any characters, `?` for one.
 *
 * In an ARN a wildcard stays within its colon-separated segment, except that a `*` which ends its segment "can
 * expand to match beyond the colon boundaries" (IAM user guide, "Resource").
 */

/** Text with `${aws:SourceAccount}`-like variables; undefined when one of them has no value. */
export type Expand = (text: string) => string | undefined;

const cache = new Map<string, RegExp>();
const LARGEST_CACHE = 2_000;

/** `service:Action` patterns ignore case. */
export function matchesAction(pattern: string, action: string): boolean {
  return compiled(pattern, 'i').test(action);
}

export function matchesArn(pattern: string, arn: string): boolean {
  return pattern === '*' || compiled(pattern, 'arn').test(arn);
}

export function matchesText(pattern: string, text: string): boolean {
  return compiled(pattern, '').test(text);
}

function compiled(pattern: string, mode: 'i' | 'arn' | ''): RegExp {
  const key = `${mode}/${pattern}`;
  let expression = cache.get(key);
  if (!expression) {
    if (cache.size >= LARGEST_CACHE) cache.clear();
    expression = new RegExp(`^${sourceOf(pattern, mode === 'arn')}$`, mode === 'i' ? 'is' : 's');
    cache.set(key, expression);
  }
  return expression;
}

function sourceOf(pattern: string, isArn: boolean): string {
  return pattern.replace(/\*+|\?|[\\^$.+()[\]{}|/-]/g, (found, offset: number) => {
    if (found === '?') return isArn ? '[^:]' : '.';
    if (!found.startsWith('*')) return `\\${found}`;
    const next = pattern[offset + found.length];
    return isArn && next !== undefined && next !== ':' ? '[^:]*' : '.*';
  });
}
