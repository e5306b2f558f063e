import { withoutSignature } from '../../client/dial.ts';
import type { EventStream } from '../../client/event-stream.ts';
import { stringifyJson } from '../../core/json.ts';
import { paint, say } from '../terminal.ts';

/** What happened besides the events; the person reads it on stderr. */
export class Report {
  events = 0;
  private duplicates = 0;
  private reconnects = -1;
  private readonly paint = paint(process.stderr);

  constructor(stream: EventStream) {
    const { dim, yellow, red } = this.paint;
    stream.on('event', () => this.events++);
    stream.on('duplicate', () => this.duplicates++);
    stream.on('connected', (url) => {
      this.reconnects++;
      say(dim(`connected to ${withoutSignature(url)}`));
    });
    stream.on('accepted', (pattern) => say(dim(`pattern in force: ${stringifyJson(pattern)}`)));
    stream.on('rejected', (message) => say(red(message)));
    stream.on('disconnected', (reason, retryInMs) =>
      say(yellow(`disconnected: ${reason}; connecting again in ${(retryInMs / 1000).toFixed(1)} s`)),
    );
    stream.on('oversize', (notice) => say(yellow(`too large for a message: ${stringifyJson(notice)}`)));
    stream.on('notice', (message) => say(yellow(`server: ${message}`)));
  }

  summary(): void {
    const parts = [counted(this.events, 'event')];
    if (this.duplicates > 0) parts.push(`${counted(this.duplicates, 'repeat')} dropped`);
    if (this.reconnects > 0) parts.push(counted(this.reconnects, 'reconnect'));
    say(this.paint.dim(parts.join(', ')));
  }
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
