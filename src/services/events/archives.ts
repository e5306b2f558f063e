import type { Environment } from '../../core/environment.ts';
import { AwsError } from '../../core/errors.ts';
import { isJsonNumber, type JsonObject, stringifyJson, textFrom, utf8Length } from '../../core/json.ts';
import type { ServiceHost } from '../../core/operations.ts';
import { matches, type Pattern, parsePattern } from '../../languages/event-pattern/index.ts';
import type { Resource, StackModel } from '../../template/model.ts';
import { type ArchiveProperties, archiveArn } from '../../template/resources/events.ts';
import type { BusEvent } from './event.ts';
import { page, textOf, withPrefix } from './paging.ts';
import type { Registry } from './registry.ts';
import type { Router } from './router.ts';

export interface Archive {
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

const DAY_MS = 86_400_000;
const BYTES_PER_GB = 1024 ** 3;
/** Of one archive: beyond it the oldest events go. A laptop's memory has an end. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Archives keep the events of a bus that match their pattern, in memory.
 * Source: EventBridge user guide, "Archiving and replaying events".
 */
export class Archives {
  private readonly archives = new Map<string, Archive>();
  private readonly registry: Registry;
  private readonly host: ServiceHost;

  constructor(model: StackModel, registry: Registry, router: Router, host: ServiceHost) {
    this.registry = registry;
    this.host = host;
    for (const resource of model.ofType('AWS::Events::Archive'))
      this.add(ofTemplate(resource, host.environment));
    router.listeners.add((event, busName) => this.keep(event, busName));
  }

  readonly operations: Readonly<Record<string, (input: JsonObject) => JsonObject>> = {
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
  };

  private add(archive: Archive): void {
    this.archives.set(archive.name, archive);
  }

  /** The archives of a bus. */
  of(busArn: string | undefined): readonly Archive[] {
    return [...this.archives.values()].filter((archive) => archive.busArn === busArn);
  }

  private keep(event: BusEvent, busName: string): void {
    // What comes out of an archive does not go into one again.
    if (event.replayed) return;
    for (const archive of this.of(this.registry.buses.get(busName)?.arn)) {
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
    const name = textFrom(input['ArchiveName']);
    if (this.archives.has(name)) {
      throw new AwsError('ResourceAlreadyExistsException', `Archive ${name} already exists.`);
    }
    const archive: Archive = {
      name,
      arn: archiveArn(environment, name),
      busArn: this.registry.bus(textFrom(input['EventSourceArn'])).arn,
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

  byArn(arn: string): Archive | undefined {
    return [...this.archives.values()].find((archive) => archive.arn === arn);
  }

  private archive(input: JsonObject): Archive {
    const name = textFrom(input['ArchiveName']);
    const archive = this.archives.get(name);
    if (archive) return archive;
    throw new AwsError('ResourceNotFoundException', `Archive ${name} does not exist.`);
  }

  /** An archive's events that are not too old for it. */
  eventsOf(archive: Archive): readonly BusEvent[] {
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
