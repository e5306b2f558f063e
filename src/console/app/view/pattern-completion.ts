import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  insertCompletionText,
  pickedCompletion,
} from '@codemirror/autocomplete';
import type { EditorView } from '@codemirror/view';
import type { EventLog } from '../model/event-log.ts';
import { placeOf } from '../model/pattern-place.ts';

const OPERATORS: readonly (readonly [name: string, operand: string])[] = [
  ['prefix', '""'],
  ['suffix', '""'],
  ['anything-but', '[]'],
  ['numeric', '[">", 0]'],
  ['exists', 'true'],
  ['wildcard', '"*"'],
  ['equals-ignore-case', '""'],
  ['cidr', '"10.0.0.0/8"'],
];

/** After what was seen, which is otherwise in the order of the alphabet. */
const LAST = -1;

const ENVELOPE = [
  'source',
  'detail-type',
  'detail',
  'account',
  'region',
  'resources',
  'time',
  'id',
  'version',
];

/** At a field's place, names seen there; in its list, values seen there and operators; in braces there, operators. */
export function completePattern(context: CompletionContext, log: EventLog): CompletionResult | null {
  const word = context.matchBefore(/"?[\w$.-]*/);
  if (!word || (word.from === word.to && !context.explicit)) return null;
  const { path, awaits } = placeOf(context.state.doc.sliceString(0, word.from));
  return {
    from: word.from,
    options: OPTIONS[awaits](path, log).map((option) => ({ ...option, apply: insertInPlace })),
    validFor: /^"?[\w$.-]*$/,
  };
}

/** What is inserted: the label, unless an option says otherwise. */
interface Option extends Omit<Completion, 'apply'> {
  readonly text?: string;
}

/** A typed quote brought its partner along, which the completion replaces. */
function insertInPlace(view: EditorView, option: Option, from: number, to: number): void {
  const { label, text = label } = option;
  const end = view.state.sliceDoc(to, to + 1) === '"' ? to + 1 : to;
  view.dispatch({
    ...insertCompletionText(view.state, text, from, end),
    annotations: pickedCompletion.of(option as Completion),
  });
}

const OPTIONS = {
  field: (path: readonly string[], log: EventLog): Option[] => {
    const prefix = path.map((key) => `${key}.`).join('');
    const seen = log
      .fields()
      .filter((field) => field.startsWith(prefix))
      .map((field) => field.slice(prefix.length).split('.')[0] as string);
    const names = new Set([...(path.length === 0 ? ENVELOPE : []), ...seen]);
    return [
      ...[...names].map((name) => ({ label: JSON.stringify(name), type: 'property' })),
      { label: '"$or"', type: 'keyword', detail: 'one or the other', boost: LAST },
    ];
  },
  value: (path: readonly string[], log: EventLog): Option[] => [
    ...log.valuesAt(path.join('.')).map((value) => ({ label: value, type: 'text' })),
    ...OPERATORS.map(([name, operand]) => ({
      label: JSON.stringify(name),
      text: `{ ${JSON.stringify(name)}: ${operand} }`,
      type: 'keyword',
      detail: 'operator',
      boost: LAST,
    })),
  ],
  operator: (): Option[] =>
    OPERATORS.map(([name, operand]) => ({
      label: JSON.stringify(name),
      text: `${JSON.stringify(name)}: ${operand}`,
      type: 'keyword',
      detail: 'operator',
    })),
};
