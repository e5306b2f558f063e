import type { JsonObject, JsonValue } from '../../../core/json.ts';
import type { Operation } from '../../../core/operations.ts';
import type { StatesContext } from '../context.ts';
import { statesErrors } from '../errors.ts';
import { parseData } from '../input.ts';
import { checkRequest, members, type Shape } from '../request.ts';
import { optionalText } from './shared.ts';

/** Source: API reference, SendTaskSuccess. */
export function sendTaskSuccessOperation({ tokens }: StatesContext): Operation {
  return sendTask('SendTaskSuccess', (token, input) => tokens.succeed(token, readOutput(input)), {
    output: { type: 'text', required: true },
  });
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

const REQUEST: Shape = {
  taskToken: { type: 'text', required: true, least: 1, most: 2048 },
  error: members.error,
  cause: members.cause,
};

/** A token belongs to no resource that a policy could name. */
function sendTask(
  name: string,
  send: (token: string, input: JsonObject) => void,
  more: Shape = {},
): Operation {
  return {
    name: `states:${name}`,
    permissions: () => [{ action: `states:${name}`, resource: '*' }],
    async invoke(input) {
      checkRequest(input, { ...REQUEST, ...more });
      send(String(input['taskToken']), input);
      return {};
    },
  };
}

function readOutput(input: JsonObject): JsonValue {
  return parseData(String(input['output']), 'output', statesErrors.invalidOutput);
}
