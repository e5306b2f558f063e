import { AwsError } from '../../core/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue, textFrom } from '../../core/json.ts';
import type { Call, ServiceHost } from '../../core/operations.ts';
import { eventsArn } from '../../template/resources/events.ts';
import type { Archive, Archives } from './archives.ts';
import type { BusEvent } from './event.ts';
import { page, textOf, withPrefix } from './paging.ts';
import type { Bus, Registry } from './registry.ts';
import type { Router } from './router.ts';

interface Replay {
  readonly name: string;
  readonly arn: string;
  readonly archiveArn: string;
  readonly description: string | undefined;
  readonly destination: JsonObject;
  readonly fromMs: number;
  readonly toMs: number;
  readonly startedMs: number;
  readonly endedMs: number;
  readonly lastEventMs: number | undefined;
}

/**
 * A replay sends the events that an archive has of a period to the bus's rules again, at once and in their order, with
 * `replay-name` in the envelope.
 * Source: EventBridge user guide, "Archiving and replaying events".
 */
export class Replays {
  private readonly replays = new Map<string, Replay>();
  private readonly archives: Archives;
  private readonly registry: Registry;
  private readonly router: Router;
  private readonly host: ServiceHost;

  constructor(archives: Archives, registry: Registry, router: Router, host: ServiceHost) {
    this.archives = archives;
    this.registry = registry;
    this.router = router;
    this.host = host;
  }

  readonly operations: Readonly<Record<string, (input: JsonObject, call: Call) => JsonObject>> = {
    StartReplay: (input, call) => this.start(input, call),
    DescribeReplay: (input) => describeReplay(this.replay(input)),
    CancelReplay: (input) => {
      const { name } = this.replay(input);
      throw new AwsError(
        'IllegalStatusException',
        `Replay ${name} is not in a valid state for this operation.`,
      );
    },
    ListReplays: (input) => {
      const source = textOf(input, 'EventSourceArn');
      const chosen = withPrefix([...this.replays.values()], input['NamePrefix']).filter(
        ({ archiveArn }) => source === undefined || source === archiveArn,
      );
      return page('Replays', chosen.map(listedReplay), input);
    },
  };

  private start(input: JsonObject, call: Call): JsonObject {
    const { environment } = this.host;
    const name = textFrom(input['ReplayName']);
    if (this.replays.has(name)) {
      throw new AwsError('ResourceAlreadyExistsException', `Replay ${name} already exists.`);
    }
    const [fromMs, toMs] = [timeMs(input['EventStartTime']), timeMs(input['EventEndTime'])];
    if (!(fromMs < toMs)) {
      throw invalid('EventEndTime', 'EventStartTime must be before EventEndTime.');
    }
    const archive = this.sourceOf(textFrom(input['EventSourceArn']));
    const destination = isJsonObject(input['Destination']) ? input['Destination'] : {};
    const bus = this.destinationOf(archive, destination);
    const events = this.archives.eventsOf(archive).filter(({ timeMs: at }) => at >= fromMs && at < toMs);
    const nowMs = environment.clock.now();
    const replay: Replay = {
      name,
      arn: eventsArn(environment, `replay/${name}`),
      archiveArn: archive.arn,
      description: textOf(input, 'Description'),
      destination,
      fromMs,
      toMs,
      startedMs: nowMs,
      endedMs: nowMs,
      lastEventMs: events.at(-1)?.timeMs,
    };
    this.replays.set(name, replay);
    for (const event of events) this.router.publish(replayed(event, name), bus, call, rulesOf(destination));
    return { ReplayArn: replay.arn, State: 'STARTING', ReplayStartTime: nowMs / 1000 };
  }

  private sourceOf(arn: string): Archive {
    const archive = this.archives.byArn(arn);
    if (archive) return archive;
    throw invalid('EventSourceArn', `Archive ${arn.slice(arn.lastIndexOf('/') + 1)} does not exist.`);
  }

  private destinationOf({ busArn }: Archive, { Arn }: JsonObject): Bus {
    const bus = this.registry.bus(typeof Arn === 'string' ? Arn : '');
    if (bus.arn !== busArn) throw invalid('Destination.Arn', 'Cross event bus replay is not permitted.');
    return bus;
  }

  private replay(input: JsonObject): Replay {
    const name = textFrom(input['ReplayName']);
    const replay = this.replays.get(name);
    if (replay) return replay;
    throw new AwsError('ResourceNotFoundException', `Replay ${name} does not exist.`);
  }
}

/** The event as it was, but for the name of the replay. */
function replayed(event: BusEvent, name: string): BusEvent {
  const text = event.text.replace(',"detail":', () => `,"replay-name":${JSON.stringify(name)},"detail":`);
  return { ...event, text, replayed: true };
}

/** The rules that a replay is limited to. */
function rulesOf({ FilterArns }: JsonObject): ReadonlySet<string> | undefined {
  return Array.isArray(FilterArns) && FilterArns.length > 0
    ? new Set(FilterArns.map((each) => textFrom(each)))
    : undefined;
}

function listedReplay(replay: Replay): JsonObject {
  return {
    ReplayName: replay.name,
    EventSourceArn: replay.archiveArn,
    State: 'COMPLETED',
    EventStartTime: replay.fromMs / 1000,
    EventEndTime: replay.toMs / 1000,
    ...(replay.lastEventMs !== undefined && { EventLastReplayedTime: replay.lastEventMs / 1000 }),
    ReplayStartTime: replay.startedMs / 1000,
    ReplayEndTime: replay.endedMs / 1000,
  };
}

function describeReplay(replay: Replay): JsonObject {
  return {
    ...listedReplay(replay),
    ReplayArn: replay.arn,
    Destination: replay.destination,
    ...(replay.description !== undefined && { Description: replay.description }),
  };
}

/** Epoch seconds from the JSON protocols, ISO 8601 from Step Functions. */
function timeMs(time: JsonValue | undefined): number {
  return typeof time === 'string' ? Date.parse(time) : Number(time) * 1000;
}

function invalid(member: string, reason: string): AwsError {
  return new AwsError('ValidationException', `Parameter ${member} is not valid. Reason: ${reason}`);
}
