import { type JsonObject, type JsonValue, setOwn } from '../core/json.ts';
import { SQS_QUERY_ERROR_CODES } from './aws-services.ts';
import type { XmlShape } from './xml.ts';

/** How a service speaks the Query protocol. */
export interface QueryService {
  readonly prefix: string;
  readonly xmlNamespace: string;
  /** Modelled exceptions to their codes in this protocol. */
  readonly errorCodes?: Readonly<Record<string, string>>;
  /** The operation's input in the shape of the JSON protocols. */
  inputOf(form: URLSearchParams): JsonObject;
  shapeOf(action: string): XmlShape;
}

/** Element names of SQS's flattened lists and maps to the members that they belong to (its service model of 2012). */
const SQS_LISTS: Readonly<Record<string, string>> = {
  AttributeName: 'AttributeNames',
  MessageAttributeName: 'MessageAttributeNames',
  MessageSystemAttributeName: 'MessageSystemAttributeNames',
  ChangeMessageVisibilityBatchRequestEntry: 'Entries',
  DeleteMessageBatchRequestEntry: 'Entries',
  SendMessageBatchRequestEntry: 'Entries',
  TagKey: 'TagKeys',
};
const SQS_MAPS: Readonly<Record<string, string>> = {
  Attribute: 'Attributes',
  Tag: 'Tags',
  MessageAttribute: 'MessageAttributes',
  MessageSystemAttribute: 'MessageSystemAttributes',
};

const sqs: QueryService = {
  prefix: 'sqs',
  xmlNamespace: 'http://queue.amazonaws.com/doc/2012-11-05/',
  errorCodes: SQS_QUERY_ERROR_CODES,
  inputOf: (form) => withCreationTags(form, sqsMembers(formTree(form)) as JsonObject),
  shapeOf: (action) => ({
    flatLists: {
      Failed: 'BatchResultErrorEntry',
      Messages: 'Message',
      QueueUrls: 'QueueUrl',
      Successful: `${action}ResultEntry`,
      queueUrls: 'QueueUrl',
    },
    flatMaps: { Attributes: 'Attribute', MessageAttributes: 'MessageAttribute', Tags: 'Tag' },
  }),
};

const TIMES = new Set(['CreationTime', 'LastUpdatedTime', 'LastUpdatedTimestamp', 'Timestamp']);

const sts: QueryService = {
  prefix: 'sts',
  xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  inputOf: (form) => formTree(form),
  shapeOf: () => ({}),
};

const cloudformation: QueryService = {
  prefix: 'cloudformation',
  xmlNamespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
  inputOf: (form) => formTree(form),
  shapeOf: () => ({ times: TIMES }),
};

/** A form names no service, but the versions of their APIs differ. */
const BY_VERSION: Readonly<Record<string, QueryService>> = {
  '2010-05-15': cloudformation,
  '2011-06-15': sts,
  '2012-11-05': sqs,
};

export function queryServiceOf(version: string): QueryService | undefined {
  return Object.hasOwn(BY_VERSION, version) ? BY_VERSION[version] : undefined;
}

/** `a.1.b=x` as `{"a":{"1":{"b":"x"}}}`. */
function formTree(form: URLSearchParams): JsonObject {
  const tree: JsonObject = {};
  for (const [path, value] of form) {
    if (path === 'Action' || path === 'Version') continue;
    const keys = path.split('.');
    let node = tree;
    for (const key of keys.slice(0, -1)) {
      const next = Object.hasOwn(node, key) ? node[key] : undefined;
      const child = typeof next === 'object' && next !== null ? (next as JsonObject) : {};
      setOwn(node, key, child);
      node = child;
    }
    setOwn(node, keys.at(-1) as string, value);
  }
  return tree;
}

/** Gives flattened lists and maps their JSON shape, also within entries of batches. */
function sqsMembers(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  const members: JsonObject = {};
  for (const [name, member] of Object.entries(value)) {
    const [list, map] = [SQS_LISTS[name], SQS_MAPS[name]];
    if (list !== undefined) setOwn(members, list, Object.values(member as JsonObject).map(sqsMembers));
    else if (map !== undefined) setOwn(members, map, attributesOf(member as JsonObject));
    else setOwn(members, name, member);
  }
  return members;
}

function attributesOf(entries: JsonObject): JsonObject {
  const attributes: JsonObject = {};
  for (const entry of Object.values(entries) as JsonObject[]) {
    setOwn(attributes, String(entry['Name'] ?? entry['Key']), entry['Value'] ?? null);
  }
  return attributes;
}

/** CreateQueue's model calls them `tags`. */
function withCreationTags(form: URLSearchParams, input: JsonObject): JsonObject {
  const { Tags, ...members } = input;
  return form.get('Action') === 'CreateQueue' && Tags !== undefined ? { ...members, tags: Tags } : input;
}
