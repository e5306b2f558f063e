import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Connection } from '../model/connection.ts';
import { removePattern, savedPatterns, savePattern } from '../model/saved-patterns.ts';

interface BarProps {
  readonly connection: Connection;
  readonly text: string;
  readonly onLoad: (text: string) => void;
  readonly onApply: () => void;
}

/** What the server says of the pattern, and the patterns that are kept. */
export function PatternBar({ connection, text, onLoad, onApply }: BarProps): JSX.Element {
  const { patternState, rejection } = connection;
  const { kind, words } = verdictOf(connection, text);
  return (
    <div class="pattern-bar">
      <button type="button" class="primary" onClick={onApply} title="Ctrl-Enter in the editor">
        Set pattern
      </button>
      <span class={`pattern-state ${kind}`} role="status">
        {words}
      </span>
      <span class="spacer" />
      <Saved text={text} onLoad={onLoad} />
      {patternState === 'rejected' && (
        <p class="bad rejection" role="alert">
          {rejection}
        </p>
      )}
    </div>
  );
}

function verdictOf(
  { patternState, accepted, pattern }: Connection,
  text: string,
): { readonly kind: string; readonly words: string } {
  const before = accepted === '' ? '' : '; the one before stays in force';
  if (patternState === 'rejected') return { kind: 'rejected', words: `✗ Rejected${before}` };
  if (patternState === 'sent') return { kind: 'sent', words: 'Sent…' };
  if (patternState === 'none') return { kind: 'none', words: 'No pattern in force' };
  if (text !== pattern) return { kind: 'edited', words: `Edited, not set${before}` };
  return { kind: 'accepted', words: '✓ Accepted, in force' };
}

/** Patterns by name, in this browser. */
function Saved({ text, onLoad }: Pick<BarProps, 'text' | 'onLoad'>): JSX.Element {
  const [saved, setSaved] = useState(savedPatterns);
  const [name, setName] = useState('');
  const key = name.trim();
  const load = (chosen: string): void => {
    const pattern = saved.find((candidate) => candidate.name === chosen);
    if (!pattern) return;
    setName(pattern.name);
    onLoad(pattern.text);
  };
  const save = (): void => {
    savePattern({ name: key, text });
    setSaved(savedPatterns());
  };
  const forget = (): void => {
    removePattern(key);
    setSaved(savedPatterns());
    setName('');
  };
  return (
    <span class="saved">
      {saved.length > 0 && (
        <select
          aria-label="Load a saved pattern"
          value=""
          onChange={({ currentTarget }) => {
            load(currentTarget.value);
            currentTarget.value = '';
          }}
        >
          <option value="">Load…</option>
          {saved.map((pattern) => (
            <option key={pattern.name}>{pattern.name}</option>
          ))}
        </select>
      )}
      <input
        class="name"
        aria-label="Name to save the pattern under"
        placeholder="save as"
        value={name}
        onInput={({ currentTarget }) => setName(currentTarget.value)}
      />
      <button type="button" onClick={save} disabled={key === ''}>
        Save
      </button>
      {saved.some((pattern) => pattern.name === key) && (
        <button type="button" onClick={forget}>
          Forget
        </button>
      )}
    </span>
  );
}
