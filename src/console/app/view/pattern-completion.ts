import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
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
  const isQuoted = context.state.doc.sliceString(context.pos, context.pos + 1) === '"';
  return {
    from: word.from,
    // A typed quote brought its partner along, which the completion replaces.
    ...(isQuoted && { to: context.pos + 1 }),
    options: OPTIONS[awaits](path, log),
    validFor: /^"?[\w$.-]*$/,
  };
}

const OPTIONS = {
  field: (path: readonly string[], log: EventLog): Completion[] => {
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
  value: (path: readonly string[], log: EventLog): Completion[] => [
    ...log.valuesAt(path.join('.')).map((value) => ({ label: value, type: 'text' })),
    ...OPERATORS.map(([name, operand]) => ({
      label: JSON.stringify(name),
      apply: `{ ${JSON.stringify(name)}: ${operand} }`,
      type: 'keyword',
      detail: 'operator',
      boost: LAST,
    })),
  ],
  operator: (): Completion[] =>
    OPERATORS.map(([name, operand]) => ({
      label: JSON.stringify(name),
      apply: `${JSON.stringify(name)}: ${operand}`,
      type: 'keyword',
      detail: 'operator',
    })),
};
