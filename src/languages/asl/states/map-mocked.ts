import type { JsonValue } from '../../../core/json.ts';
import type { Frame, StateMock } from '../frame.ts';
import { thresholdExceeded } from './map-distributed.ts';
import type { MapFields } from './map-fields.ts';

/**
 * A Map as TestState runs it: its fields are evaluated and shown, its iterations are not run. Source: API reference,
 * TestState, InspectionData; which fields are shown without being set is not documented: here none is.
 */
export function mockedMap(mock: StateMock, fields: MapFields, frame: Frame, input: JsonValue): JsonValue[] {
  const items = mock.readItems ?? fields.items(frame, input);
  fields.inspect(frame, input, items);
  if (mock.failedIterations > fields.toleratedFailures(frame, input, items.length)) throw thresholdExceeded();
  const results = mock.result() as JsonValue[];
  frame.inspect?.('result', results);
  return results;
}
