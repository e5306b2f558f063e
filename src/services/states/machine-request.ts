import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import type { Permission } from '../../core/operations.ts';
import type { MachineType } from '../../languages/asl/index.ts';
import type { StatesContext } from './context.ts';
import { statesErrors } from './errors.ts';
import {
  type Compiled,
  compileDefinition,
  isRefusal,
  LONGEST_DEFINITION,
  type LoggingConfiguration,
  loggingProblem,
} from './machine.ts';
import { type Constraint, members, type Shape } from './request.ts';

const ROLE_ARN = /^arn:[^:]+:iam::\d{12}:role\/.+$/;

export const DEFINITION: Constraint = { type: 'text', least: 1, most: LONGEST_DEFINITION, sensitive: true };
export const ROLE: Constraint = { type: 'text', least: 1, most: 256 };

/** What CreateStateMachine and UpdateStateMachine have in common. Source: the service model. */
export const CONFIGURATION: Shape = {
  definition: DEFINITION,
  roleArn: ROLE,
  loggingConfiguration: {
    type: 'structure',
    members: {
      level: { type: 'text', oneOf: ['ALL', 'ERROR', 'FATAL', 'OFF'] },
      includeExecutionData: members.flag,
      destinations: { type: 'list' },
    },
  },
  tracingConfiguration: { type: 'structure', members: { enabled: members.flag } },
  publish: members.flag,
  versionDescription: members.description,
  encryptionConfiguration: {
    type: 'structure',
    members: {
      type: { type: 'text', required: true, oneOf: ['AWS_OWNED_KEY', 'CUSTOMER_MANAGED_KMS_KEY'] },
      kmsKeyId: { type: 'text', least: 1, most: 2048 },
      kmsDataKeyReusePeriodSeconds: { type: 'integer', least: 60, most: 900 },
    },
  },
};

/** To give a machine a role is to pass it on; a version needs a permission of its own. Source: Service Authorization Reference. */
export function configurationPermissions(action: string, arn: string, input: JsonObject): Permission[] {
  const permissions: Permission[] = [{ action, resource: arn }];
  if (input['publish'] === true)
    permissions.push({ action: 'states:PublishStateMachineVersion', resource: arn });
  return [...permissions, ...passRole(input['roleArn'])];
}

export function passRole(roleArn: JsonValue | undefined): Permission[] {
  if (typeof roleArn !== 'string') return [];
  const context = { 'iam:PassedToService': 'states.amazonaws.com' };
  return [{ action: 'iam:PassRole', resource: roleArn, context }];
}

/** @throws AwsError InvalidArn */
export function roleOf(arn: string): string {
  if (!ROLE_ARN.test(arn)) throw statesErrors.invalidArn(`Invalid Role Arn: '${arn}'`);
  return arn;
}

/**
 * The definition of a request, compiled, if all that its tasks call is there.
 * @throws AwsError InvalidDefinition, with AWS's message or, for what lambdaless does not run, with ours
 */
export function definitionOf(text: string, type: MachineType, { tasks }: StatesContext): Compiled {
  const compiled = compileDefinition(text, type);
  if (isRefusal(compiled)) throw statesErrors.invalidDefinition(compiled.message);
  const [problem] = tasks.problemsOf(compiled.machine);
  if (problem !== undefined) throw statesErrors.invalidDefinition(problem);
  return compiled;
}

/** @throws AwsError InvalidLoggingConfiguration */
export function loggingOf(given: JsonValue | undefined): LoggingConfiguration {
  const { level = 'OFF', includeExecutionData = false, destinations } = isJsonObject(given) ? given : {};
  const arns = (Array.isArray(destinations) ? destinations : []).map(logGroupArn);
  const logging = {
    level: level as LoggingConfiguration['level'],
    includeExecutionData: includeExecutionData === true,
    destinations: arns.filter((arn) => arn !== undefined),
  };
  const problem = loggingProblem(logging);
  if (problem !== undefined) throw statesErrors.invalidLoggingConfiguration(problem);
  return logging;
}

function logGroupArn(destination: JsonValue): string | undefined {
  const group = isJsonObject(destination) ? destination['cloudWatchLogsLogGroup'] : undefined;
  const arn = isJsonObject(group) ? group['logGroupArn'] : undefined;
  return typeof arn === 'string' ? arn : undefined;
}

/** @throws AwsError InvalidEncryptionConfiguration. Source: API reference */
export function encryptionOf(given: JsonValue | undefined): JsonObject | undefined {
  if (!isJsonObject(given)) return undefined;
  const { type, kmsKeyId } = given;
  if (type === 'CUSTOMER_MANAGED_KMS_KEY' && typeof kmsKeyId !== 'string') {
    throw statesErrors.invalidEncryptionConfiguration('kmsKeyId is required for CUSTOMER_MANAGED_KMS_KEY');
  }
  return given;
}

export function tracingOf(given: JsonValue | undefined): boolean {
  return isJsonObject(given) && given['enabled'] === true;
}
