import {
  autocompletion,
  type Completion,
  type CompletionContext,
  closeBrackets,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, defaultHighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, linter } from '@codemirror/lint';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { EventPatternError, parsePattern } from '../../../languages/event-pattern/index.ts';
import type { EventLog } from '../model/event-log.ts';

interface EditorProps {
  readonly text: string;
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

  useEffect(() => {
    const editor = new EditorView({
      parent: host.current as HTMLDivElement,
      state: EditorState.create({ doc: props.text, extensions: extensions(latest) }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, []);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === props.text) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: props.text } });
  }, [props.text]);

  return <div class="editor" ref={host} />;
}

type Latest = { readonly current: EditorProps };

function extensions(latest: Latest): Extension {
  return [
    history(),
    closeBrackets(),
    bracketMatching(),
    json(),
    syntaxHighlighting(defaultHighlightStyle),
    linter(lint, { delay: 200 }),
    autocompletion({ override: [(context) => complete(context, latest.current.log)] }),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': 'Event pattern' }),
    placeholder('{"source":["my.app"]}'),
    keymap.of([
      {
        key: 'Mod-Enter',
        run: () => {
          latest.current.onApply();
          return true;
        },
      },
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
    const end = Math.min(error.offset ?? text.length, text.length);
    // AWS points behind what it could not read; at least one character is underlined.
    return [
      {
        from: Math.max(0, error.offset === undefined ? 0 : end - 1),
        to: end,
        severity: 'error',
        message: error.message,
      },
    ];
  }
}

const MATCHERS: readonly Completion[] = [
  ['prefix', '{"prefix":"…"}'],
  ['suffix', '{"suffix":"…"}'],
  ['anything-but', '{"anything-but":["…"]}'],
  ['numeric', '{"numeric":[">",0]}'],
  ['exists', '{"exists":true}'],
  ['wildcard', '{"wildcard":"*…*"}'],
  ['equals-ignore-case', '{"equals-ignore-case":"…"}'],
  ['cidr', '{"cidr":"10.0.0.0/8"}'],
].map(([label = '', apply = '']) => ({ label, apply, type: 'keyword', detail: 'operator' }));

const ENVELOPE = [
  'version',
  'id',
  'detail-type',
  'source',
  'account',
  'time',
  'region',
  'resources',
  'detail',
  '$or',
];

/** In a list: operators and values seen at its path. At a key: names seen there. */
function complete(context: CompletionContext, log: EventLog): { from: number; options: Completion[] } | null {
  const word = context.matchBefore(/"?[\w$.-]*/);
  if (!word || (word.from === word.to && !context.explicit)) return null;
  const { path, inList } = placeOf(context.state.doc.sliceString(0, word.from));
  const options = inList ? valueOptions(path, log) : keyOptions(path, log);
  return { from: word.from, options };
}

function valueOptions(path: readonly string[], log: EventLog): Completion[] {
  const values = log
    .valuesAt(path.join('.'))
    .map((value) => ({ label: JSON.stringify(value), type: 'text' }));
  return [...values, ...MATCHERS];
}

function keyOptions(path: readonly string[], log: EventLog): Completion[] {
  const prefix = path.length === 0 ? '' : `${path.join('.')}.`;
  const names = log
    .fields()
    .filter((field) => field.startsWith(prefix))
    .map((field) => field.slice(prefix.length).split('.')[0] as string);
  const known = path.length === 0 ? [...ENVELOPE, ...names] : [...names, '$or'];
  return [...new Set(known)].map((label) => ({ label: JSON.stringify(label), type: 'property' }));
}

/** Where the end of an unfinished JSON text stands: the keys around it, and whether a list is open. */
export function placeOf(text: string): { readonly path: readonly string[]; readonly inList: boolean } {
  const open: { readonly kind: '{' | '['; key: string }[] = [];
  for (const [token, string] of text.matchAll(/"((?:[^"\\]|\\.)*)"|[{}[\],:]/g)) {
    const inner = open.at(-1);
    if (token === '{' || token === '[') open.push({ kind: token, key: '' });
    else if (token === '}' || token === ']') open.pop();
    else if (string !== undefined && inner?.kind === '{' && inner.key === '') inner.key = string;
    else if (token === ',' && inner?.kind === '{') inner.key = '';
  }
  const path = open.filter(({ kind, key }) => kind === '{' && key !== '').map(({ key }) => key);
  return { path, inList: open.at(-1)?.kind === '[' };
}
