import type { JSX, RefObject, TargetedKeyboardEvent, TargetedPointerEvent } from 'preact';
import { useState } from 'preact/hooks';
import { changeSettings, settings } from '../model/settings.ts';

interface SplitterProps {
  /** What it divides; gets the custom property `--split`. */
  readonly pane: RefObject<HTMLElement | null>;
}

const BOUNDS = { least: 20, most: 80 };
const STEP = 2;
/** Where the style sheet puts it until somebody moves it. */
const START = 45;

/** The border between list and detail, which a person moves by pointer or arrow keys, and the browser remembers. */
export function Splitter({ pane }: SplitterProps): JSX.Element {
  const [split, setSplit] = useState(() => settings().split);
  const move = (percent: number): void => {
    const bounded = Math.min(BOUNDS.most, Math.max(BOUNDS.least, percent));
    pane.current?.style.setProperty('--split', `${bounded}%`);
    setSplit(bounded);
    changeSettings({ split: bounded });
  };
  const onPointerMove = (event: TargetedPointerEvent<HTMLElement>): void => {
    const box = pane.current?.getBoundingClientRect();
    if (!box || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    move(((event.clientX - box.left) / box.width) * 100);
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLElement>): void => {
    const step = event.key === 'ArrowLeft' ? -STEP : event.key === 'ArrowRight' ? STEP : 0;
    if (step === 0) return;
    event.preventDefault();
    move((split ?? START) + step);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that can be moved is a widget, which <hr> is not
    <div
      class="splitter"
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the list"
      aria-valuenow={Math.round(split ?? START)}
      aria-valuemin={BOUNDS.least}
      aria-valuemax={BOUNDS.most}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
    />
  );
}
