import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { checkDetail } from '../model/entry.ts';
import type { Entry, LocalStack } from '../model/local-stack.ts';

export const EMPTY_DRAFT: Entry = {
  Source: 'shop',
  DetailType: 'OrderPlaced',
  Detail: '{\n  "amount": 5\n}',
};

interface SendProps {
  readonly local: LocalStack;
  /** Changes when another event is taken over for sending again. */
  readonly draft: Entry;
}

/** Puts an event on the local bus. */
export function Send({ local, draft }: SendProps): JSX.Element {
  const [form, setForm] = useState(draft);
  const [takenOver, setTakenOver] = useState(draft);
  const [outcome, setOutcome] = useState<{ readonly ok: boolean; readonly text: string }>();
  // While rendering, not in an effect: an effect runs a moment later, over what was typed meanwhile.
  if (takenOver !== draft) {
    setTakenOver(draft);
    setForm(draft);
  }

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
        onInput={({ currentTarget }) => setForm({ ...form, [name]: currentTarget.value })}
      />
    </label>
  );
  return (
    <form class="send" onSubmit={send}>
      <p class="dim">Puts a new event on {local.info?.eventBusName ?? 'the bus'}.</p>
      {field('Source', 'source')}
      {field('DetailType', 'detail-type')}
      <label>
        detail
        <textarea
          rows={12}
          spellcheck={false}
          value={form.Detail}
          onInput={({ currentTarget }) => setForm({ ...form, Detail: currentTarget.value })}
        />
      </label>
      <label>
        resources, one a line
        <textarea
          rows={2}
          spellcheck={false}
          value={form.Resources?.join('\n') ?? ''}
          onInput={({ currentTarget }) => setForm(withResources(form, currentTarget.value))}
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

/** Without lines that are blank. */
function sendable(form: Entry): Entry {
  const resources = form.Resources?.map((line) => line.trim()).filter(Boolean) ?? [];
  return withResources(form, resources.join('\n'));
}

function withResources({ Source, DetailType, Detail }: Entry, text: string): Entry {
  return { Source, DetailType, Detail, ...(text !== '' && { Resources: text.split('\n') }) };
}
