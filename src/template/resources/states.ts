import * as v from 'valibot';
import { isJsonObject, type JsonObject } from '../../core/json.ts';
import { cfnBoolean, type ResourceTypes, withoutEffect } from '../resource-type.ts';

export interface StateMachineProperties {
  readonly StateMachineName?: string | undefined;
  readonly StateMachineType?: 'STANDARD' | 'EXPRESS' | undefined;
  readonly RoleArn: string;
  readonly DefinitionString?: string | undefined;
  readonly Definition?: JsonObject | undefined;
  /** Values for `${name}` in the definition. */
  readonly DefinitionSubstitutions?: Readonly<Record<string, string | number | boolean>> | undefined;
  readonly LoggingConfiguration?:
    | {
        readonly Level?: 'ALL' | 'ERROR' | 'FATAL' | 'OFF' | undefined;
        readonly IncludeExecutionData?: boolean | undefined;
        readonly Destinations?: readonly LogDestination[] | undefined;
      }
    | undefined;
  readonly TracingConfiguration?: { readonly Enabled?: boolean | undefined } | undefined;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[] | undefined;
}

interface LogDestination {
  readonly CloudWatchLogsLogGroup?: { readonly LogGroupArn?: string | undefined } | undefined;
}

export interface StatesProperties {
  'AWS::StepFunctions::StateMachine': StateMachineProperties;
}

const logging = v.strictObject({
  Level: v.optional(v.picklist(['ALL', 'ERROR', 'FATAL', 'OFF'])),
  IncludeExecutionData: v.optional(cfnBoolean),
  Destinations: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          CloudWatchLogsLogGroup: v.optional(v.strictObject({ LogGroupArn: v.optional(v.string()) })),
        }),
      ),
      v.maxLength(1, 'Must specify exactly one Log Destination.'),
    ),
  ),
});

const stateMachine = v.pipe(
  v.strictObject({
    StateMachineName: v.optional(
      v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,80}$/, 'a name has 1 to 80 of A-Z a-z 0-9 - _')),
    ),
    StateMachineType: v.optional(v.picklist(['STANDARD', 'EXPRESS'])),
    RoleArn: v.string(),
    DefinitionString: v.optional(v.string()),
    Definition: v.optional(v.custom<JsonObject>(isJsonObject, 'must be an object')),
    DefinitionSubstitutions: v.optional(v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]))),
    LoggingConfiguration: v.optional(logging),
    TracingConfiguration: v.optional(v.strictObject({ Enabled: v.optional(cfnBoolean) })),
    Tags: v.optional(v.array(v.strictObject({ Key: v.string(), Value: v.string() }))),
    EncryptionConfiguration: withoutEffect('executions live in the memory of one process'),
  }),
  v.check(
    ({ Definition, DefinitionString }) => (Definition === undefined) !== (DefinitionString === undefined),
    'needs either a DefinitionString or a Definition',
  ),
);

/** Machines are known to the States service by their ARN alone; Ref gives it. */
export const statesTypes: ResourceTypes<StatesProperties> = {
  'AWS::StepFunctions::StateMachine': {
    properties: stateMachine,
    ref: ({ StateMachineName }, { environment, generatedName }) => {
      const { partition, region, accountId } = environment;
      return `arn:${partition}:states:${region}:${accountId}:stateMachine:${StateMachineName ?? generatedName(80)}`;
    },
    attributes: (_properties, { stableId }, ref) => ({
      Arn: ref,
      Name: ref.slice(ref.lastIndexOf(':') + 1),
      StateMachineRevisionId: stableId(8),
    }),
  },
};
