import * as v from 'valibot';
import type { JsonObject } from '../../core/json.ts';
import { AWS_MANAGED_NAMES, awsManagedPolicy, isAwsManaged } from '../aws-managed-policies.ts';
import { policyDocument } from '../policy-document.ts';
import { type ResourceTypes, withoutEffect } from '../resource-type.ts';

export interface InlinePolicy {
  readonly PolicyName: string;
  readonly PolicyDocument: JsonObject;
}

export interface RoleProperties {
  readonly AssumeRolePolicyDocument: JsonObject;
  readonly Policies?: readonly InlinePolicy[] | undefined;
  readonly ManagedPolicyArns?: readonly string[] | undefined;
  readonly PermissionsBoundary?: string | undefined;
  readonly RoleName?: string | undefined;
  readonly Path?: string | undefined;
}

export interface PolicyProperties extends InlinePolicy {
  readonly Roles?: readonly string[] | undefined;
}

export interface ManagedPolicyProperties {
  readonly PolicyDocument: JsonObject;
  readonly Roles?: readonly string[] | undefined;
  readonly ManagedPolicyName?: string | undefined;
  readonly Path?: string | undefined;
}

export interface IamProperties {
  'AWS::IAM::Role': RoleProperties;
  'AWS::IAM::Policy': PolicyProperties;
  'AWS::IAM::ManagedPolicy': ManagedPolicyProperties;
}

const inlinePolicy = v.strictObject({ PolicyName: v.string(), PolicyDocument: policyDocument('identity') });
/** One of the template's own, which is looked for when all roles are known, or one of AWS's that is known here. */
const managedPolicyArn = v.pipe(
  v.string(),
  v.check(
    (arn) => !isAwsManaged(arn) || awsManagedPolicy(arn) !== undefined,
    ({ input }) =>
      `${input} is a policy of AWS whose contents lambdaless does not know (it knows ${AWS_MANAGED_NAMES.join(', ')}); write its statements into the template`,
  ),
);
const path = v.pipe(v.string(), v.regex(/^\/([!-~]+\/)?$/, 'a path begins and ends with a slash'));

export const iamTypes: ResourceTypes<IamProperties> = {
  'AWS::IAM::Role': {
    properties: v.strictObject({
      AssumeRolePolicyDocument: policyDocument('trust'),
      Policies: v.optional(v.array(inlinePolicy)),
      ManagedPolicyArns: v.optional(v.array(managedPolicyArn)),
      PermissionsBoundary: v.optional(managedPolicyArn),
      RoleName: v.optional(v.string()),
      Path: v.optional(path),
      Description: withoutEffect('a text for people'),
      MaxSessionDuration: withoutEffect('services assume roles for one call'),
      Tags: withoutEffect('no policy condition reads them here'),
    }),
    ref: (properties, naming) => properties.RoleName ?? naming.generatedName(),
    attributes: (properties, { environment, stableId }, ref) => ({
      Arn: `arn:${environment.partition}:iam::${environment.accountId}:role${properties.Path ?? '/'}${ref}`,
      RoleId: `AROA${stableId(17).toUpperCase()}`,
    }),
  },
  'AWS::IAM::Policy': {
    properties: v.strictObject({
      PolicyName: v.string(),
      PolicyDocument: policyDocument('identity'),
      Roles: v.optional(v.array(v.string())),
    }),
    ref: (properties) => properties.PolicyName,
    attributes: (_properties, _naming, ref) => ({ Id: ref }),
  },
  'AWS::IAM::ManagedPolicy': {
    properties: v.strictObject({
      PolicyDocument: policyDocument('identity'),
      Roles: v.optional(v.array(v.string())),
      ManagedPolicyName: v.optional(v.string()),
      Path: v.optional(path),
      Description: withoutEffect('a text for people'),
    }),
    ref: (properties, naming) => ownPolicyArn(properties, naming),
    attributes: (_properties, _naming, ref) => ({ PolicyArn: ref }),
  },
};

function ownPolicyArn(
  { ManagedPolicyName: name, Path: path = '/' }: ManagedPolicyProperties,
  {
    environment,
    generatedName,
  }: { environment: { partition: string; accountId: string }; generatedName(): string },
): string {
  return `arn:${environment.partition}:iam::${environment.accountId}:policy${path}${name ?? generatedName()}`;
}
