import { AwsError, messageOf } from '../../../core/errors.ts';
import { type JsonObject, type JsonValue, parseJson } from '../../../core/json.ts';
import type { Operation } from '../../../core/operations.ts';
import type { StatesContext } from '../context.ts';
import { statesErrors } from '../errors.ts';
import { optionalText } from './shared.ts';

/** Source: API reference, SendTaskSuccess. */
export function sendTaskSuccessOperation({ tokens }: StatesContext): Operation {
  return sendTask('SendTaskSuccess', (token, input) => tokens.succeed(token, readOutput(input)));
}

/** Source: API reference, SendTaskFailure. */
export function sendTaskFailureOperation({ tokens }: StatesContext): Operation {
  return sendTask('SendTaskFailure', (token, input) =>
    tokens.fail(token, optionalText(input, 'error'), optionalText(input, 'cause')),
  );
}

/** Source: API reference, SendTaskHeartbeat. */
export function sendTaskHeartbeatOperation({ tokens }: StatesContext): Operation {
  return sendTask('SendTaskHeartbeat', (token) => tokens.heartbeat(token));
}

/** A token belongs to no resource that a policy could name. */
function sendTask(name: string, send: (token: string, input: JsonObject) => void): Operation {
  return {
    name: `states:${name}`,
    permissions: () => [{ action: `states:${name}`, resource: '*' }],
    async invoke(input) {
      const token = optionalText(input, 'taskToken');
      if (token === undefined) throw statesErrors.validation('taskToken is required');
      send(token, input);
      return {};
    },
  };
}

function readOutput(input: JsonObject): JsonValue {
  const text = optionalText(input, 'output');
  if (text === undefined) throw statesErrors.validation('output is required');
  try {
    return parseJson(text);
  } catch (error) {
    throw new AwsError('InvalidOutput', `Invalid Output: '${messageOf(error)}'`);
  }
}
