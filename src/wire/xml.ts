import { isJsonObject, type JsonValue } from '../core/json.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // A parser would turn it into a line feed.
  '\r': '&#13;',
};

/** What XML 1.0 cannot say, not even escaped. */
const UNSPEAKABLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

export function escapeXml(text: string): string {
  return text
    .replace(UNSPEAKABLE, '\ufffd')
    .replace(/[&<>"\r]/g, (character) => ESCAPES[character] as string);
}

/** How a document's lists and maps become elements; members that are not named are elements of their own name. */
export interface XmlShape {
  /** Member to the element that is repeated for each of its items, without one around them. */
  readonly flatLists?: Readonly<Record<string, string>>;
  /** Member to the element that is repeated for each of its entries, holding Name and Value; of a Tag, Key and Value. */
  readonly flatMaps?: Readonly<Record<string, string>>;
  /** Members that hold epoch seconds. */
  readonly times?: ReadonlySet<string>;
}

/** The elements of an object's members. Lists that the shape does not name hold `member` elements. */
export function xmlMembers(value: JsonValue, shape: XmlShape): string {
  if (!isJsonObject(value)) return scalar(value);
  return Object.entries(value)
    .map(([name, member]) => xmlMember(name, member, shape))
    .join('');
}

function xmlMember(name: string, value: JsonValue, shape: XmlShape): string {
  const mapName = shape.flatMaps?.[name];
  if (mapName !== undefined && isJsonObject(value)) {
    return Object.entries(value)
      .map(([key, entry]) =>
        element(
          mapName,
          element(mapName === 'Tag' ? 'Key' : 'Name', escapeXml(key)) +
            element('Value', xmlMembers(entry, shape)),
        ),
      )
      .join('');
  }
  if (Array.isArray(value)) {
    const flatName = shape.flatLists?.[name];
    const items = value.map((item) => element(flatName ?? 'member', xmlMembers(item, shape))).join('');
    return flatName === undefined ? element(name, items) : items;
  }
  if (shape.times?.has(name)) return element(name, new Date(Number(value) * 1000).toISOString());
  return element(name, xmlMembers(value, shape));
}

function scalar(value: JsonValue): string {
  return value === null ? '' : escapeXml(String(value));
}

export function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}
