import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Connection, PatternState } from '../model/connection.ts';
import { removePattern, savedPatterns, savePattern } from '../model/saved-patterns.ts';

interface BarProps {
  readonly connection: Connection;
  readonly text: string;
  readonly onLoad: (text: string) => void;
  readonly onApply: () => void;
}

const STATES: Readonly<Record<PatternState, string>> = {
  none: 'no pattern in force',
  sent: 'sent…',
  accepted: 'in force',
  rejected: 'rejected',
};

/** What the server says of the pattern, and the patterns that are kept. */
export function PatternBar({ connection, text, onLoad, onApply }: BarProps): JSX.Element {
  const [saved, setSaved] = useState(savedPatterns);
  const [name, setName] = useState('');
  const save = (): void => {
    savePattern({ name: name.trim() || new Date().toLocaleString(), text });
    setSaved(savedPatterns());
    setName('');
  };
  const forget = (): void => {
    removePattern(name.trim());
    setSaved(savedPatterns());
    setName('');
  };
  const load = (chosen: string): void => {
    const pattern = saved.find((candidate) => candidate.name === chosen);
    if (!pattern) return;
    setName(pattern.name);
    onLoad(pattern.text);
  };
  const { patternState, rejection } = connection;
  return (
    <div class="pattern-bar">
      <button type="button" class="primary" onClick={onApply} title="Ctrl-Enter in the editor">
        Set pattern
      </button>
      <span class={`pattern-state ${patternState}`} role="status">
        {STATES[patternState]}
      </span>
      <span class="spacer" />
      {saved.length > 0 && (
        <select
          aria-label="Saved patterns"
          value=""
          onChange={({ currentTarget }) => load(currentTarget.value)}
        >
          <option value="">saved…</option>
          {saved.map((pattern) => (
            <option key={pattern.name}>{pattern.name}</option>
          ))}
        </select>
      )}
      <input
        class="name"
        aria-label="Name to save the pattern under"
        placeholder="name"
        value={name}
        onInput={({ currentTarget }) => setName(currentTarget.value)}
      />
      <button type="button" onClick={save}>
        Save
      </button>
      {saved.some((pattern) => pattern.name === name.trim()) && (
        <button type="button" onClick={forget}>
          Forget
        </button>
      )}
      {patternState === 'rejected' && <p class="bad rejection">{rejection}</p>}
    </div>
  );
}
