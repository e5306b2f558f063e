import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { isJsonNumber, type JsonValue, stringifyJson } from '../../../core/json.ts';
import { visibleText } from '../model/visible-text.ts';

interface TreeProps {
  readonly value: JsonValue;
  /** Called with the keys that lead to a plain value; array positions are left out, as patterns have none. */
  readonly onPick?: ((keys: readonly string[], value: JsonValue) => void) | undefined;
}

/** A JSON document whose parts fold. Values are text nodes: nothing in an event is ever read as HTML. */
export function JsonTree({ value, onPick }: TreeProps): JSX.Element {
  return (
    <ul class="tree">
      {isBranch(value) ? (
        <Members value={value} keys={[]} depth={0} onPick={onPick} />
      ) : (
        <Leaf name={undefined} value={value} keys={[]} depth={0} onPick={onPick} />
      )}
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
/** Longer texts are shown in part until somebody wants the whole. */
const LONG_TEXT = 2_000;

/** An object or array with something in it: empty ones have nothing to unfold. */
function isBranch(value: JsonValue): boolean {
  return typeof value === 'object' && value !== null && !isJsonNumber(value) && Object.keys(value).length > 0;
}

function Leaf({ name, value, keys, onPick }: NodeProps): JSX.Element {
  const [isWhole, setWhole] = useState(false);
  const text = stringifyJson(value);
  const isLong = text.length > LONG_TEXT && !isWhole;
  const shown = visibleText(isLong ? text.slice(0, LONG_TEXT) : text);
  const kind = value === null ? 'null' : isJsonNumber(value) ? 'number' : typeof value;
  return (
    <li class="leaf">
      <Key name={name} />
      {onPick && keys.length > 0 && kind !== 'object' ? (
        <button
          type="button"
          class={`value ${kind}`}
          title="Add to the pattern"
          onClick={() => onPick(keys, value)}
        >
          {shown}
        </button>
      ) : (
        <span class={`value ${kind}`}>{shown}</span>
      )}
      {isLong && (
        <button type="button" class="link" onClick={() => setWhole(true)}>
          … {(text.length - LONG_TEXT).toLocaleString('en')} more characters
        </button>
      )}
    </li>
  );
}

function Branch(props: NodeProps): JSX.Element {
  const { name, value, depth } = props;
  const [open, setOpen] = useState(depth < OPEN_TO_DEPTH);
  const count = Object.keys(value as object).length;
  return (
    <li>
      <button type="button" class="fold" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span class="marker" aria-hidden="true">
          {open ? '▾' : '▸'}
        </span>
        <Key name={name} />
        <span class="count">{Array.isArray(value) ? `[${count}]` : `{${count}}`}</span>
      </button>
      {open && (
        <ul>
          <Members {...props} />
        </ul>
      )}
    </li>
  );
}

function Members({ value, keys, depth, onPick }: Omit<NodeProps, 'name'>): JSX.Element {
  const [shown, setShown] = useState(PART);
  const isArray = Array.isArray(value);
  const members = Object.entries(value as object) as [string, JsonValue][];
  return (
    <>
      {members.slice(0, shown).map(([key, inner]) => {
        const Node = isBranch(inner) ? Branch : Leaf;
        return (
          <Node
            key={key}
            name={key}
            value={inner}
            keys={isArray ? keys : [...keys, key]}
            depth={depth + 1}
            onPick={onPick}
          />
        );
      })}
      {members.length > shown && (
        <li>
          <button type="button" class="link" onClick={() => setShown(shown + PART)}>
            {(members.length - shown).toLocaleString('en')} more
          </button>
        </li>
      )}
    </>
  );
}

function Key({ name }: { readonly name: string | undefined }): JSX.Element | null {
  return name === undefined ? null : <span class="key">{name === '' ? '""' : visibleText(name)}</span>;
}
