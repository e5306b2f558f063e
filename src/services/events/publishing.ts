import { AwsError } from '../../core/errors.ts';
import { type JsonObject, type JsonValue, textFrom, utf8Length } from '../../core/json.ts';
import { billedTo } from '../../core/meter.ts';
import type { Call, Operation, Permission, ServiceHost } from '../../core/operations.ts';
import { EventPatternError, testEventPattern } from '../../languages/event-pattern/index.ts';
import { busArn } from '../../template/resources/events.ts';
import { constraint } from './constraints.ts';
import { entryBytes } from './event.ts';
import { acceptEntry, billedUnits, busNameOfEntry, entriesOf, MALFORMED_DETAIL } from './put-events.ts';
import type { Registry } from './registry.ts';
import type { Router } from './router.ts';
import { isOwnSource, SERVICE_SOURCE } from './service-events.ts';
import type { ForwardedEvents } from './targets.ts';

/** PutEvents: the one operation of the data plane. */
export function putEventsOperation(
  host: ServiceHost,
  registry: Registry,
  router: Router,
  forwarded: ForwardedEvents,
): Operation {
  // Whether an entry may have a source of AWS is no matter of policies.
  const permissions = (input: JsonObject): Permission[] =>
    entriesOf(input)
      .filter(({ Source }) => !textFrom(Source).startsWith(SERVICE_SOURCE))
      .map((entry) => ({
        action: 'events:PutEvents',
        resource: busArn(host.environment, busNameOfEntry(entry)),
        context: contextOf(entry),
      }));

  const putEntry = (entry: JsonObject, call: Call): JsonObject => {
    const accepted = acceptEntry(entry, host.environment, call.caller);
    if ('ErrorCode' in accepted) return { ...accepted };
    const bus = registry.buses.get(busNameOfEntry(entry));
    try {
      // Recorded from AWS: an event for a bus that does not exist gets an id like any other, and is lost.
      if (bus) router.publish(accepted, bus, call);
    } catch (error) {
      // JSON that the matcher cannot read is nested deeper than EventBridge's own reader goes.
      if (error instanceof EventPatternError) return { ...MALFORMED_DETAIL };
      throw error;
    }
    if (!isOwnSource(call.caller, accepted.source)) {
      billedTo(call.span, host.meter).count('events.published', billedUnits(entryBytes(entry)));
    }
    return { EventId: accepted.id };
  };

  const forward = (input: JsonObject, call: Call): JsonObject | undefined => {
    const event = forwarded.get(input);
    if (!event) return undefined;
    const [entry] = input['Entries'] as JsonObject[];
    billedTo(call.span, host.meter).count('events.published', billedUnits(utf8Length(event.text)));
    router.publish(event, registry.bus(busNameOfEntry(entry as JsonObject)), call);
    return { FailedEntryCount: 0, Entries: [{ EventId: event.id }] };
  };

  return {
    name: 'events:PutEvents',
    permissions,
    invoke: async (input, call) => {
      const done = forward(input, call);
      if (done) return done;
      const Entries = entriesOf(input).map((entry) => putEntry(entry, call));
      return { FailedEntryCount: Entries.filter((entry) => 'ErrorCode' in entry).length, Entries };
    },
  };
}

/** Condition keys of PutEvents (service authorization reference of EventBridge). */
function contextOf(entry: JsonObject): Record<string, string> {
  const context: Record<string, string> = {};
  if (typeof entry['Source'] === 'string') context['events:source'] = entry['Source'];
  if (typeof entry['DetailType'] === 'string') context['events:detail-type'] = entry['DetailType'];
  return context;
}

const LONGEST_PATTERN = 4096;

/** TestEventPattern, with the checks that EventBridge makes before it looks at the pattern. */
export function testEventPatternOperation(host: ServiceHost): Operation {
  return {
    name: 'events:TestEventPattern',
    permissions: () => [{ action: 'events:TestEventPattern', resource: '*' }],
    invoke: async (input, { span }) => {
      billedTo(span, host.meter).count('events.controlPlaneCalls', 1);
      const pattern = required(input['EventPattern'], 'eventPattern');
      const event = required(input['Event'], 'event');
      if (pattern.length > LONGEST_PATTERN) {
        throw constraint(
          `'${pattern}'`,
          'eventPattern',
          `Member must have length less than or equal to ${LONGEST_PATTERN}`,
        );
      }
      return { Result: testEventPattern(pattern, event) };
    },
  };
}

function required(value: JsonValue | undefined, member: string): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) throw constraint('null', member, 'Member must not be null');
  throw new AwsError('SerializationException', `${member} must be a string.`);
}
