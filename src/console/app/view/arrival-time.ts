import { useEffect, useState } from 'preact/hooks';
import { changeSettings, settings } from '../model/settings.ts';

/** How arrivals are told: by the clock, or as an age. */
export interface ArrivalTime {
  readonly isRelative: boolean;
  text(receivedMs: number): string;
  toggle(): void;
}

const TICK_MS = 1_000;

/** Ages are told anew every second. */
export function useArrivalTime(): ArrivalTime {
  const [isRelative, setRelative] = useState(() => settings().isTimeRelative === true);
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    if (!isRelative) return undefined;
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [isRelative]);
  return {
    isRelative,
    text: (receivedMs) => (isRelative ? ageText(nowMs - receivedMs) : clockText(receivedMs)),
    toggle: () => {
      changeSettings({ isTimeRelative: !isRelative });
      setRelative(!isRelative);
    },
  };
}

/** The time of day in the reader's zone, with milliseconds of its arrival: EventBridge's own time has seconds only. */
export function clockText(timeMs: number): string {
  const time = new Date(timeMs);
  return `${time.toLocaleTimeString('en-GB')}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}

/** The time of day, and the day if it is another than now's. */
export function momentText(timeMs: number, nowMs: number): string {
  const [time, now] = [new Date(timeMs), new Date(nowMs)];
  const isToday = time.toDateString() === now.toDateString();
  return isToday ? time.toLocaleTimeString('en-GB') : time.toLocaleString('en-GB');
}

/** "12 s ago", in the largest unit that is full. */
export function ageText(ageMs: number): string {
  const seconds = Math.floor(ageMs / 1000);
  if (seconds < 1) return 'now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  return `${Math.floor(seconds / 3600)} h ago`;
}
