import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { isJsonNumber, isJsonObject, type JsonValue, stringifyJson } from '../../../core/json.ts';

interface TreeProps {
  readonly value: JsonValue;
  /** Called with the keys that lead to a plain value; array positions are left out, as patterns have none. */
  readonly onPick?: ((keys: readonly string[], value: JsonValue) => void) | undefined;
}

/** A JSON document whose parts fold. Values are text nodes: nothing in an event is ever read as HTML. */
export function JsonTree({ value, onPick }: TreeProps): JSX.Element {
  return (
    <ul class="tree">
      <Node name={undefined} value={value} keys={[]} depth={0} onPick={onPick} />
    </ul>
  );
}

interface NodeProps extends TreeProps {
  readonly name: string | undefined;
  readonly keys: readonly string[];
  readonly depth: number;
}

const OPEN_TO_DEPTH = 4;
/** More members than this are shown a part at a time: a page must not hang on one large event. */
const PART = 100;

function Node(props: NodeProps): JSX.Element {
  const { value } = props;
  return Array.isArray(value) || isJsonObject(value) ? <Branch {...props} /> : <Leaf {...props} />;
}

function Leaf({ name, value, keys, onPick }: NodeProps): JSX.Element {
  const text = stringifyJson(value);
  const kind = value === null ? 'null' : isJsonNumber(value) ? 'number' : typeof value;
  return (
    <li>
      <Key name={name} />
      {onPick && keys.length > 0 ? (
        <button
          type="button"
          class={`value ${kind}`}
          title="Add to the pattern"
          onClick={() => onPick(keys, value)}
        >
          {text}
        </button>
      ) : (
        <span class={`value ${kind}`}>{text}</span>
      )}
    </li>
  );
}

function Branch({ name, value, keys, depth, onPick }: NodeProps): JSX.Element {
  const [open, setOpen] = useState(depth < OPEN_TO_DEPTH);
  const [shown, setShown] = useState(PART);
  const isArray = Array.isArray(value);
  const members = Object.entries(value as object) as [string, JsonValue][];
  return (
    <li>
      <button type="button" class="fold" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span class="marker" aria-hidden="true">
          {open ? '▾' : '▸'}
        </span>
        <Key name={name} />
        <span class="count">{isArray ? `[${members.length}]` : `{${members.length}}`}</span>
      </button>
      {open && members.length > 0 && (
        <ul>
          {members.slice(0, shown).map(([key, inner]) => (
            <Node
              key={key}
              name={key}
              value={inner}
              keys={isArray ? keys : [...keys, key]}
              depth={depth + 1}
              onPick={onPick}
            />
          ))}
          {members.length > shown && (
            <li>
              <button type="button" class="link" onClick={() => setShown(shown + PART)}>
                {members.length - shown} more
              </button>
            </li>
          )}
        </ul>
      )}
    </li>
  );
}

function Key({ name }: { readonly name: string | undefined }): JSX.Element | null {
  return name === undefined ? null : <span class="key">{name}</span>;
}
