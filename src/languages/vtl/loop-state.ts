import { HostObject, type Value } from './values.ts';

/** The methods of `$foreach`, besides the properties of the same meaning. */
export const LOOP_METHODS: readonly string[] = [
  'hasNext',
  ...['HasNext', 'Index', 'Count', 'First', 'Last', 'Parent', 'Topmost'].flatMap((name) => [
    `get${name}`,
    `is${name}`,
  ]),
];

/** `$foreach` in the round `index` of a loop over `length` items. */
export function loopState(index: number, length: number, parent: Value | undefined): HostObject {
  const outer = parent instanceof HostObject ? parent : null;
  const properties: Record<string, () => Value> = {
    index: () => BigInt(index),
    count: () => BigInt(index + 1),
    hasNext: () => index < length - 1,
    first: () => index === 0,
    last: () => index === length - 1,
    parent: () => outer,
    topmost: () => outer?.properties['topmost']?.() ?? state,
  };
  const methods = Object.fromEntries(
    LOOP_METHODS.map((method) => [method, properties[propertyNameOf(method)] as () => Value]),
  );
  const state: HostObject = new HostObject('foreach', methods, properties);
  return state;
}

function propertyNameOf(method: string): string {
  const name = method.replace(/^(?:get|is)/, '');
  return name.charAt(0).toLowerCase() + name.slice(1);
}
