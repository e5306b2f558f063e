import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { LocalStack } from '../model/local-stack.ts';

/** An event to send, as a person edits it. */
export interface Draft {
  readonly source: string;
  readonly detailType: string;
  readonly detail: string;
}

export const EMPTY_DRAFT: Draft = { source: 'shop', detailType: 'Ordered', detail: '{\n  "amount": 5\n}' };

interface SendProps {
  readonly local: LocalStack;
  /** Changes when another event is taken over for sending again. */
  readonly draft: Draft;
}

export function Send({ local, draft }: SendProps): JSX.Element {
  const [form, setForm] = useState(draft);
  const [outcome, setOutcome] = useState<{ readonly ok: boolean; readonly text: string }>();
  useEffect(() => setForm(draft), [draft]);

  const send = async (submit: Event): Promise<void> => {
    submit.preventDefault();
    try {
      JSON.parse(form.detail);
      const id = await local.put({ Source: form.source, DetailType: form.detailType, Detail: form.detail });
      setOutcome({ ok: true, text: `Sent as ${id}` });
    } catch (error) {
      setOutcome({ ok: false, text: error instanceof Error ? error.message : String(error) });
    }
  };

  const field = (name: 'source' | 'detailType', label: string): JSX.Element => (
    <label>
      {label}
      <input
        value={form[name]}
        onInput={({ currentTarget }) => setForm({ ...form, [name]: currentTarget.value })}
      />
    </label>
  );

  return (
    <form class="send" onSubmit={send}>
      {field('source', 'source')}
      {field('detailType', 'detail-type')}
      <label>
        detail
        <textarea
          rows={8}
          spellcheck={false}
          value={form.detail}
          onInput={({ currentTarget }) => setForm({ ...form, detail: currentTarget.value })}
        />
      </label>
      <button type="submit" class="primary">
        Send
      </button>
      {outcome && (
        <p role="status" class={outcome.ok ? 'good' : 'bad'}>
          {outcome.text}
        </p>
      )}
    </form>
  );
}
