import { LambdalessError } from '../core/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue, stringifyJson } from '../core/json.ts';
import { parseTemplate } from '../template/index.ts';
import type { NodePath } from './template-places.ts';

/** An event pattern in a template. */
export interface TemplatePattern {
  /** The logical id; of SAM's events with the event's name behind a dot. */
  readonly name: string;
  /** Where in the template it stands. */
  readonly path: NodePath;
  /** With something in place of what only a deployment knows; undefined if that is the whole pattern. */
  readonly text: string | undefined;
}

/** Which property of which resource type is an event pattern. */
const PATTERNS: Readonly<Record<string, string>> = {
  'AWS::Events::Rule': 'EventPattern',
  'AWS::Events::Archive': 'EventPattern',
};
const SAM_EVENTS = new Set(['EventBridgeRule', 'CloudWatchEvent']);

/** The event patterns of a CloudFormation or SAM template, JSON or YAML; undefined for text that is none. */
export function patternsOfTemplate(text: string): TemplatePattern[] | undefined {
  const resources = parsed(text)?.['Resources'];
  if (!isJsonObject(resources)) return undefined;
  return Object.entries(resources).flatMap(([logicalId, resource]) => {
    if (!isJsonObject(resource) || !isJsonObject(resource['Properties'])) return [];
    const { Properties: properties, Type: type } = resource;
    const path = ['Resources', logicalId, 'Properties'];
    const property = PATTERNS[String(type)];
    return property
      ? patternAt(logicalId, [...path, property], properties[property])
      : samPatterns(logicalId, [...path, 'Events'], properties['Events']);
  });
}

function parsed(text: string): JsonObject | undefined {
  try {
    return parseTemplate(text);
  } catch (error) {
    if (error instanceof LambdalessError) return undefined;
    throw error;
  }
}

function samPatterns(logicalId: string, path: NodePath, events: JsonValue | undefined): TemplatePattern[] {
  if (!isJsonObject(events)) return [];
  return Object.entries(events).flatMap(([name, event]) => {
    if (!isJsonObject(event) || !SAM_EVENTS.has(String(event['Type']))) return [];
    const properties = event['Properties'];
    if (!isJsonObject(properties)) return [];
    return patternAt(`${logicalId}.${name}`, [...path, name, 'Properties', 'Pattern'], properties['Pattern']);
  });
}

/** CloudFormation takes a pattern as text, too. */
function patternAt(name: string, path: NodePath, pattern: JsonValue | undefined): TemplatePattern[] {
  if (typeof pattern === 'string') return [{ name, path, text: pattern }];
  if (!isJsonObject(pattern)) return [];
  return [{ name, path, text: isIntrinsic(pattern) ? undefined : stringifyJson(filledIn(pattern, 'field')) }];
}

/** Where in a pattern a value stands, and what an intrinsic function may stand for there. */
const PLACEHOLDERS = { field: ['x'], alternatives: [], text: 'x', number: 0 } as const;
type Place = keyof typeof PLACEHOLDERS;

/** What the items of a list are. */
const ITEMS: Readonly<Record<Place, Place>> = {
  field: 'text',
  alternatives: 'field',
  text: 'text',
  number: 'number',
};

/** `{"account":[{"Ref":"AWS::AccountId"}]}` is a valid pattern, whatever the account. */
function filledIn(value: JsonValue, place: Place): JsonValue {
  if (Array.isArray(value)) return value.map((item) => filledIn(item, ITEMS[place]));
  if (!isJsonObject(value)) return value;
  if (isIntrinsic(value)) return structuredClone(PLACEHOLDERS[place]) as JsonValue;
  const entries = Object.entries(value).map(([key, item]) => [key, filledIn(item, placeUnder(key, place))]);
  return Object.fromEntries(entries);
}

/** Outside of lists, keys are the event's; inside, they are those of matchers, whose values are texts, or numbers. */
function placeUnder(key: string, place: Place): Place {
  if (place === 'field') return key === '$or' ? 'alternatives' : 'field';
  return key === 'numeric' ? 'number' : 'text';
}

function isIntrinsic(value: JsonObject): boolean {
  const keys = Object.keys(value);
  return keys.length === 1 && /^(Ref|Fn::\w+)$/.test(keys[0] as string);
}
