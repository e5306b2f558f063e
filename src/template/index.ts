import type { Environment } from '../core/environment.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../core/json.ts';
import { checkProperties } from './check.ts';
import { expandForEach } from './for-each.ts';
import { evaluateCondition } from './intrinsics/conditions.ts';
import { isUnresolved } from './intrinsics/scope.ts';
import { textOf } from './intrinsics/strings.ts';
import type { Resource, StackModel, StackOutput } from './model.ts';
import { namingFor, stableUuid } from './naming.ts';
import { pseudoParameters, resolveParameters } from './parameters.ts';
import { type Place, Problems } from './problems.ts';
import { parseTemplate } from './read.ts';
import { Resolver } from './resolver.ts';
import { resourceTypeOf } from './resource-types.ts';
import { isCode, reportCode, type Sections, sectionsOf } from './sections.ts';
import { expandServerless } from './serverless/index.ts';

export { TemplateError, type TemplateProblem } from './problems.ts';
export { parseTemplate } from './read.ts';
export { readTemplateFile } from './template-file.ts';

export interface LoadOptions {
  readonly environment: Environment;
  /** @default 'lambdaless' */
  readonly stackName?: string;
  /** Values for the template's parameters; lists are comma-separated. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/**
 * Loads a CloudFormation template: resolves every intrinsic function and checks every property.
 * @param source the template, or its text (JSON or YAML).
 * @throws LambdalessError TEMPLATE_UNREADABLE if the text is no template;
 * {@link TemplateError} (TEMPLATE_INVALID, TEMPLATE_UNSUPPORTED) with all its problems.
 */
export function loadTemplate(source: string | object, options: LoadOptions): StackModel {
  const template = typeof source === 'string' ? parseTemplate(source) : (source as JsonObject);
  const problems = new Problems();
  const unrolled = expandForEach(template, options.parameters ?? {}, problems);
  const sections = sectionsOf(expandServerless(unrolled, problems), problems);
  problems.throwIfAny();
  reportCode(sections.Resources, problems);
  const model = new Loader(sections, options, problems).load();
  problems.throwIfAny();
  return model;
}

const DEFAULT_STACK_NAME = 'lambdaless';

class Loader {
  private readonly sections: Sections;
  private readonly environment: Environment;
  private readonly stackName: string;
  private readonly stackId: string;
  private readonly problems: Problems;
  private readonly resolver: Resolver;
  private readonly made = new Map<string, Resource>();

  constructor(sections: Sections, options: LoadOptions, problems: Problems) {
    this.sections = sections;
    this.environment = options.environment;
    this.stackName = options.stackName ?? DEFAULT_STACK_NAME;
    this.stackId = stackIdOf(this.stackName, this.environment);
    this.problems = problems;
    this.resolver = new Resolver({
      environment: this.environment,
      languageExtensions: sections.languageExtensions,
      values: new Map([
        ...resolveParameters(sections.Parameters, options.parameters ?? {}, problems),
        ...Object.entries(pseudoParameters(this.environment, this.stackName, this.stackId)),
      ]),
      conditions: sections.Conditions,
      mappings: sections.Mappings,
      resources: sections.Resources,
      problems,
      make: (logicalId) => this.make(logicalId),
    });
  }

  load(): StackModel {
    for (const name of Object.keys(this.sections.Conditions)) {
      this.resolver.condition(name, { owner: `Condition '${name}'`, path: [] });
    }
    this.checkRules();
    for (const logicalId of Object.keys(this.sections.Resources)) this.visit(logicalId);
    const resources = this.inTemplateOrder();
    return {
      stackName: this.stackName,
      stackId: this.stackId,
      resources,
      outputs: this.outputs(),
      ofType: (type) => [...resources.values()].filter((resource) => resource.type === type) as never,
    };
  }

  /** Makes a resource whose condition holds, and looks after what its `DependsOn` names. */
  private visit(logicalId: string): void {
    const declaration = this.sections.Resources[logicalId] as JsonObject;
    const place: Place = { owner: `Resource '${logicalId}'`, path: [] };
    const condition = declaration['Condition'];
    if (typeof condition === 'string' && !this.resolver.condition(condition, place)) return;
    this.resolver.target(logicalId, place);
  }

