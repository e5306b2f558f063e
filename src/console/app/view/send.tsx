import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { checkDetail } from '../model/entry.ts';
import { type Entry, type LocalStack, ownBusOf, type StackInfo } from '../model/local-stack.ts';

export const EMPTY_DRAFT: Entry = {
  Source: 'shop',
  DetailType: 'OrderPlaced',
  Detail: '{\n  "amount": 5\n}',
};

interface SendProps {
  readonly local: LocalStack;
  /** What is being written. */
  readonly form: Entry;
  readonly onChange: (form: Entry) => void;
}

/** Puts an event on the local bus. */
export function Send({ local, form, onChange }: SendProps): JSX.Element {
  const [outcome, setOutcome] = useState<{ readonly ok: boolean; readonly text: string }>();

  const send = async (submit: Event): Promise<void> => {
    submit.preventDefault();
    try {
      checkDetail(form.Detail);
      setOutcome({ ok: true, text: `Sent as ${await local.put(sendable(form))}` });
    } catch (error) {
      setOutcome({ ok: false, text: error instanceof Error ? error.message : String(error) });
    }
  };
  const field = (name: 'Source' | 'DetailType', label: string): JSX.Element => (
    <label>
      {label}
      <input
        value={form[name]}
        spellcheck={false}
        onInput={({ currentTarget }) => onChange({ ...form, [name]: currentTarget.value })}
      />
    </label>
  );
  return (
    <form class="send" onSubmit={send}>
      {local.info && (
        <BusField
          info={local.info}
          chosen={form.EventBusName}
          onChoose={(EventBusName) => onChange({ ...form, EventBusName })}
        />
      )}
      {field('Source', 'source')}
      {field('DetailType', 'detail-type')}
      <label>
        detail
        <textarea
          rows={12}
          spellcheck={false}
          value={form.Detail}
          onInput={({ currentTarget }) => onChange({ ...form, Detail: currentTarget.value })}
        />
      </label>
      <label>
        resources, one a line
        <textarea
          rows={2}
          spellcheck={false}
          value={form.Resources?.join('\n') ?? ''}
          onInput={({ currentTarget }) => onChange(withResources(form, currentTarget.value))}
        />
      </label>
      <button type="submit" class="primary">
        Send
      </button>
      <p role="status" class={outcome?.ok === false ? 'bad' : 'good'}>
        {outcome?.text}
      </p>
    </form>
  );
}

interface BusProps {
  readonly info: StackInfo;
  readonly chosen: string | undefined;
  readonly onChoose: (bus: string) => void;
}

/** The stack's own bus unless another is chosen. */
function BusField({ info, chosen, onChoose }: BusProps): JSX.Element {
  const bus = chosen ?? ownBusOf(info);
  return (
    <label>
      bus
      <select value={bus} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
        {[...new Set([...info.eventBusNames, bus])].map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
}

/** Without lines that are blank. */
function sendable(form: Entry): Entry {
  const resources = form.Resources?.map((line) => line.trim()).filter(Boolean) ?? [];
  return withResources(form, resources.join('\n'));
}

function withResources({ Resources: _, ...entry }: Entry, text: string): Entry {
  return { ...entry, ...(text !== '' && { Resources: text.split('\n') }) };
}
