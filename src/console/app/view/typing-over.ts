import type { Extension, Transaction } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

/**
 * Replaces what is selected by what is typed, as a transaction of the editor. Left to itself, Blink joins the lines of
 * the selection and writes style attributes for it, each of which the Content-Security-Policy refuses and reports.
 */
export function typingOver(): Extension {
  return EditorView.domEventHandlers({
    beforeinput: ({ inputType, data }, view) => {
      const { main } = view.state.selection;
      if (inputType !== 'insertText' || data === null || main.empty || view.composing) return false;
      const insert = (): Transaction =>
        view.state.update(view.state.replaceSelection(data), {
          userEvent: 'input.type',
          scrollIntoView: true,
        });
      const handlers = view.state.facet(EditorView.inputHandler);
      if (!handlers.some((handle) => handle(view, main.from, main.to, data, insert))) view.dispatch(insert());
      return true;
    },
  });
}
