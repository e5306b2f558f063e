import * as v from 'valibot';
import type { Environment } from '../../core/environment.ts';
import { messageOf } from '../../core/errors.ts';
import { type JsonObject, parseJson } from '../../core/json.ts';
import { policyDocument } from '../policy-document.ts';
import { type ResourceTypes, withoutEffect } from '../resource-type.ts';

export interface LogGroupProperties {
  readonly LogGroupName?: string | undefined;
  /** Guards this group alone. */
  readonly ResourcePolicyDocument?: JsonObject | undefined;
}

export interface LogStreamProperties {
  readonly LogGroupName: string;
  readonly LogStreamName?: string | undefined;
}

export interface LogResourcePolicyProperties {
  readonly PolicyName: string;
  /** Of the account: its statements say which groups they are about. */
  readonly PolicyDocument: JsonObject;
}

export interface LogsProperties {
  'AWS::Logs::LogGroup': LogGroupProperties;
  'AWS::Logs::LogStream': LogStreamProperties;
  'AWS::Logs::ResourcePolicy': LogResourcePolicyProperties;
}

/** Source: API reference, CreateLogGroup, CreateLogStream, PutResourcePolicy. */
const GROUP_NAME = /^[.\-_/#A-Za-z0-9]{1,512}$/;
const STREAM_NAME = /^[^:*]{1,512}$/;
const LONGEST_POLICY = 5120;

/** A policy as JSON in a text, which is how CloudFormation takes this one. */
const policyText = v.pipe(
  v.string(),
  v.maxLength(LONGEST_POLICY, `has more than ${LONGEST_POLICY} characters`),
  v.rawTransform(({ dataset, addIssue, NEVER }): unknown => {
    try {
      return parseJson(dataset.value);
    } catch (error) {
      addIssue({ message: messageOf(error) });
      return NEVER;
    }
  }),
  policyDocument('resource'),
);

/** Without the `:*` that `Fn::GetAtt` adds. */
export function logGroupArn({ partition, region, accountId }: Environment, name: string): string {
  return `arn:${partition}:logs:${region}:${accountId}:log-group:${name}`;
}

export const logsTypes: ResourceTypes<LogsProperties> = {
  'AWS::Logs::LogGroup': {
    properties: v.strictObject({
      LogGroupName: v.optional(
        v.pipe(v.string(), v.regex(GROUP_NAME, 'a name has 1 to 512 letters, digits and ".-_/#"')),
      ),
      ResourcePolicyDocument: v.optional(policyDocument('resource')),
      BearerTokenAuthenticationEnabled: withoutEffect('callers on loopback are trusted'),
      DataProtectionPolicy: withoutEffect('log events live in the memory of one process'),
      DeletionProtectionEnabled: withoutEffect('nothing is deleted'),
      FieldIndexPolicies: withoutEffect('there are no queries of logs'),
      KmsKeyId: withoutEffect('nothing is encrypted at rest'),
      LogGroupClass: withoutEffect('nothing is billed'),
      RetentionInDays: withoutEffect('log events live in the memory of one process'),
      Tags: withoutEffect('nothing reads them'),
    }),
    ref: ({ LogGroupName }, naming) => LogGroupName ?? naming.generatedName(512),
    attributes: (_properties, { environment }, ref) => ({ Arn: `${logGroupArn(environment, ref)}:*` }),
  },
  'AWS::Logs::LogStream': {
    properties: v.strictObject({
      LogGroupName: v.string(),
      LogStreamName: v.optional(
        v.pipe(v.string(), v.regex(STREAM_NAME, 'a name has 1 to 512 characters, without ":" and "*"')),
      ),
    }),
    ref: ({ LogStreamName }, naming) => LogStreamName ?? naming.generatedName(512),
    attributes: () => ({}),
  },
  'AWS::Logs::ResourcePolicy': {
    properties: v.strictObject({ PolicyName: v.string(), PolicyDocument: policyText }),
    ref: ({ PolicyName }) => PolicyName,
    attributes: () => ({}),
  },
};
