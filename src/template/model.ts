import type { JsonObject } from '../core/json.ts';
import type { PropertiesOf } from './resource-types.ts';

/** A template whose intrinsics are resolved and whose properties are all known to be implemented. */
export interface StackModel {
  /** The stack's name. */
  readonly stackName: string;
  /** arn:aws:cloudformation:… */
  readonly stackId: string;
  /** By logical id, in the template's order. */
  readonly resources: ReadonlyMap<string, Resource>;
  /** In the template's order. */
  readonly outputs: readonly StackOutput[];
  /** The resources of one type, in the template's order, with typed properties. */
  ofType<Type extends keyof PropertiesOf>(type: Type): readonly Resource<PropertiesOf[Type]>[];
}

/** A resource of a template, resolved. */
export interface Resource<Properties = JsonObject> {
  /** Its name in the template. */
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

/** An output of a template, resolved. */
export interface StackOutput {
  /** Its logical id. */
  readonly key: string;
  /** What it says, as it would be on AWS. */
  readonly value: string;
  /** What the template says about it. */
  readonly description?: string;
  /** The name under which other stacks import it. */
  readonly exportName?: string;
}
