import type { JSX, TargetedKeyboardEvent } from 'preact';

export type Tab = 'event' | 'trace' | 'missed' | 'send';

interface TabsProps {
  /** Unique in the page. */
  readonly id: string;
  readonly tab: Tab;
  /** Without the local runtime there is only the event itself. */
  readonly isLocal: boolean;
  readonly onTab: (tab: Tab) => void;
  readonly children: Readonly<Record<Tab, () => JSX.Element>>;
}

const LABELS: readonly (readonly [Tab, string])[] = [
  ['event', 'Event'],
  ['trace', 'Trace'],
  ['missed', 'Not matched'],
  ['send', 'Send'],
];

/** Tabs as WAI-ARIA describes them: one stop of the Tab key, arrows lead from one to the next. */
export function Tabs({ id, tab, isLocal, onTab, children }: TabsProps): JSX.Element {
  const shown = LABELS.filter(([name]) => isLocal || name === 'event');
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLElement>): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const at = shown.findIndex(([name]) => name === tab);
    const next = shown.at((at + step) % shown.length);
    if (!next) return;
    onTab(next[0]);
    event.currentTarget.querySelector<HTMLElement>(`#${id}-${next[0]}`)?.focus();
  };
  return (
    <>
      <div class="tabs" role="tablist" aria-label="About the events" onKeyDown={onKeyDown}>
        {shown.map(([name, label]) => (
          <button
            key={name}
            id={`${id}-${name}`}
            type="button"
            role="tab"
            aria-selected={tab === name}
            aria-controls={`${id}-panel`}
            tabIndex={tab === name ? 0 : -1}
            onClick={() => onTab(name)}
          >
            {label}
          </button>
        ))}
      </div>
      <div class="tab-body" id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${tab}`} key={tab}>
        {children[tab]()}
      </div>
    </>
  );
}
