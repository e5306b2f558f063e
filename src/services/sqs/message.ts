import { createHash } from 'node:crypto';
import { AwsError } from '../../core/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue, utf8Length } from '../../core/json.ts';

/** A message attribute as it was sent. */
export interface MessageAttribute {
  /** "String", "Number", "Binary", or one of these with a dot and a label of the sender's. */
  readonly DataType: string;
  readonly StringValue?: string;
  /** Base64 */
  readonly BinaryValue?: string;
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** What a message to a FIFO queue has; the group alone also one to a standard queue. */
export interface GroupedMessage {
  readonly groupId?: string;
  readonly deduplicationId?: string;
}

export interface Message extends GroupedMessage {
  /** Of a FIFO queue: larger for a message that was sent later. */
  readonly sequenceNumber?: string;
  readonly id: string;
  readonly body: string;
  readonly bodyMd5: string;
  readonly attributes: MessageAttributes;
  readonly attributesMd5: string | undefined;
  readonly systemAttributes: MessageAttributes;
  readonly senderId: string;
  readonly sentMs: number;
  visibleAtMs: number;
  firstReceivedMs?: number;
  receiveCount: number;
  /** The handle of the latest receipt. */
  receiptHandle?: string;
}

export function md5(bytes: string | Buffer): string {
  return createHash('md5').update(bytes).digest('hex');
}

/**
 * MD5 over attributes, as SDKs compute it to check what arrived (SQS developer guide, "Calculating the MD5
 * message digest for message attributes"): by name, each with length-prefixed name and type, a byte for the
 * kind of transport (1 text, 2 binary), and the length-prefixed value.
 */
export function attributesMd5(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort((left, right) => (left < right ? -1 : 1));
  if (names.length === 0) return undefined;
  const parts = names.flatMap((name) => {
    const { DataType, StringValue, BinaryValue } = attributes[name] as MessageAttribute;
    const isBinary = DataType.startsWith('Binary');
    const value = isBinary ? Buffer.from(BinaryValue ?? '', 'base64') : Buffer.from(StringValue ?? '');
    const kind = Buffer.from([isBinary ? 2 : 1]);
    return [prefixed(Buffer.from(name)), prefixed(Buffer.from(DataType)), kind, prefixed(value)];
  });
  return md5(Buffer.concat(parts));
}

function prefixed(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

const MAX_ATTRIBUTES = 10;
/** SQS developer guide, "Message attribute components": AWS's own prefixes are reserved, whatever their case. */
const NAME = /^(?!\.|(?:aws|amazon)\.)(?!.*\.\.)[a-z0-9_.-]{1,256}(?<!\.)$/i;
const TYPE = /^(String|Number|Binary)(\..+)?$/;

/** @throws AwsError InvalidParameterValue in SQS's words */
export function attributesOf(value: JsonValue | undefined): MessageAttributes {
  if (!isJsonObject(value)) return {};
  const names = Object.keys(value);
  if (names.length > MAX_ATTRIBUTES) {
    throw invalidParameter(
      `Number of message attributes [${names.length}] exceeds the allowed maximum [${MAX_ATTRIBUTES}].`,
    );
  }
  for (const name of names) checkAttribute(name, value[name]);
  return value as unknown as MessageAttributes;
}

function checkAttribute(name: string, attribute: JsonValue | undefined): void {
  if (!NAME.test(name)) throw invalidParameter(`Message (user) attribute name '${name}' is invalid.`);
  const { DataType, StringValue, BinaryValue } = (isJsonObject(attribute) ? attribute : {}) as JsonObject;
  if (typeof DataType !== 'string' || !TYPE.test(DataType)) {
    throw invalidParameter(
      `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    );
  }
  const given = DataType.startsWith('Binary') ? BinaryValue : StringValue;
  if (typeof given !== 'string' || given === '') {
    throw invalidParameter(
      `The message (user) attribute '${name}' must contain a non-empty value of type '${DataType}'.`,
    );
  }
  if (DataType.startsWith('Number') && Number.isNaN(Number(given))) {
    throw invalidParameter(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  }
}

export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}

/** What counts against a queue's size limit: the body, and name, type and value of every attribute. */
export function messageBytes(body: string, attributes: MessageAttributes): number {
  let bytes = utf8Length(body);
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(attributes)) {
    bytes += utf8Length(name) + utf8Length(DataType) + utf8Length(StringValue ?? '');
    bytes += Buffer.from(BinaryValue ?? '', 'base64').length;
  }
  return bytes;
}
