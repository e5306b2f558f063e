import { isJsonObject, type JsonObject, parseJson, stringifyJson } from '../../../core/json.ts';
import type { Entry } from './local-stack.ts';

/**
 * What puts an event once more: as a new event, with an id and a time of its own.
 * @param bus the bus it was on, if that is known
 * @param indent of the detail, for a person to edit
 */
export function entryOf(event: JsonObject, bus?: string, indent?: number): Entry {
  const { source = '', 'detail-type': detailType = '', detail = {}, resources = [] } = event;
  return {
    ...(bus !== undefined && { EventBusName: bus }),
    Source: String(source),
    DetailType: String(detailType),
    Detail: stringifyJson(detail, indent),
    ...(Array.isArray(resources) && resources.length > 0 && { Resources: resources.map(String) }),
  };
}

/** @throws Error which says where the text is no JSON object */
export function checkDetail(text: string): void {
  if (!isJsonObject(parseJson(text))) throw new Error('The detail must be a JSON object.');
}
