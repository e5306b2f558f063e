import * as v from 'valibot';
import type { ResourceTypes } from '../resource-type.ts';

export interface LogStreamProperties {
  readonly LogGroupName: string;
  readonly LogStreamName?: string | undefined;
}

export interface LogsProperties {
  'AWS::Logs::LogStream': LogStreamProperties;
}

/** Source: API reference, CreateLogStream. */
const STREAM_NAME = /^[^:*]{1,512}$/;

export const logsTypes: ResourceTypes<LogsProperties> = {
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
};
