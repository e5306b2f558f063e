import { withoutSignature } from '../../client/dial.ts';
import type { EventStream } from '../../client/event-stream.ts';
import { stringifyJson } from '../../core/json.ts';
import { paint, say } from '../terminal.ts';

/** What happened besides the events; the person reads it on stderr. */
export class Report {
  events = 0;
  private duplicates = 0;
  private reconnects = -1;
  /** Since when nothing arrives. */
  private lostAtMs: number | undefined;
  private readonly paint = paint(process.stderr);

  constructor(stream: EventStream) {
    const { dim, yellow, red } = this.paint;
    stream.on('event', () => this.events++);
    stream.on('duplicate', () => this.duplicates++);
    stream.on('connected', (url) => {
      this.reconnects++;
      say(dim(`connected to ${withoutSignature(url)}`));
    });
    stream.on('accepted', (pattern) => say(dim(`pattern in force: ${stringifyJson(pattern)}${this.gap()}`)));
    stream.on('rejected', (message) => say(red(message)));
    stream.on('disconnected', (reason, retryInMs) => {
      this.lostAtMs ??= performance.now();
      say(yellow(`disconnected: ${reason}; connecting again in ${seconds(retryInMs)}`));
    });
    stream.on('oversize', (notice) => say(yellow(`too large for a message: ${stringifyJson(notice)}`)));
    stream.on('notice', (message) => say(yellow(`server: ${message}`)));
  }

  private gap(): string {
    if (this.lostAtMs === undefined) return '';
    const gapMs = performance.now() - this.lostAtMs;
    this.lostAtMs = undefined;
    return `; what was published in the ${seconds(gapMs)} before is missing`;
  }

  /** Nothing to sum up if there never was a connection. */
  summary(): void {
    if (this.reconnects < 0) return;
    const parts = [counted(this.events, 'event')];
    if (this.duplicates > 0) parts.push(`${counted(this.duplicates, 'repeat')} dropped`);
    if (this.reconnects > 0) parts.push(counted(this.reconnects, 'reconnect'));
    say(this.paint.dim(parts.join(', ')));
  }
}

function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
