import type { Environment } from '../../core/environment.ts';
import { AwsError } from '../../core/errors.ts';
import {
  isJsonNumber,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  stringifyJson,
  utf8Length,
} from '../../core/json.ts';
import type { Call, ServiceHost } from '../../core/operations.ts';
import { matches, type Pattern, parsePattern } from '../../languages/event-pattern/index.ts';
import type { Resource, StackModel } from '../../template/model.ts';
import { type ArchiveProperties, archiveArn, eventsArn } from '../../template/resources/events.ts';
import type { BusEvent } from './event.ts';
import { page, textOf, withPrefix } from './paging.ts';
import type { Bus, Registry } from './registry.ts';
import type { Router } from './router.ts';

interface Archive {
  readonly name: string;
  readonly arn: string;
  readonly busArn: string;
  readonly createdMs: number;
  description?: string;
  pattern?: Pattern;
  /** 0 keeps events without end. */
  retentionDays: number;
  events: BusEvent[];
  /** Of the events' texts. */
  bytes: number;
}

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

const DAY_MS = 86_400_000;
const BYTES_PER_GB = 1024 ** 3;
/** Of one archive: beyond it the oldest events go. A laptop's memory has an end. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Archives keep the events of a bus that match their pattern, in memory; a replay sends those of a period to the bus's
 * rules again, at once and in their order, with `replay-name` in the envelope.
 * Source: EventBridge user guide, "Archiving and replaying events".
 */
export class Archives {
  private readonly archives = new Map<string, Archive>();
  private readonly replays = new Map<string, Replay>();
  private readonly registry: Registry;
  private readonly router: Router;
  private readonly host: ServiceHost;

  constructor(model: StackModel, registry: Registry, router: Router, host: ServiceHost) {
    this.registry = registry;
    this.router = router;
    this.host = host;
    for (const resource of model.ofType('AWS::Events::Archive'))
      this.add(ofTemplate(resource, host.environment));
    router.listeners.add((event, busName) => this.keep(event, busName));
  }

