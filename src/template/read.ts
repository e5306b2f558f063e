import { type CollectionTag, isNode, parseDocument, type ScalarTag } from 'yaml';
import { LambdalessError } from '../core/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../core/json.ts';
import { INTRINSIC_NAMES } from './intrinsics/index.ts';

/**
 * Parses template text, JSON or YAML with CloudFormation's short tags (`!Sub`, `!GetAtt`, …).
 * @param name what to call the text in an error: a path, "the template".
 * @throws LambdalessError TEMPLATE_UNREADABLE with line and column.
 */
export function parseTemplate(text: string, name = 'the template'): JsonObject {
  const value = parseJsonOrYaml(text, name);
  if (isJsonObject(value)) return value;
  throw new LambdalessError(
    'TEMPLATE_UNREADABLE',
    `Cannot read ${name}: a CloudFormation template is a JSON or YAML object, but this is ${kindOf(value)}`,
  );
}

/**
 * JSON first, because only its parser keeps every number exactly as written.
 * @throws LambdalessError TEMPLATE_UNREADABLE with line and column.
 */
export function parseJsonOrYaml(text: string, name: string): JsonValue {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return parseYaml(text, name, error);
  }
}

function parseYaml(text: string, name: string, jsonError: SyntaxError): JsonValue {
  const document = parseDocument(text, { customTags: SHORT_TAGS, prettyErrors: false });
  const [yamlError] = [...document.errors, ...document.warnings];
  if (!yamlError) return document.toJS() as JsonValue;
  const problem = text.trimStart().startsWith('{')
    ? `no JSON: ${positionInWords(jsonError.message, text)}`
    : `neither JSON nor YAML: ${yamlError.message} at ${lineAndColumn(text, yamlError.pos[0])}`;
  throw new LambdalessError('TEMPLATE_UNREADABLE', `Cannot read ${name}: ${problem}`, { cause: jsonError });
}

/** "… at position 17" becomes "… at line 2, column 3"; an end that comes too early has no position of its own. */
function positionInWords(message: string, text: string): string {
  const position = / (?:in JSON )?at position (\d+).*$/s;
  const offset = message.includes('end of JSON input') ? text.length : position.exec(message)?.[1];
  const problem = message.replace(position, '');
  return offset === undefined ? problem : `${problem} at ${lineAndColumn(text, Number(offset))}`;
}

function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
}

function kindOf(value: JsonValue): string {
  if (value === null) return 'empty';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}

/** `!Sub x` is `{"Fn::Sub": x}`; `!Ref` and `!Condition` carry no prefix. Each may stand before any kind of node. */
const SHORT_TAGS: (ScalarTag | CollectionTag)[] = INTRINSIC_NAMES.flatMap((longName) => {
  const tag = `!${longName.replace('Fn::', '')}`;
  const wrap = (node: unknown): JsonObject => ({ [longName]: plain(node) });
  return [
    { tag, resolve: wrap },
    { tag, collection: 'map', resolve: wrap },
    { tag, collection: 'seq', resolve: wrap },
  ];
});

function plain(node: unknown): JsonValue {
  return (isNode(node) ? node.toJSON() : node) as JsonValue;
}
