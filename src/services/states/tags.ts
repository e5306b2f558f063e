import { AwsError } from '../../core/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue, stringifyJson } from '../../core/json.ts';
import { statesErrors } from './errors.ts';

/** Source: Step Functions quotas, "Tags on resources". */
const MOST_TAGS = 50;
const LONGEST_KEY = 128;
const LONGEST_VALUE = 256;
/** Source: API reference, TagResource. */
const CHARACTERS = /^[\p{L}\p{N}\s_.:/=+\-@]*$/u;

/** @throws AwsError ValidationException for a tag that AWS would refuse */
export function readTags(given: JsonValue | undefined): Map<string, string> {
  const tags = new Map<string, string>();
  for (const tag of Array.isArray(given) ? given : []) {
    const { key, value = '' } = isJsonObject(tag) ? tag : {};
    if (typeof key !== 'string' || key === '' || key.length > LONGEST_KEY || !CHARACTERS.test(key)) {
      throw statesErrors.validation(`Invalid tag key: '${textOf(key)}'`);
    }
    if (typeof value !== 'string' || value.length > LONGEST_VALUE || !CHARACTERS.test(value)) {
      throw statesErrors.validation(`Invalid tag value: '${textOf(value)}'`);
    }
    tags.set(key, value);
  }
  return tags;
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : stringifyJson(value ?? null);
}

/** @throws AwsError TooManyTags, and then no tag is set */
export function addTags(tags: Map<string, string>, added: ReadonlyMap<string, string>, arn: string): void {
  const all = new Map([...tags, ...added]);
  if (all.size > MOST_TAGS) {
    throw new AwsError('TooManyTags', `A resource has at most ${MOST_TAGS} tags: '${arn}'`, 400, {
      resourceName: arn,
    });
  }
  for (const [key, value] of added) tags.set(key, value);
}

export function describeTags(tags: ReadonlyMap<string, string>): JsonObject[] {
  return [...tags].map(([key, value]) => ({ key, value }));
}
