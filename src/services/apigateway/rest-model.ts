import type { Resource, StackModel } from '../../template/model.ts';
import type { RestApiProperties, RestMethodProperties } from '../../template/resources/apigateway.ts';
import { refuse } from './load-error.ts';
import type { LoadScope } from './load-scope.ts';
import { compileValidator, type RequestValidator } from './request-validator.ts';
import { compileRestIntegration, type RestMethodIntegration } from './rest-integration.ts';

/** A REST API with all that its methods need, compiled. */
export interface RestApiModel {
  readonly apiId: string;
  readonly resources: readonly RestResource[];
  readonly stages: ReadonlyMap<string, RestStage>;
  /** Whether it takes bodies that are compressed. */
  readonly takesCompressed: boolean;
}

export interface RestResource {
  readonly resourceId: string;
  /** "/items/{id}" */
  readonly path: string;
  /** By HTTP method; "ANY" for all others. */
  readonly methods: ReadonlyMap<string, RestMethod>;
}

export interface RestMethod {
  readonly requiresIam: boolean;
  readonly validator: RequestValidator | undefined;
  readonly integration: RestMethodIntegration;
}

export interface RestStage {
  readonly name: string;
  readonly deploymentId: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** @throws TemplateError for what the runtime does not execute, or what AWS would not deploy */
export function restApis(model: StackModel, scope: LoadScope): readonly RestApiModel[] {
  return model.ofType('AWS::ApiGateway::RestApi').map((api) => ({
    apiId: api.ref,
    resources: resourcesOf(model, api, scope),
    stages: stagesOf(model, api.ref),
    takesCompressed: api.properties.MinimumCompressionSize !== undefined,
  }));
}

function resourcesOf(
  model: StackModel,
  api: Resource<RestApiProperties>,
  scope: LoadScope,
): readonly RestResource[] {
  const root = api.attributes['RootResourceId'] as string;
  const paths = new Map([[root, '/']]);
  const declared = model
    .ofType('AWS::ApiGateway::Resource')
    .filter(({ properties }) => properties.RestApiId === api.ref);
  const byId = new Map(declared.map((resource) => [resource.ref, resource]));
  const pathOf = (id: string): string => {
    const known = paths.get(id);
    if (known !== undefined) return known;
    const resource = byId.get(id);
    if (!resource) return '';
    const { ParentId, PathPart } = resource.properties;
    if (ParentId !== root && !byId.has(ParentId)) {
      refuse(resource, 'ParentId', `there is no resource "${ParentId}"`, 'TEMPLATE_INVALID');
    }
    const path = `${pathOf(ParentId).replace(/\/$/, '')}/${PathPart}`;
    paths.set(id, path);
    return path;
  };
  return [root, ...byId.keys()].map((resourceId) => ({
    resourceId,
    path: pathOf(resourceId),
    methods: methodsOf(model, api.ref, resourceId, scope),
  }));
}

function methodsOf(
  model: StackModel,
  apiId: string,
  resourceId: string,
  scope: LoadScope,
): ReadonlyMap<string, RestMethod> {
  const methods = model
    .ofType('AWS::ApiGateway::Method')
    .filter(({ properties }) => properties.RestApiId === apiId && properties.ResourceId === resourceId);
  return new Map(
    methods.map((method) => [
      method.properties.HttpMethod.toUpperCase(),
      compileMethod(method, model, scope),
    ]),
  );
}

function compileMethod(
  method: Resource<RestMethodProperties>,
  model: StackModel,
  scope: LoadScope,
): RestMethod {
  if (!method.properties.Integration) {
    refuse(method, 'Integration', 'is missing; AWS deploys no method without one', 'TEMPLATE_INVALID');
  }
  return {
    requiresIam: method.properties.AuthorizationType === 'AWS_IAM',
    validator: compileValidator(method, model),
    integration: compileRestIntegration(method, scope),
  };
}

/** A deployment that names a stage makes it; a stage resource adds variables. */
function stagesOf(model: StackModel, apiId: string): ReadonlyMap<string, RestStage> {
  const stages = new Map<string, RestStage>();
  for (const { properties, ref } of model.ofType('AWS::ApiGateway::Deployment')) {
    if (properties.RestApiId !== apiId || properties.StageName === undefined) continue;
    stages.set(properties.StageName, { name: properties.StageName, deploymentId: ref, variables: {} });
  }
  for (const { properties } of model.ofType('AWS::ApiGateway::Stage')) {
    const { RestApiId, StageName, DeploymentId, Variables = {} } = properties;
    if (RestApiId !== apiId) continue;
    stages.set(StageName, { name: StageName, deploymentId: DeploymentId, variables: Variables });
  }
  return stages;
}
