import { type JsonValue, parseJson } from '../../core/json.ts';
import { compileSchema, type Schema, SchemaError } from '../../languages/json-schema/index.ts';
import type { TemplateParams } from '../../languages/vtl/index.ts';
import type { Resource, StackModel } from '../../template/model.ts';
import type { RestMethodProperties } from '../../template/resources/apigateway.ts';
import { headerOf } from './headers.ts';
import { refuse } from './load-error.ts';
import { jsonOf, mediaTypeOf } from './payload.ts';

/** What a request lacks, in API Gateway's words; undefined if nothing. */
export type RequestValidator = (request: {
  readonly params: TemplateParams;
  readonly body: string;
}) => string | undefined;

const PARAMETER = /^method\.request\.(querystring|header|path)\.(.+)$/;

/**
 * The checks that a method's request validator makes: parameters that are required must be there and not blank, and a
 * body must fit the model of its content type, if there is one.
 * Source: API Gateway developer guide, "Request validation for REST APIs".
 * @throws TemplateError for a validator or model that is not there, or a schema that is none
 */
export function compileValidator(
  method: Resource<RestMethodProperties>,
  model: StackModel,
): RequestValidator | undefined {
  const { RequestValidatorId: id } = method.properties;
  if (id === undefined) return undefined;
  const validator = model.ofType('AWS::ApiGateway::RequestValidator').find(({ ref }) => ref === id);
  if (!validator) {
    return refuse(method, 'RequestValidatorId', `there is no request validator "${id}"`, 'TEMPLATE_INVALID');
  }
  const { ValidateRequestBody, ValidateRequestParameters } = validator.properties;
  const required = ValidateRequestParameters ? requiredParameters(method) : [];
  const schemas = ValidateRequestBody ? schemasOf(method, model) : new Map<string, Schema>();
  return ({ params, body }) => {
    const missing = required.filter((parameter) => isBlank(params, parameter)).map(({ name }) => name);
    if (missing.length > 0) return `Missing required request parameters: [${missing.join(', ')}]`;
    const type = mediaTypeOf(headerOf(params.header, 'content-type'));
    const schema = schemas.get(type) ?? schemas.get('$default');
    return schema && !isValid(schema, body) ? 'Invalid request body' : undefined;
  };
}

interface Parameter {
  readonly kind: keyof TemplateParams;
  readonly name: string;
}

function requiredParameters({ properties }: Resource<RestMethodProperties>): readonly Parameter[] {
  return Object.entries(properties.RequestParameters ?? {}).flatMap(([parameter, isRequired]) => {
    const [, kind, name] = PARAMETER.exec(parameter) ?? [];
    return isRequired && name !== undefined ? [{ kind: kind as Parameter['kind'], name }] : [];
  });
}

function isBlank(params: TemplateParams, { kind, name }: Parameter): boolean {
  const value = kind === 'header' ? headerOf(params.header, name) : params[kind][name];
  return value === undefined || value.trim() === '';
}

/** The models of a method by content type, compiled. */
function schemasOf(method: Resource<RestMethodProperties>, model: StackModel): ReadonlyMap<string, Schema> {
  return new Map(
    Object.entries(method.properties.RequestModels ?? {}).flatMap(([type, name]) => {
      if (name === 'Empty') return [];
      const resource = model
        .ofType('AWS::ApiGateway::Model')
        .find(({ ref, properties }) => ref === name && properties.RestApiId === method.properties.RestApiId);
      if (!resource) {
        return refuse(method, `RequestModels.${type}`, `there is no model "${name}"`, 'TEMPLATE_INVALID');
      }
      return [[type.toLowerCase(), schemaOf(resource)] as const];
    }),
  );
}

function schemaOf(resource: Resource<{ readonly Schema?: unknown }>): Schema {
  const { Schema: given } = resource.properties;
  try {
    return compileSchema(typeof given === 'string' ? parseJson(given) : ((given ?? {}) as JsonValue));
  } catch (error) {
    if (!(error instanceof SchemaError || error instanceof SyntaxError)) throw error;
    return refuse(resource, 'Schema', error.message);
  }
}

/** A body that is empty counts as an empty object; one that is no JSON is never valid. */
function isValid(schema: Schema, body: string): boolean {
  const document = body === '' ? {} : jsonOf(body);
  return document !== undefined && schema(document);
}
