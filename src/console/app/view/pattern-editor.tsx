import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, linter } from '@codemirror/lint';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { EventPatternError, parsePattern } from '../../../languages/event-pattern/index.ts';
import type { EventLog } from '../model/event-log.ts';
import { completePattern } from './pattern-completion.ts';
import { typingOver } from './typing-over.ts';

interface EditorProps {
  /** What the editor starts from: a new object replaces what was typed, however that came to be. */
  readonly loaded: { readonly text: string };
  readonly log: EventLog;
  readonly onChange: (text: string) => void;
  /** Ctrl-Enter, or Cmd-Enter. */
  readonly onApply: () => void;
}

/** A pattern in CodeMirror: EventBridge's own message where it goes wrong, and names and values seen so far. */
export function PatternEditor(props: EditorProps): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef(props);
  latest.current = props;

  useLayoutEffect(() => {
    // In a shadow tree CodeMirror adopts constructed style sheets, which a strict style-src allows.
    const root = (host.current as HTMLDivElement).attachShadow({ mode: 'open' });
    const state = EditorState.create({ doc: latest.current.loaded.text, extensions: extensions(latest) });
    const editor = new EditorView({ parent: root, root, state });
    view.current = editor;
    return () => editor.destroy();
  }, []);

  useLayoutEffect(() => {
    const editor = view.current;
    const { text } = props.loaded;
    if (!editor || editor.state.doc.toString() === text) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
  }, [props.loaded]);

  return <div class="editor" ref={host} />;
}

type Latest = { readonly current: EditorProps };

function extensions(latest: Latest): Extension {
  const apply = (): boolean => {
    latest.current.onApply();
    return true;
  };
  return [
    history(),
    closeBrackets(),
    bracketMatching(),
    typingOver(),
    json(),
    THEME,
    syntaxHighlighting(COLOURS),
    linter(lint, { delay: 200 }),
    autocompletion({ override: [(context) => completePattern(context, latest.current.log)] }),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': 'Event pattern' }),
    placeholder('{"source":["my.app"]}'),
    keymap.of([
      { key: 'Mod-Enter', run: apply },
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...defaultKeymap,
      ...historyKeymap,
    ]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) latest.current.onChange(update.state.doc.toString());
    }),
  ];
}

function lint(view: EditorView): Diagnostic[] {
  const text = view.state.doc.toString();
  if (text.trim() === '') return [];
  try {
    parsePattern(text);
    return [];
  } catch (error) {
    if (!(error instanceof EventPatternError)) throw error;
    // AWS points behind what it could not read; where it does not point, the whole pattern is meant.
    const to = Math.min(error.offset ?? text.length, text.length);
    const from = error.offset === undefined ? 0 : Math.max(0, to - 1);
    return [{ from, to, severity: 'error', message: error.message }];
  }
}

const COLOURS = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--ink)' },
  { tag: tags.string, color: 'var(--string)' },
  { tag: tags.number, color: 'var(--number)' },
  { tag: [tags.bool, tags.null], color: 'var(--accent)' },
  { tag: [tags.punctuation, tags.brace, tags.squareBracket], color: 'var(--faint)' },
]);

const THEME = EditorView.theme({
  '&': { fontSize: '13px', background: 'var(--ground)', color: 'var(--ink)' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--mono)' },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-placeholder': { color: 'var(--faint)' },
  '.cm-tooltip': {
    background: 'var(--raised)',
    color: 'var(--ink)',
    border: '1px solid var(--line)',
    borderRadius: '5px',
    maxWidth: 'min(40rem, 90vw)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    background: 'var(--accent)',
    color: 'var(--accent-ink)',
  },
  '.cm-completionDetail': { opacity: '0.8' },
  // The usual underline is an image in a data URL, which the policy refuses.
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--bad)' },
  '.cm-diagnostic': { whiteSpace: 'pre-wrap', fontFamily: 'var(--mono)' },
  '&.cm-focused .cm-matchingBracket': { background: 'color-mix(in srgb, var(--accent) 25%, transparent)' },
});
