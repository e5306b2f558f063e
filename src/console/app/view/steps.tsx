import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { SpanRecord } from '../../../core/trace.ts';
import { endOf, errorOf, meteredIn, meteredText, retriesOf } from '../model/trace-steps.ts';

interface StepsProps {
  readonly root: SpanRecord;
  readonly selected: SpanRecord | undefined;
  readonly onSelect: (span: SpanRecord) => void;
}

/** All steps of a trace as a tree, each with a bar where it lies in time. */
export function Steps({ root, selected, onSelect }: StepsProps): JSX.Element {
  const endMs = endOf(root) ?? Math.max(root.startMs + 1, root.endMs ?? 0);
  const scale = { startMs: root.startMs, lengthMs: Math.max(1, endMs - root.startMs) };
  return (
    <ul class="steps" aria-label="Steps">
      <Step span={root} depth={0} scale={scale} selected={selected} onSelect={onSelect} />
    </ul>
  );
}

interface Scale {
  readonly startMs: number;
  readonly lengthMs: number;
}

interface StepProps {
  readonly span: SpanRecord;
  readonly depth: number;
  readonly scale: Scale;
  readonly selected: SpanRecord | undefined;
  readonly onSelect: (span: SpanRecord) => void;
}

/** A broadcast may have thousands of steps in one Map. */
const PART = 40;

function Step(props: StepProps): JSX.Element {
  const { span, depth, scale, selected, onSelect } = props;
  const [shown, setShown] = useState(PART);
  const { kind, name, startMs, endMs, metered, children } = span;
  const error = errorOf(span);
  const retries = retriesOf(span);
  const more = children.length - shown;
  return (
    <li>
      <button
        type="button"
        class={`step ${error ? 'failed' : retries > 0 ? 'retried' : ''}`}
        aria-pressed={span === selected}
        style={{ paddingLeft: `${0.4 + depth * 0.7}rem` }}
        onClick={() => onSelect(span)}
      >
        <span class="kind">{kind}</span>
        <span class="step-name">{shortName(name)}</span>
        {retries > 0 && <span class="warn">retried {retries}×</span>}
        {error && (
          <span class="bad">
            ✗ {error.code}
            {span.error ? '' : ', caught'}
          </span>
        )}
        <span class="step-cost">{meteredText(kind === 'state' ? meteredIn(span) : (metered ?? {}))}</span>
        <span class="step-time">{endMs === undefined ? '…' : `${endMs - startMs} ms`}</span>
        <span class="step-bar" style={barOf(span, scale)} />
      </button>
      {children.length > 0 && (
        <ul>
          {children.slice(0, shown).map((child) => (
            <Step key={child.spanId} {...props} span={child} depth={depth + 1} />
          ))}
          {more > 0 && (
            <li>
              <button type="button" class="link" onClick={() => setShown(shown + PART)}>
                {more} more
              </button>
            </li>
          )}
        </ul>
      )}
    </li>
  );
}

/** An ARN's last part says enough in a line. */
function shortName(name: string): string {
  return name.startsWith('arn:') ? (name.split(/[:/]/).at(-1) as string) : name;
}

function barOf({ startMs, endMs }: SpanRecord, scale: Scale): { left: string; width: string } {
  const left = (startMs - scale.startMs) / scale.lengthMs;
  const width = ((endMs ?? scale.startMs + scale.lengthMs) - startMs) / scale.lengthMs;
  return { left: `${(left * 100).toFixed(1)}%`, width: `max(2px, ${(width * 100).toFixed(1)}%)` };
}
