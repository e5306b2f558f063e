import * as v from 'valibot';
import { isJsonObject, type JsonObject } from '../../core/json.ts';
import { cfnBoolean, cfnNumber, noEffect, type ResourceTypes, withoutEffect } from '../resource-type.ts';

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
  readonly EncryptionConfiguration?: EncryptionConfiguration | undefined;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[] | undefined;
}

interface EncryptionConfiguration {
  readonly Type: 'CUSTOMER_MANAGED_KMS_KEY' | 'AWS_OWNED_KEY';
  readonly KmsKeyId?: string | undefined;
  readonly KmsDataKeyReusePeriodSeconds?: number | undefined;
}

interface LogDestination {
  readonly CloudWatchLogsLogGroup?: { readonly LogGroupArn?: string | undefined } | undefined;
}

export interface StateMachineVersionProperties {
  readonly StateMachineArn: string;
  readonly StateMachineRevisionId?: string | undefined;
  readonly Description?: string | undefined;
}

export interface StateMachineAliasProperties {
  readonly Name?: string | undefined;
  readonly Description?: string | undefined;
  readonly RoutingConfiguration?:
    | readonly { readonly StateMachineVersionArn: string; readonly Weight: number }[]
    | undefined;
  readonly DeploymentPreference?: { readonly StateMachineVersionArn: string } | undefined;
}

export interface StatesProperties {
  'AWS::StepFunctions::StateMachine': StateMachineProperties;
  'AWS::StepFunctions::StateMachineAlias': StateMachineAliasProperties;
  'AWS::StepFunctions::StateMachineVersion': StateMachineVersionProperties;
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

/** Source: API reference, EncryptionConfiguration. */
const encryption = v.pipe(
  v.strictObject({
    Type: v.picklist(['CUSTOMER_MANAGED_KMS_KEY', 'AWS_OWNED_KEY']),
    KmsKeyId: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(2048))),
    KmsDataKeyReusePeriodSeconds: v.optional(v.pipe(cfnNumber, v.integer(), v.minValue(60), v.maxValue(900))),
  }),
  v.check(
    ({ Type, KmsKeyId }) => (Type === 'CUSTOMER_MANAGED_KMS_KEY') === (KmsKeyId !== undefined),
    'needs a KmsKeyId with the type CUSTOMER_MANAGED_KMS_KEY, and only with it',
  ),
  noEffect('executions live in the memory of one process'),
);

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
    EncryptionConfiguration: v.optional(encryption),
  }),
  v.check(
    ({ Definition, DefinitionString }) => (Definition === undefined) !== (DefinitionString === undefined),
    'needs either a DefinitionString or a Definition',
  ),
);

/** What GetAtt says of a machine that was never updated. Source: publicly reported, from a deployed stack. */
const FIRST_REVISION = 'INITIAL';

const version = v.strictObject({
  StateMachineArn: v.string(),
  StateMachineRevisionId: v.optional(
    v.literal(FIRST_REVISION, `a machine that is deployed anew has the revision ${FIRST_REVISION}`),
  ),
  Description: v.optional(v.pipe(v.string(), v.maxLength(256))),
});

const versionArn = v.pipe(
  v.string(),
  v.regex(/:stateMachine:[^:]+:\d+$/, 'must be the ARN of a state machine version'),
);
const whenUpdated = 'traffic shifts only when a deployed stack is updated';

const alias = v.pipe(
  v.strictObject({
    Name: v.optional(
      v.pipe(
        v.string(),
        v.maxLength(80),
        v.regex(/^(?=.*[a-zA-Z_\-.])[a-zA-Z0-9_\-.]+$/, 'is no alias name'),
      ),
    ),
    Description: v.optional(v.pipe(v.string(), v.maxLength(256))),
    RoutingConfiguration: v.optional(
      v.pipe(
        v.array(v.strictObject({ StateMachineVersionArn: versionArn, Weight: cfnNumber })),
        v.minLength(1),
        v.maxLength(2),
      ),
    ),
    DeploymentPreference: v.optional(
      v.strictObject({
        StateMachineVersionArn: versionArn,
        Type: v.pipe(v.picklist(['LINEAR', 'ALL_AT_ONCE', 'CANARY']), noEffect(whenUpdated)),
        Percentage: withoutEffect(whenUpdated),
        Interval: withoutEffect(whenUpdated),
        Alarms: withoutEffect(whenUpdated),
      }),
    ),
  }),
  v.check(
    ({ RoutingConfiguration, DeploymentPreference }) =>
      (RoutingConfiguration === undefined) !== (DeploymentPreference === undefined),
    'needs either a RoutingConfiguration or a DeploymentPreference',
  ),
);

/** The machine whose versions an alias leads to. */
function aliasedMachine({ RoutingConfiguration, DeploymentPreference }: StateMachineAliasProperties): string {
  const arn =
    RoutingConfiguration?.[0]?.StateMachineVersionArn ?? DeploymentPreference?.StateMachineVersionArn;
  return arn?.slice(0, arn.lastIndexOf(':')) ?? '';
}

/** Machines are known to the States service by their ARN alone; Ref gives it. */
export const statesTypes: ResourceTypes<StatesProperties> = {
  'AWS::StepFunctions::StateMachine': {
    properties: stateMachine,
    ref: ({ StateMachineName }, { environment, generatedName }) => {
      const { partition, region, accountId } = environment;
      return `arn:${partition}:states:${region}:${accountId}:stateMachine:${StateMachineName ?? generatedName(80)}`;
    },
    attributes: (_properties, _naming, ref) => ({
      Arn: ref,
      Name: ref.slice(ref.lastIndexOf(':') + 1),
      StateMachineRevisionId: FIRST_REVISION,
    }),
  },
  'AWS::StepFunctions::StateMachineAlias': {
    properties: alias,
    ref: (properties, { generatedName }) =>
      `${aliasedMachine(properties)}:${properties.Name ?? generatedName(80)}`,
    attributes: (_properties, _naming, ref) => ({ Arn: ref }),
  },
  /** The machines of a stack that is made anew have one revision, so a version is number 1. */
  'AWS::StepFunctions::StateMachineVersion': {
    properties: version,
    ref: ({ StateMachineArn }) => `${StateMachineArn}:1`,
    attributes: (_properties, _naming, ref) => ({ Arn: ref }),
  },
};
