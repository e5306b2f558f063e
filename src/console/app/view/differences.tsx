import type { JSX } from 'preact';
import { type JsonObject, type JsonValue, stringifyJson } from '../../../core/json.ts';
import { differencesOf } from '../model/differences.ts';
import { visibleText } from '../model/visible-text.ts';

interface DifferencesProps {
  /** The pinned event. */
  readonly before: JsonObject;
  readonly after: JsonObject;
}

const SHOWN = 100;
const MAX_CHARACTERS = 150;

/** Where an event differs from the pinned one, their ids and times apart. */
export function Differences({ before, after }: DifferencesProps): JSX.Element {
  const differences = differencesOf(before, after);
  const count = differences.length;
  return (
    <details class="differences" open>
      <summary>
        {count === 0
          ? 'The same as the pinned event'
          : `${count} ${count === 1 ? 'difference' : 'differences'}`}
        {count > 0 && ' from the pinned event'}
      </summary>
      {count > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">field</th>
              <th scope="col">pinned</th>
              <th scope="col">this</th>
            </tr>
          </thead>
          <tbody>
            {differences.slice(0, SHOWN).map((difference) => (
              <tr key={difference.path}>
                <th scope="row">{visibleText(difference.path)}</th>
                <td>{valueText(difference.before)}</td>
                <td>{valueText(difference.after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {count > SHOWN && <p class="dim">{count - SHOWN} more are not shown.</p>}
    </details>
  );
}

function valueText(value: JsonValue | undefined): string {
  if (value === undefined) return '–';
  const text = stringifyJson(value);
  return visibleText(text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text);
}
