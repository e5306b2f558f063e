import type { JSX } from 'preact';
import { isJsonObject, type JsonValue, parseJson } from '../../../core/json.ts';
import type { SpanRecord } from '../../../core/trace.ts';
import { meteredText } from '../model/trace-steps.ts';
import { JsonTree } from './json-tree.tsx';

/** What attributes are called that say more than their names do. */
const LABELS: Readonly<Record<string, string>> = {
  text: 'rendered mapping template',
  data: 'message',
  allowed: 'IAM: allowed',
  principal: 'IAM: in the name of',
  advice: 'IAM: what to do',
  arguments: 'arguments, after JSONata or Parameters',
};

/** Everything that is known of one step. */
export function StepDetail({ span }: { readonly span: SpanRecord | undefined }): JSX.Element {
  if (!span) return <p class="empty">Choose a state or a step to see what went in and out.</p>;
  const { kind, name, attributes, error, metered } = span;
  return (
    <section class="step-detail" aria-label="The chosen step">
      <h3>
        <span class="kind">{kind}</span> {name}
      </h3>
      {error && (
        <p class="bad">
          ✗ {error.code}: {error.message}
        </p>
      )}
      {metered && <p class="dim">Billed: {meteredText(metered)}</p>}
      {Object.entries(attributes).map(
        ([attribute, value]) =>
          value !== undefined && (
            <div key={attribute}>
              <h4>{LABELS[attribute] ?? attribute}</h4>
              <Value value={value} />
            </div>
          ),
      )}
    </section>
  );
}

/** A text that is a JSON document, as a message or a rendered template, is shown as one. */
function Value({ value }: { readonly value: JsonValue }): JSX.Element {
  const parsed = typeof value === 'string' ? documentIn(value) : value;
  return typeof parsed === 'object' ? <JsonTree value={parsed} /> : <pre>{String(parsed)}</pre>;
}

function documentIn(text: string): JsonValue {
  try {
    const value = parseJson(text);
    return isJsonObject(value) || Array.isArray(value) ? value : text;
  } catch {
    return text;
  }
}
