import type { JsonObject } from '../core/json.ts';
import type { PropertiesOf } from './resource-types.ts';

/** A template whose intrinsics are resolved and whose properties are all known to be implemented. */
export interface StackModel {
  readonly stackName: string;
  /** arn:aws:cloudformation:… */
  readonly stackId: string;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly outputs: readonly StackOutput[];
  /** The resources of one type, in the template's order, with typed properties. */
  ofType<Type extends keyof PropertiesOf>(type: Type): readonly Resource<PropertiesOf[Type]>[];
}

export interface Resource<Properties = JsonObject> {
  readonly logicalId: string;
  /** "AWS::DynamoDB::Table" */
  readonly type: string;
  /** Resolved and checked against the resource type's schema. */
  readonly properties: Properties;
  /** What `Ref` gives. */
  readonly ref: string;
  /** What `Fn::GetAtt` gives, by attribute name. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface StackOutput {
  readonly key: string;
  readonly value: string;
  readonly description?: string;
  readonly exportName?: string;
}
