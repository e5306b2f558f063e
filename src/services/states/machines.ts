import { type JsonObject, stringifyJson } from '../../core/json.ts';
import { compileMachine, type Machine, validateDefinition } from '../../languages/asl/index.ts';
import type { Resource, StackModel } from '../../template/model.ts';
import { TemplateError, type TemplateProblem } from '../../template/problems.ts';
import type { StateMachineProperties } from '../../template/resources/states.ts';
import { invalidDefinition, statesErrors } from './errors.ts';

/** A state machine of the template, compiled. */
export interface StateMachine {
  readonly arn: string;
  readonly name: string;
  readonly logicalId: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly roleArn: string;
  /** As AWS keeps and describes it: with the substitutions made. */
  readonly definitionText: string;
  readonly machine: Machine;
  readonly properties: StateMachineProperties;
  readonly revisionId: string;
  readonly creationTimeMs: number;
}

export class StateMachines {
  private readonly byArn: ReadonlyMap<string, StateMachine>;

  /** @throws TemplateError for every definition that AWS would refuse */
  constructor(model: StackModel, creationTimeMs: number) {
    const problems: TemplateProblem[] = [];
    const machines = model
      .ofType('AWS::StepFunctions::StateMachine')
      .flatMap((resource) => load(resource, creationTimeMs, problems));
    if (problems.length > 0) throw new TemplateError(problems);
    this.byArn = new Map(machines.map((machine) => [machine.arn, machine]));
  }

  all(): StateMachine[] {
    return [...this.byArn.values()];
  }

  /** @throws AwsError InvalidArn, StateMachineDoesNotExist */
  get(arn: unknown): StateMachine {
    const text = String(arn ?? '');
    const machine = this.byArn.get(text);
    if (machine) return machine;
    if (!text.startsWith('arn:')) throw statesErrors.invalidArn(`Invalid ARN prefix: ${text}`);
    throw statesErrors.stateMachineDoesNotExist(text);
  }
}

function load(
  resource: Resource<StateMachineProperties>,
  creationTimeMs: number,
  problems: TemplateProblem[],
): StateMachine[] {
  const { properties, logicalId, ref: arn, attributes } = resource;
  const type = properties.StateMachineType ?? 'STANDARD';
  const field = properties.Definition ? 'Definition' : 'DefinitionString';
  const refuse = (code: TemplateProblem['code'], message: string): StateMachine[] => {
    problems.push({ code, message: `Resource '${logicalId}' property ${field}: ${message}` });
    return [];
  };
  const definitionText = substitute(properties);
  const { definition, diagnostics } = validateDefinition(definitionText, type);
  if (!definition) return refuse('TEMPLATE_INVALID', invalidDefinition(diagnostics));
  const machine = compileMachine(definition, type);
  const [distributed] = machine.distributedMaps;
  if (distributed !== undefined) {
    return refuse(
      'TEMPLATE_UNSUPPORTED',
      `the Map state '${distributed}' is in DISTRIBUTED mode, which lambdaless does not run; use INLINE mode`,
    );
  }
  return [
    {
      arn,
      name: attributes['Name'] ?? '',
      logicalId,
      type,
      roleArn: properties.RoleArn,
      definitionText,
      machine,
      properties,
      revisionId: attributes['StateMachineRevisionId'] ?? '',
      creationTimeMs,
    },
  ];
}

/** Source: CloudFormation, AWS::StepFunctions::StateMachine, DefinitionSubstitutions. */
function substitute(properties: StateMachineProperties): string {
  const { Definition, DefinitionString, DefinitionSubstitutions = {} } = properties;
  const text = DefinitionString ?? stringifyJson(Definition as JsonObject);
  return text.replace(/\$\{([A-Za-z0-9_]+)\}/g, (found, name: string) =>
    Object.hasOwn(DefinitionSubstitutions, name) ? String(DefinitionSubstitutions[name]) : found,
  );
}
