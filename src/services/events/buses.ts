import { AwsError, messageOf } from '../../core/errors.ts';
import { isJsonObject, type JsonObject, parseJson, stringifyJson, textFrom } from '../../core/json.ts';
import type { ServiceHost } from '../../core/operations.ts';
import { parsePolicy } from '../../languages/iam-policy/index.ts';
import { page, textOf, withPrefix } from './paging.ts';
import type { Bus, Registry } from './registry.ts';
import type { Tags } from './tags.ts';

/** Operations on buses and their policies. Their answers are the API's; timestamps are epoch seconds. */
export class Buses {
  private readonly registry: Registry;
  private readonly tags: Tags;
  private readonly host: ServiceHost;

  constructor(registry: Registry, tags: Tags, host: ServiceHost) {
    this.registry = registry;
    this.tags = tags;
    this.host = host;
  }

  readonly operations: Readonly<Record<string, (input: JsonObject) => JsonObject>> = {
    ListEventBuses: (input) => {
      const buses = withPrefix([...this.registry.buses.values()], input['NamePrefix']);
      return page('EventBuses', buses.map(describeBus), input);
    },
    DescribeEventBus: (input) => describeBus(this.registry.bus(textOf(input, 'Name'))),
    CreateEventBus: (input) => this.create(input),
    UpdateEventBus: (input) => {
      const bus = this.registry.bus(textOf(input, 'Name'));
      const description = textOf(input, 'Description');
      if (description !== undefined) bus.description = description;
      this.touch(bus);
      return {
        Arn: bus.arn,
        Name: bus.name,
        ...(bus.description !== undefined && { Description: bus.description }),
      };
    },
    DeleteEventBus: (input) => {
      this.registry.deleteBus(textOf(input, 'Name') ?? '');
      return {};
    },
    PutPermission: (input) => {
      const bus = this.registry.bus(textOf(input, 'EventBusName'));
      this.guard(bus, policyOf(bus, input));
      return {};
    },
    RemovePermission: (input) => {
      const bus = this.registry.bus(textOf(input, 'EventBusName'));
      this.guard(bus, withoutStatement(bus, input));
      return {};
    },
  };

  private create(input: JsonObject): JsonObject {
    const name = textOf(input, 'Name') ?? '';
    if (input['EventSourceName'] !== undefined) {
      throw new AwsError('ValidationException', 'EventSourceName: partner event sources do not exist here.');
    }
    if (name.includes('/')) {
      throw new AwsError('ValidationException', "Event bus name must not contain '/'.");
    }
    const bus = this.registry.addBus(name, undefined, textOf(input, 'Description'));
    this.tags.put(bus.arn, input['Tags']);
    return { EventBusArn: bus.arn, ...(bus.description !== undefined && { Description: bus.description }) };
  }

  private guard(bus: Bus, policy: JsonObject | undefined): void {
    if (policy) bus.policy = policy;
    else delete bus.policy;
    this.touch(bus);
    this.host.setResourcePolicy?.(bus.arn, policy);
  }

  private touch(bus: Bus): void {
    bus.modifiedMs = this.host.environment.clock.now();
  }
}

function describeBus(bus: Bus): JsonObject {
  return {
    Name: bus.name,
    Arn: bus.arn,
    ...(bus.description !== undefined && { Description: bus.description }),
    ...(bus.policy && { Policy: stringifyJson(bus.policy) }),
    CreationTime: bus.createdMs / 1000,
    LastModifiedTime: bus.modifiedMs / 1000,
  };
}

/** The policy after PutPermission: a whole document, or one more statement in the older form. */
function policyOf(bus: Bus, input: JsonObject): JsonObject {
  const whole = textOf(input, 'Policy');
  if (whole !== undefined) return checked(whole);
  const [Sid, Action, principal] = [
    textOf(input, 'StatementId'),
    textOf(input, 'Action'),
    textOf(input, 'Principal'),
  ];
  if (Sid === undefined || Action === undefined || principal === undefined) {
    throw new AwsError(
      'ValidationException',
      'Parameter(s) Action, Principal and StatementId, or Policy, must be specified.',
    );
  }
  const partition = bus.arn.split(':')[1] as string;
  const statement: JsonObject = {
    Sid,
    Effect: 'Allow',
    Principal: principal === '*' ? '*' : { AWS: `arn:${partition}:iam::${principal}:root` },
    Action,
    Resource: bus.arn,
    ...conditionOf(input),
  };
  return {
    Version: '2012-10-17',
    Statement: [...statementsOf(bus).filter((other) => other['Sid'] !== Sid), statement],
  };
}

/** `{"Type": "StringEquals", "Key": "aws:PrincipalOrgID", "Value": "o-1"}` as a policy has it. */
function conditionOf({ Condition }: JsonObject): JsonObject {
  if (!isJsonObject(Condition)) return {};
  return {
    Condition: {
      [textFrom(Condition['Type'])]: { [textFrom(Condition['Key'])]: Condition['Value'] ?? null },
    },
  };
}

function checked(text: string): JsonObject {
  try {
    const document = parseJson(text);
    parsePolicy(document, 'resource');
    return document as JsonObject;
  } catch (error) {
    throw new AwsError('ValidationException', `Parameter Policy is not valid. Reason: ${messageOf(error)}`);
  }
}

function withoutStatement(bus: Bus, input: JsonObject): JsonObject | undefined {
  if (input['RemoveAllPermissions'] === true) return undefined;
  const sid = textOf(input, 'StatementId');
  const statements = statementsOf(bus);
  const left = statements.filter((statement) => statement['Sid'] !== sid);
  if (left.length === statements.length) {
    throw new AwsError(
      'ResourceNotFoundException',
      `Statement with the provided id does not exist: ${sid ?? 'none'}.`,
    );
  }
  return left.length === 0 ? undefined : { Version: '2012-10-17', Statement: left };
}

function statementsOf({ policy }: Bus): readonly JsonObject[] {
  const statements = policy?.['Statement'];
  if (isJsonObject(statements)) return [statements];
  return Array.isArray(statements) ? statements.filter(isJsonObject) : [];
}