  private make(logicalId: string): Resource | undefined {
    const declaration = this.sections.Resources[logicalId] as JsonObject;
    const place: Place = { owner: `Resource '${logicalId}'`, path: [] };
    const type = declaration['Type'] as string;
    this.dependOn(declaration['DependsOn'], place);
    if (isCode(type)) return undefined;
    const resourceType = resourceTypeOf(type);
    if (!resourceType) {
      this.problems.add(
        'TEMPLATE_UNSUPPORTED',
        `${place.owner} has the type ${type}, which lambdaless does not execute`,
      );
      return undefined;
    }
    const resolved = this.resolver.resolve(declaration['Properties'] ?? {}, place);
    const properties = checkProperties(resourceType.properties, resolved, type, place, this.problems);
    if (properties === undefined || isUnresolved(resolved)) return undefined;
    const naming = namingFor(logicalId, this.stackName, this.environment);
    const ref = resourceType.ref(properties, naming);
    const attributes = resourceType.attributes(properties, naming, ref);
    const resource: Resource = { logicalId, type, properties: properties as JsonObject, ref, attributes };
    this.made.set(logicalId, resource);
    return resource;
  }

  /** CloudFormation lets a resource depend on one that its condition leaves out. */
  private dependOn(dependsOn: JsonValue | undefined, place: Place): void {
    const names = dependsOn === undefined ? [] : Array.isArray(dependsOn) ? dependsOn : [dependsOn];
    for (const name of names) {
      const declaration = typeof name === 'string' ? this.sections.Resources[name] : undefined;
      const condition = isJsonObject(declaration) ? declaration['Condition'] : undefined;
      if (typeof condition === 'string' && !this.resolver.condition(condition, place)) continue;
      this.resolver.target(String(name), { ...place, path: ['DependsOn'] });
    }
  }

  private inTemplateOrder(): ReadonlyMap<string, Resource> {
    const order = Object.keys(this.sections.Resources).flatMap((id) => this.made.get(id) ?? []);
    return new Map(order.map((resource) => [resource.logicalId, resource]));
  }

  private checkRules(): void {
    for (const [name, rule] of Object.entries(this.sections.Rules)) {
      const place: Place = { owner: `Rule '${name}'`, path: [] };
      const { RuleCondition: condition, Assertions: assertions } = rule as JsonObject;
      if (condition !== undefined && !evaluateCondition(condition, place, this.resolver, true)) continue;
      for (const assertion of Array.isArray(assertions) ? assertions : [])
        this.checkAssertion(assertion, place);
    }
  }

  private checkAssertion(assertion: JsonValue, place: Place): void {
    const { Assert: assert, AssertDescription: description } = isJsonObject(assertion) ? assertion : {};
    if (assert !== undefined && evaluateCondition(assert, place, this.resolver, true)) return;
    this.resolver.refuse(place, `does not hold: ${textOf(description ?? '') || 'an assertion is false'}`);
  }

  private outputs(): StackOutput[] {
    return Object.entries(this.sections.Outputs).flatMap(
      ([key, declaration]) => this.output(key, declaration) ?? [],
    );
  }

  private output(key: string, declaration: JsonValue): StackOutput | undefined {
    const place: Place = { owner: `Output '${key}'`, path: [] };
    if (!isJsonObject(declaration) || declaration['Value'] === undefined) {
      this.resolver.refuse(place, 'has no Value');
      return undefined;
    }
    const { Condition: condition, Value: value, Description: description, Export: exported } = declaration;
    if (typeof condition === 'string' && !this.resolver.condition(condition, place)) return undefined;
    const resolved = this.resolver.resolve(value as JsonValue, { ...place, path: ['Value'] });
    const exportName = this.resolver.resolve(isJsonObject(exported) ? (exported['Name'] ?? '') : '', place);
    if (isUnresolved(resolved) || isUnresolved(exportName)) return undefined;
    const text = textOf(resolved);
    if (text === undefined) {
      this.resolver.refuse({ ...place, path: ['Value'] }, 'is not a string');
      return undefined;
    }
    return {
      key,
      value: text,
      ...(typeof description === 'string' && { description }),
      ...(typeof exportName === 'string' && exportName !== '' && { exportName }),
    };
  }
}

function stackIdOf(stackName: string, { partition, region, accountId }: Environment): string {
  return `arn:${partition}:cloudformation:${region}:${accountId}:stack/${stackName}/${stableUuid(stackName)}`;
}
