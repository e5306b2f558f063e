import type { JSX } from 'preact';
import { isJsonObject, type JsonValue, parseJson } from '../../../core/json.ts';
import type { SpanRecord } from '../../../core/trace.ts';
import type { UnitPrices } from '../model/local-stack.ts';
import { callsOf, meteredIn, meteredText, perMillionText } from '../model/trace-steps.ts';
import { JsonTree } from './json-tree.tsx';

/** What attributes are called that say more than their names do. */
const LABELS: Readonly<Record<string, string>> = {
  text: 'rendered mapping template',
  data: 'message',
  principal: 'IAM: in the name of',
  advice: 'IAM: what to do',
  arguments: 'arguments, after JSONata or Parameters',
};

interface DetailProps {
  readonly span: SpanRecord;
  /** When the trace began. */
  readonly startMs: number;
  readonly prices: UnitPrices;
  readonly onClose: () => void;
}

/** Everything that is known of one step, and of what it called. */
export function StepDetail({ span, startMs, prices, onClose }: DetailProps): JSX.Element {
  return (
    <section class="step-detail" aria-label="The chosen step">
      <header>
        <button type="button" onClick={onClose}>
          Close
        </button>
        <h2>
          <span class="kind">{span.kind}</span> {span.name}
        </h2>
      </header>
      <Facts span={span} startMs={startMs} prices={prices} />
      {callsOf(span).map((call) => (
        <details key={call.spanId} class="call" open={call.error !== undefined}>
          <summary>
            <span class="kind">{call.kind}</span> {call.name}
            {call.error && <span class="bad"> ✗ {call.error.code}</span>}
          </summary>
          <Facts span={call} startMs={startMs} prices={prices} />
        </details>
      ))}
    </section>
  );
}

type FactsProps = Omit<DetailProps, 'onClose'>;

function Facts({ span, startMs, prices }: FactsProps): JSX.Element {
  const { kind, attributes, error, metered = {} } = span;
  const { allowed, ...others } = attributes;
  const billed = kind === 'state' ? meteredIn(span) : metered;
  return (
    <>
      {error && (
        <p class="bad">
          ✗ {error.code}: {error.message}
        </p>
      )}
      <p class="dim">{timeText(span, startMs)}</p>
      {Object.keys(billed).length > 0 && (
        <p class="dim">
          Billed: {[meteredText(billed), perMillionText(billed, prices)].filter(Boolean).join(' · ')}
        </p>
      )}
      {Array.isArray(allowed) && <Allowed permissions={allowed} />}
      {Object.entries(others).map(
        ([attribute, value]) =>
          value !== undefined && (
            <div key={attribute}>
              <h3>{LABELS[attribute] ?? attribute}</h3>
              <Value value={value} />
            </div>
          ),
      )}
    </>
  );
}

function timeText({ startMs, endMs }: SpanRecord, traceStartMs: number): string {
  const after = `Began ${startMs - traceStartMs} ms after the trace`;
  return endMs === undefined ? `${after}, goes on` : `${after}, took ${endMs - startMs} ms`;
}

/** What IAM was asked, and granted. */
function Allowed({ permissions }: { readonly permissions: readonly JsonValue[] }): JSX.Element {
  return (
    <div>
      <h3>IAM: allowed</h3>
      <ul class="permissions">
        {permissions.filter(isJsonObject).map((permission, at) => (
          <li key={at}>
            <span class="good">✓</span> {String(permission['action'])} <span class="dim">on</span>{' '}
            {String(permission['resource'])}
          </li>
        ))}
      </ul>
    </div>
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
