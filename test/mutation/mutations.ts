import type { JsonObject } from '../../src/core/json.ts';
import type { StackModel } from '../../src/template/model.ts';
import { type Machine, machineMutants } from './machine-mutants.ts';

/** A template of which one thing has been taken away. */
export interface Mutation {
  readonly name: string;
  readonly template: object;
  /** What a check must use to be able to notice. */
  readonly element: Element;
}

/** Something of a template whose use is recorded. */
export type Element =
  | { readonly kind: 'statement'; readonly policy: string; readonly statement: number }
  | { readonly kind: 'route'; readonly routeKey: string }
  | {
      readonly kind: 'states';
      readonly machine: string;
      /** All of them must be entered. */
      readonly states: readonly string[];
      /** Something must fail, too. */
      readonly needsFault: boolean;
    };

interface TemplateResource {
  readonly Type: string;
  readonly Properties: JsonObject;
}

interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
}

/** Removes each statement of each IAM policy, one at a time; explicit denials too. */
export function statementMutations(template: object): readonly Mutation[] {
  return policiesOf(template as Template).flatMap(({ policy, path, count }) =>
    Array.from({ length: count }, (_item, statement) => ({
      name: `${policy} statement ${statement}`,
      template: changed(template, (copy) => {
        (at(copy, path)['Statement'] as object[]).splice(statement, 1);
      }),
      element: { kind: 'statement' as const, policy, statement },
    })),
  );
}

/** Removes the integration response and the route response of each route. */
export function responseMutations(template: object, model: StackModel): readonly Mutation[] {
  return model.ofType('AWS::ApiGatewayV2::Route').flatMap(({ ref, properties: { RouteKey, Target } }) => {
    const integrationId = Target?.replace('integrations/', '');
    const responses = [
      ...model
        .ofType('AWS::ApiGatewayV2::IntegrationResponse')
        .filter(({ properties }) => properties.IntegrationId === integrationId),
      ...model
        .ofType('AWS::ApiGatewayV2::RouteResponse')
        .filter(({ properties }) => properties.RouteId === ref),
    ];
    return responses.map(({ logicalId, type }) => ({
      name: `${type.split('::').at(-1)} of ${RouteKey}`,
      template: changed(template, (copy) => removeResource(copy, logicalId)),
      element: { kind: 'route' as const, routeKey: RouteKey },
    }));
  });
}

/** Removes states, catchers, retriers and choice rules from the machines, one at a time. */
export function machineMutations(template: object, model: StackModel): readonly Mutation[] {
  return model.ofType('AWS::StepFunctions::StateMachine').flatMap(({ logicalId, properties, attributes }) => {
    const definition = JSON.parse(properties.DefinitionString as string) as Machine;
    const machine = attributes['Name'] as string;
    return machineMutants(definition).map(({ name, states, needsFault, mutant }) => ({
      name: `${logicalId} ${name}`,
      template: changed(template, (copy) => {
        const target = copy.Resources[logicalId] as TemplateResource;
        target.Properties['DefinitionString'] = JSON.stringify(mutant);
      }),
      element: { kind: 'states' as const, machine, states, needsFault },
    }));
  });
}

interface PolicyPlace {
  /** As the usage report calls it. */
  readonly policy: string;
  readonly path: readonly (string | number)[];
  readonly count: number;
}

function policiesOf(template: Template): readonly PolicyPlace[] {
  return Object.entries(template.Resources).flatMap(([logicalId, { Type, Properties }]) => {
    const place = (policy: string, ...path: (string | number)[]): PolicyPlace => {
      const full = ['Resources', logicalId, 'Properties', ...path];
      return { policy, path: full, count: (at(template, full)['Statement'] as unknown[]).length };
    };
    if (Type === 'AWS::IAM::Role') {
      const inline = (Properties['Policies'] ?? []) as { PolicyName: string }[];
      return [
        place(`${logicalId}.AssumeRolePolicyDocument`, 'AssumeRolePolicyDocument'),
        ...inline.map(({ PolicyName }, index) =>
          place(`${logicalId}/${PolicyName}`, 'Policies', index, 'PolicyDocument'),
        ),
      ];
    }
    return 'PolicyDocument' in Properties ? [place(logicalId, 'PolicyDocument')] : [];
  });
}

/** Takes a resource out, and out of what depends on it. */
function removeResource(template: Template, logicalId: string): void {
  const resources = template.Resources as Record<string, { DependsOn?: string | string[] }>;
  delete resources[logicalId];
  for (const resource of Object.values(resources)) {
    if (Array.isArray(resource.DependsOn)) {
      resource.DependsOn = resource.DependsOn.filter((name) => name !== logicalId);
    }
  }
}

function changed(template: object, change: (copy: Template) => void): object {
  const copy = structuredClone(template) as Template;
  change(copy);
  return copy;
}

function at(value: unknown, path: readonly (string | number)[]): Record<string, unknown> {
  return path.reduce((here, step) => (here as Record<string | number, unknown>)[step], value) as Record<
    string,
    unknown
  >;
}
