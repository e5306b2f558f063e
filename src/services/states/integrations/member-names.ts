import { isJsonObject, type JsonObject, type JsonValue, setOwn } from '../../../core/json.ts';

/** `StateMachineArn` as tasks write it becomes `stateMachineArn` as the States API has it, at every depth. */
export function decapitalizeMembers(value: JsonValue): JsonValue {
  return mapMembers(value, (name) => name.charAt(0).toLowerCase() + name.slice(1));
}

/** The inverse, for answers. */
export function capitalizeMembers(value: JsonValue): JsonValue {
  return mapMembers(value, (name) => name.charAt(0).toUpperCase() + name.slice(1));
}

/** Members whose own names are data: of states and of variables. Source: the service model's maps. */
const MAPS = /^(variableReferences|assignedVariables)$/i;

function mapMembers(value: JsonValue, rename: (name: string) => string): JsonValue {
  if (Array.isArray(value)) return value.map((item) => mapMembers(item, rename));
  if (!isJsonObject(value)) return value;
  const renamed: JsonObject = {};
  for (const [name, member] of Object.entries(value)) {
    setOwn(renamed, rename(name), MAPS.test(name) ? member : mapMembers(member, rename));
  }
  return renamed;
}
