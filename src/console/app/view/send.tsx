import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { isJsonObject, type JsonObject, parseJson, stringifyJson } from '../../../core/json.ts';
import type { Entry, LocalStack } from '../model/local-stack.ts';

export const EMPTY_DRAFT: Entry = {
  Source: 'shop',
  DetailType: 'OrderPlaced',
  Detail: '{\n  "amount": 5\n}',
};

/** What puts an event once more: as a new event, with an id and a time of its own. */
export function entryOf(event: JsonObject): Entry {
  const { source = '', 'detail-type': detailType = '', detail = {}, resources = [] } = event;
  return {
    Source: String(source),
    DetailType: String(detailType),
    Detail: stringifyJson(detail, 2),
    ...(Array.isArray(resources) && resources.length > 0 && { Resources: resources.map(String) }),
  };
}

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
      setOutcome({ ok: true, text: `Sent as ${await local.put(form)}` });
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

/** @throws Error which says where the text is no JSON object */
function checkDetail(text: string): void {
  if (!isJsonObject(parseJson(text))) throw new Error('The detail must be a JSON object.');
}
