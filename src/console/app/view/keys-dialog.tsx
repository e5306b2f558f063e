import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

const KEYS: readonly (readonly [keys: string, where: string, what: string])[] = [
  ['/', 'anywhere but in a field', 'search'],
  ['?', 'anywhere but in a field', 'this list'],
  ['↑ ↓  Page Up  Page Down  Home  End', 'in the list', 'choose an event'],
  ['Space', 'in the list', 'pause or follow'],
  ['P', 'in the list', 'pin or unpin the chosen event'],
  ['← →', 'on the tabs', 'the other tabs'],
  ['← →', 'on the border beside the list', 'move it'],
  ['Ctrl-Enter or ⌘-Enter', 'in the pattern', 'set it'],
  ['Ctrl-Space', 'in the pattern', 'complete'],
];

/** What keys do. */
export function KeysButton(): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === '?' && !isTyping(event)) dialog.current?.showModal();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
  return (
    <>
      <button type="button" title="Keys ( ? )" onClick={() => dialog.current?.showModal()}>
        Keys
      </button>
      <dialog ref={dialog} class="keys" aria-labelledby="keys-title">
        <h2 id="keys-title">Keys</h2>
        <table>
          <tbody>
            {KEYS.map(([keys, where, what]) => (
              <tr key={`${keys} ${where}`}>
                <th scope="row">
                  <kbd>{keys}</kbd>
                </th>
                <td>{where}</td>
                <td>{what}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <button type="button" class="primary" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </dialog>
    </>
  );
}

/** Whether a key is text for a field. */
export function isTyping({ target }: Event): boolean {
  return target instanceof Element && target.closest('input, textarea, select, .editor') !== null;
}
