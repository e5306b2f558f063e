import * as v from 'valibot';
import type { JsonObject } from '../../core/json.ts';
import { type NamingContext, noEffect, type ResourceType, type ResourceTypes } from '../resource-type.ts';

/** Resources that a stack may hold and that change nothing about how it behaves on a laptop. */
export interface InertProperties {
  'AWS::CDK::Metadata': JsonObject;
  'AWS::CloudWatch::Alarm': JsonObject;
  'AWS::CloudWatch::Dashboard': JsonObject;
  'AWS::KMS::Alias': JsonObject;
  'AWS::KMS::Key': JsonObject;
  'AWS::Logs::MetricFilter': JsonObject;
}

type Attributes = (properties: JsonObject, naming: NamingContext, ref: string) => Record<string, string>;

const anything = v.record(v.string(), v.unknown()) as unknown as v.GenericSchema<unknown, JsonObject>;

/** Its properties are not looked at: `reason` is why they cannot matter here. */
function inert(
  reason: string,
  nameProperty?: string,
  attributes: Attributes = () => ({}),
): ResourceType<JsonObject> {
  return {
    properties: v.pipe(anything, noEffect(reason)),
    ref: (properties, naming) => {
      const name = nameProperty === undefined ? undefined : properties[nameProperty];
      return typeof name === 'string' ? name : naming.generatedName();
    },
    attributes,
  };
}

const arn = (service: string, { environment }: NamingContext, resource: string): string =>
  `arn:${environment.partition}:${service}:${environment.region}:${environment.accountId}:${resource}`;

export const inertTypes: ResourceTypes<InertProperties> = {
  'AWS::CDK::Metadata': inert('counts CDK constructs for AWS'),
  'AWS::CloudWatch::Alarm': inert('nothing publishes metrics', 'AlarmName', (_properties, naming, ref) => ({
    Arn: arn('cloudwatch', naming, `alarm:${ref}`),
  })),
  'AWS::CloudWatch::Dashboard': inert('nothing publishes metrics', 'DashboardName'),
  'AWS::KMS::Alias': inert('nothing is encrypted at rest', 'AliasName'),
  'AWS::KMS::Key': {
    ...inert('nothing is encrypted at rest'),
    ref: (_properties, { stableId }) => stableId(32),
    attributes: (_properties, naming, ref) => ({ Arn: arn('kms', naming, `key/${ref}`), KeyId: ref }),
  },
  'AWS::Logs::MetricFilter': inert('nothing publishes metrics', 'FilterName'),
};
