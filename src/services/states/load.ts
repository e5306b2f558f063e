import { type JsonObject, stringifyJson } from '../../core/json.ts';
import type { Resource, StackModel } from '../../template/model.ts';
import { TemplateError, type TemplateProblem } from '../../template/problems.ts';
import type { StateMachineAliasProperties, StateMachineProperties } from '../../template/resources/states.ts';
import { routingProblem } from './aliases.ts';
import {
  type Compiled,
  compileDefinition,
  isRefusal,
  type LoggingConfiguration,
  loggingProblem,
  type StateMachine,
} from './machine.ts';
import { MachineEntry, type RoutingConfiguration } from './machine-entry.ts';

const CODES = { invalid: 'TEMPLATE_INVALID', unsupported: 'TEMPLATE_UNSUPPORTED' } as const;

/**
 * The template's state machines with their versions and aliases.
 * @throws TemplateError for every definition, version and alias that AWS would refuse
 */
export function loadMachines(model: StackModel, nowMs: number): MachineEntry[] {
  const problems: TemplateProblem[] = [];
  const entries = model
    .ofType('AWS::StepFunctions::StateMachine')
    .flatMap((resource) => load(resource, nowMs, problems));
  const byArn = new Map(entries.map((entry) => [entry.current.arn, entry]));
  if (problems.length === 0) {
    publishVersions(model, byArn, nowMs, problems);
    addAliases(model, byArn, nowMs, problems);
  }
  if (problems.length > 0) throw new TemplateError(problems);
  return entries;
}

function load(
  resource: Resource<StateMachineProperties>,
  nowMs: number,
  problems: TemplateProblem[],
): MachineEntry[] {
  const { properties, logicalId } = resource;
  const refuse = (code: TemplateProblem['code'], property: string, message: string): MachineEntry[] => {
    problems.push({ code, message: `Resource '${logicalId}' property ${property}: ${message}` });
    return [];
  };
  const definitionText = substitute(properties);
  const compiled = compileDefinition(definitionText, properties.StateMachineType ?? 'STANDARD');
  if (isRefusal(compiled)) {
    const field = properties.Definition ? 'Definition' : 'DefinitionString';
    return refuse(CODES[compiled.kind], field, compiled.message);
  }
  const logging = loggingOf(properties);
  const problem = loggingProblem(logging);
  if (problem !== undefined) {
    return refuse('TEMPLATE_INVALID', 'LoggingConfiguration', `Invalid Logging Configuration: ${problem}`);
  }
  const machine = machineOf(resource, { ...compiled, definitionText, logging }, nowMs);
  const entry = new MachineEntry(machine, logicalId);
  for (const { Key, Value } of properties.Tags ?? []) entry.tags.set(Key, Value);
  return [entry];
}

function machineOf(
  { properties, ref, attributes }: Resource<StateMachineProperties>,
  checked: Compiled & Pick<StateMachine, 'definitionText' | 'logging'>,
  nowMs: number,
): StateMachine {
  return {
    ...checked,
    arn: ref,
    name: attributes['Name'] ?? '',
    type: properties.StateMachineType ?? 'STANDARD',
    roleArn: properties.RoleArn,
    tracingEnabled: properties.TracingConfiguration?.Enabled ?? false,
    encryption: undefined,
    revisionId: undefined,
    updateTimeMs: nowMs,
  };
}

function loggingOf({ LoggingConfiguration: given }: StateMachineProperties): LoggingConfiguration {
  return {
    level: given?.Level ?? 'OFF',
    includeExecutionData: given?.IncludeExecutionData ?? false,
    destinations: (given?.Destinations ?? []).map(
      ({ CloudWatchLogsLogGroup }) => CloudWatchLogsLogGroup?.LogGroupArn ?? '',
    ),
  };
}

/** Source: CloudFormation, AWS::StepFunctions::StateMachine, DefinitionSubstitutions. */
function substitute(properties: StateMachineProperties): string {
  const { Definition, DefinitionString, DefinitionSubstitutions = {} } = properties;
  const text = DefinitionString ?? stringifyJson(Definition as JsonObject);
  return text.replace(/\$\{([A-Za-z0-9_]+)\}/g, (found, name: string) =>
    Object.hasOwn(DefinitionSubstitutions, name) ? String(DefinitionSubstitutions[name]) : found,
  );
}

/** A stack that is made anew has one revision of each machine, and so one version at most. */
function publishVersions(
  model: StackModel,
  byArn: ReadonlyMap<string, MachineEntry>,
  nowMs: number,
  problems: TemplateProblem[],
): void {
  for (const { logicalId, properties } of model.ofType('AWS::StepFunctions::StateMachineVersion')) {
    const { StateMachineArn, Description } = properties;
    const entry = byArn.get(StateMachineArn);
    if (entry?.versions.size === 0) entry.publish(Description, nowMs);
    else {
      const reason = entry ? 'has a version of this revision already' : 'is no state machine of the template';
      const message = `Resource '${logicalId}' property StateMachineArn: ${StateMachineArn} ${reason}`;
      problems.push({ code: 'TEMPLATE_INVALID', message });
    }
  }
}

function addAliases(
  model: StackModel,
  byArn: ReadonlyMap<string, MachineEntry>,
  nowMs: number,
  problems: TemplateProblem[],
): void {
  for (const { logicalId, properties, ref: arn } of model.ofType('AWS::StepFunctions::StateMachineAlias')) {
    const machineArn = arn.slice(0, arn.lastIndexOf(':'));
    const name = arn.slice(machineArn.length + 1);
    const entry = byArn.get(machineArn);
    const routing = routingOf(properties);
    const problem = entry
      ? routingProblem(routing, entry)
      : `${machineArn} is no state machine of the template`;
    if (problem !== undefined) {
      problems.push({ code: 'TEMPLATE_INVALID', message: `Resource '${logicalId}': ${problem}` });
      continue;
    }
    const description = properties.Description;
    entry?.aliases.set(name, {
      arn,
      name,
      description,
      routing,
      creationTimeMs: nowMs,
      updateTimeMs: nowMs,
    });
  }
}

/** A DeploymentPreference shifts traffic when a stack is updated; a new alias sends all to its version. */
function routingOf({
  RoutingConfiguration,
  DeploymentPreference,
}: StateMachineAliasProperties): RoutingConfiguration[] {
  if (DeploymentPreference) {
    return [{ stateMachineVersionArn: DeploymentPreference.StateMachineVersionArn, weight: 100 }];
  }
  return (RoutingConfiguration ?? []).map(({ StateMachineVersionArn, Weight }) => ({
    stateMachineVersionArn: StateMachineVersionArn,
    weight: Weight,
  }));
}