  readonly operations: Readonly<Record<string, (input: JsonObject, call: Call) => JsonObject>> = {
    CreateArchive: (input) => this.create(input),
    UpdateArchive: (input) => this.update(this.archive(input), input),
    DescribeArchive: (input) => this.describe(this.archive(input)),
    DeleteArchive: (input) => {
      this.archives.delete(this.archive(input).name);
      return {};
    },
    ListArchives: (input) => {
      const source = textOf(input, 'EventSourceArn');
      const chosen = withPrefix([...this.archives.values()], input['NamePrefix']).filter(
        ({ busArn }) => source === undefined || source === busArn,
      );
      return page(
        'Archives',
        chosen.map((archive) => this.listed(archive)),
        input,
      );
    },
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
        ({ archiveArn: arn }) => source === undefined || source === arn,
      );
      return page('Replays', chosen.map(listedReplay), input);
    },
  };

  private add(archive: Archive): void {
    this.archives.set(archive.name, archive);
  }

  private keep(event: BusEvent, busName: string): void {
    const busArn = this.registry.buses.get(busName)?.arn;
    for (const archive of this.archives.values()) {
      // What comes out of an archive does not go into one again.
      if (archive.busArn !== busArn || event.replayed) continue;
      if (archive.pattern && !matches(archive.pattern, event.text)) continue;
      const bytes = utf8Length(event.text);
      archive.events.push(event);
      archive.bytes += bytes;
      while (archive.bytes > MAX_BYTES) forgetOldest(archive);
      this.host.meter.count('events.archived.gb', bytes / BYTES_PER_GB);
    }
  }

  private create(input: JsonObject): JsonObject {
    const { environment } = this.host;
    const name = String(input['ArchiveName']);
    if (this.archives.has(name)) {
      throw new AwsError('ResourceAlreadyExistsException', `Archive ${name} already exists.`);
    }
    const archive: Archive = {
      name,
      arn: archiveArn(environment, name),
      busArn: this.registry.bus(String(input['EventSourceArn'])).arn,
      createdMs: environment.clock.now(),
      retentionDays: 0,
      events: [],
      bytes: 0,
    };
    const answer = this.update(archive, input);
    this.add(archive);
    return answer;
  }

  private update(archive: Archive, input: JsonObject): JsonObject {
    const [description, pattern] = [textOf(input, 'Description'), textOf(input, 'EventPattern')];
    if (pattern !== undefined) archive.pattern = parsePattern(pattern);
    if (description !== undefined) archive.description = description;
    if (isJsonNumber(input['RetentionDays'])) archive.retentionDays = Number(input['RetentionDays']);
    return { ArchiveArn: archive.arn, State: 'ENABLED', CreationTime: archive.createdMs / 1000 };
  }

  private archive(input: JsonObject): Archive {
    const name = String(input['ArchiveName']);
    const archive = this.archives.get(name);
    if (archive) return archive;
    throw new AwsError('ResourceNotFoundException', `Archive ${name} does not exist.`);
  }

  /** An archive's events that are not too old for it. */
  private eventsOf(archive: Archive): readonly BusEvent[] {
    const { retentionDays } = archive;
    const oldestMs = this.host.environment.clock.now() - retentionDays * DAY_MS;
    if (retentionDays > 0) {
      while ((archive.events[0]?.receivedMs ?? oldestMs) < oldestMs) forgetOldest(archive);
    }
    return archive.events;
  }

  private listed(archive: Archive): JsonObject {
    const events = this.eventsOf(archive);
    return {
      ArchiveName: archive.name,
      EventSourceArn: archive.busArn,
      State: 'ENABLED',
      RetentionDays: archive.retentionDays,
      SizeBytes: archive.bytes,
      EventCount: events.length,
      CreationTime: archive.createdMs / 1000,
    };
  }

  private describe(archive: Archive): JsonObject {
    return {
      ...this.listed(archive),
      ArchiveArn: archive.arn,
      ...(archive.description !== undefined && { Description: archive.description }),
      ...(archive.pattern && { EventPattern: archive.pattern.text }),
    };
  }

  private start(input: JsonObject, call: Call): JsonObject {
    const { environment } = this.host;
    const name = String(input['ReplayName']);
    if (this.replays.has(name)) {
      throw new AwsError('ResourceAlreadyExistsException', `Replay ${name} already exists.`);
    }
    const [fromMs, toMs] = [timeMs(input['EventStartTime']), timeMs(input['EventEndTime'])];
    if (!(fromMs < toMs)) {
      throw invalid('EventEndTime', 'EventStartTime must be before EventEndTime.');
    }
    const archive = this.sourceOf(String(input['EventSourceArn']));
    const destination = isJsonObject(input['Destination']) ? input['Destination'] : {};
    const bus = this.destinationOf(archive, destination);
    const events = this.eventsOf(archive).filter(({ timeMs: at }) => at >= fromMs && at < toMs);
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
    const archive = [...this.archives.values()].find((candidate) => candidate.arn === arn);
    if (archive) return archive;
    throw invalid('EventSourceArn', `Archive ${arn.slice(arn.lastIndexOf('/') + 1)} does not exist.`);
  }

  private destinationOf({ busArn }: Archive, { Arn }: JsonObject): Bus {
    const bus = this.registry.bus(typeof Arn === 'string' ? Arn : '');
    if (bus.arn !== busArn) throw invalid('Destination.Arn', 'Cross event bus replay is not permitted.');
    return bus;
  }

  private replay(input: JsonObject): Replay {
    const name = String(input['ReplayName']);
    const replay = this.replays.get(name);
    if (replay) return replay;
    throw new AwsError('ResourceNotFoundException', `Replay ${name} does not exist.`);
  }
}

function forgetOldest(archive: Archive): void {
  archive.bytes -= utf8Length(archive.events.shift()?.text ?? '');
}

function ofTemplate({ ref, properties }: Resource<ArchiveProperties>, environment: Environment): Archive {
  const { SourceArn, EventPattern, Description, RetentionDays } = properties;
  return {
    name: ref,
    arn: archiveArn(environment, ref),
    busArn: SourceArn,
    createdMs: environment.clock.now(),
    retentionDays: RetentionDays ?? 0,
    events: [],
    bytes: 0,
    ...(Description !== undefined && { description: Description }),
    ...(EventPattern && { pattern: parsePattern(stringifyJson(EventPattern)) }),
  };
}

/** The event as it was, but for the name of the replay. */
function replayed(event: BusEvent, name: string): BusEvent {
  const text = event.text.replace(',"detail":', () => `,"replay-name":${JSON.stringify(name)},"detail":`);
  return { ...event, text, replayed: true };
}

/** The rules that a replay is limited to. */
function rulesOf({ FilterArns }: JsonObject): ReadonlySet<string> | undefined {
  return Array.isArray(FilterArns) && FilterArns.length > 0 ? new Set(FilterArns.map(String)) : undefined;
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
