import * as v from 'valibot';
import type { Environment } from '../core/environment.ts';

/** What a physical name may be made from. */
export interface NamingContext {
  readonly logicalId: string;
  readonly stackName: string;
  readonly environment: Environment;
  /**
   * A physical id as CloudFormation would generate one, but the same at every start: lower-case letters and
   * digits derived from stack name and logical id.
   */
  stableId(length: number): string;
  /** "Stack-LogicalId-1A2B3C4D5E6F", CloudFormation's shape of a generated name, at most 64 characters unless told. */
  generatedName(maxLength?: number): string;
}

/** How the runtime understands one CloudFormation resource type, whose checked properties are `Properties`. */
export interface ResourceType<Properties> {
  /** A strict schema: a property that is not in it fails the load with its logical id and path. */
  readonly properties: v.GenericSchema<unknown, Properties>;
  /** The value of `Ref`. */
  ref(properties: Properties, naming: NamingContext): string;
  /** The values of `Fn::GetAtt`, by attribute name. */
  attributes(properties: Properties, naming: NamingContext, ref: string): Readonly<Record<string, string>>;
}

/** The resource types of one service: type name to its properties. */
export type ResourceTypes<PropertiesByType> = {
  readonly [Type in keyof PropertiesByType]: ResourceType<PropertiesByType[Type]>;
};

const NO_EFFECT = 'no effect on a laptop: ';

/** Marks what is accepted and changes nothing here. docs/templates-support.md is made from the marks. */
export function noEffect<Value>(reason: string): v.DescriptionAction<Value, string> {
  return v.description(`${NO_EFFECT}${reason}`);
}

/** A property that is accepted, and for a stated reason changes nothing here (encryption at rest, tags). */
export function withoutEffect(reason: string): v.GenericSchema<unknown, unknown> {
  return v.pipe(v.optional(v.unknown()), noEffect(reason));
}

/** Why what a schema describes has no effect, if it has none. */
export function noEffectReason(schema: v.GenericSchema): string | undefined {
  const description = v.getDescription(schema);
  return description?.startsWith(NO_EFFECT) ? description.slice(NO_EFFECT.length) : undefined;
}

/** CloudFormation accepts "5" where it wants 5, and "true" where it wants true. */
export const cfnNumber: v.GenericSchema<number | string, number> = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.decimal())]),
  v.transform(Number),
);
export const cfnBoolean: v.GenericSchema<boolean | string, boolean> = v.pipe(
  v.union([v.boolean(), v.picklist(['true', 'false'])]),
  v.transform((value) => value === true || value === 'true'),
);
