import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { EventLog } from '../model/event-log.ts';

/** Rows have one height, so that what is visible follows from the scroll position alone. */
export const ROW_HEIGHT = 28;
/** This near to the end counts as "at the end". */
const END_SLACK = ROW_HEIGHT * 1.5;

/** Keeps the end in sight unless the log is paused, and pauses it when somebody scrolls away. */
export function useFollow(
  log: EventLog,
  box: RefObject<HTMLDivElement | null>,
): { readonly scrollTop: number; readonly height: number; onScroll(): void } {
  const [scrollTop, setScrollTop] = useState(0);
  const [height, setHeight] = useState(400);
  const isScrolledAway = useRef(false);

  useEffect(() => {
    const element = box.current as HTMLDivElement;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);

  useLayoutEffect(() => {
    const element = box.current as HTMLDivElement;
    if (log.paused) return;
    isScrolledAway.current = false;
    element.scrollTop = element.scrollHeight;
  });

  const onScroll = (): void => {
    const element = box.current as HTMLDivElement;
    const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < END_SLACK;
    // Only a person scrolls up: what arrives moves the end away, and the effect above follows it.
    if (!isAtEnd && element.scrollTop < scrollTop && !log.paused) {
      isScrolledAway.current = true;
      log.setPaused(true);
    } else if (isAtEnd && isScrolledAway.current) {
      log.setPaused(false);
    }
    setScrollTop(element.scrollTop);
  };
  return { scrollTop, height, onScroll };
}

/** Scrolls as little as shows the row. */
export function reveal(box: HTMLDivElement, index: number): void {
  const top = index * ROW_HEIGHT;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + ROW_HEIGHT > box.scrollTop + box.clientHeight)
    box.scrollTop = top + ROW_HEIGHT - box.clientHeight;
}
