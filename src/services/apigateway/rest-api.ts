import { AwsError, messageOf } from '../../core/errors.ts';
import { billedTo } from '../../core/meter.ts';
import type { ServiceHost } from '../../core/operations.ts';
import type { Span } from '../../core/trace.ts';
import { AUTHORIZE, executeApiArn } from './authorize.ts';
import { IntegrationFailure } from './exchange.ts';
import { headerOf } from './headers.ts';
import { gatewayResponse, type HttpRequest, type HttpResponse, MISSING_TOKEN } from './http-types.ts';
import { restContext } from './rest-context.ts';
import type { RestApiModel, RestMethod, RestStage } from './rest-model.ts';
import { type MatchedResource, RestRouter } from './rest-router.ts';

const UNSUPPORTED_MEDIA_TYPE = gatewayResponse(415, 'BadRequestException', 'Unsupported Media Type');

/** A REST API: its resources, methods and stages. */
export class RestApi {
  private readonly model: RestApiModel;
  private readonly host: ServiceHost;
  private readonly router: RestRouter;

  constructor(model: RestApiModel, host: ServiceHost) {
    this.model = model;
    this.host = host;
    this.router = new RestRouter(model.resources);
  }

  /** @param isAuthorized the caller's policies were asked already */
  async handle(request: HttpRequest, isAuthorized: boolean): Promise<HttpResponse> {
    const stage = this.model.stages.get(request.stage);
    if (!stage) return gatewayResponse(403, 'ForbiddenException', 'Forbidden');
    const matched = this.router.match(request.path);
    const method =
      matched && (matched.resource.methods.get(request.method) ?? matched.resource.methods.get('ANY'));
    if (!matched || !method) return MISSING_TOKEN;
    const coding = headerOf(request.headers, 'content-encoding')?.toLowerCase() ?? 'identity';
    if (coding !== 'identity' && !this.model.takesCompressed) return UNSUPPORTED_MEDIA_TYPE;
    const span = request.span.child('route', `${request.method} ${matched.resource.path}`, {});
    const response = await this.answer(request, stage, matched, method, isAuthorized, span);
    if (span.recording) span.note({ statusCode: response.statusCode, answer: response.body });
    span.end();
    return response;
  }

  private async answer(
    request: HttpRequest,
    stage: RestStage,
    matched: MatchedResource,
    method: RestMethod,
    isAuthorized: boolean,
    span: Span,
  ): Promise<HttpResponse> {
    const refusal = method.requiresIam && !isAuthorized ? await this.refusalOf(request, span) : undefined;
    if (refusal) return refusal;
    // Only now: what is refused for want of authorization is not billed (developer guide, "API Gateway pricing").
    billedTo(request.span, this.host.meter).count('apigateway.rest.requests', 1);
    try {
      return await this.run(request, stage, matched, method, span);
    } catch (error) {
      span.note({ failure: messageOf(error) });
      return failureResponse(error);
    }
  }

  private async refusalOf(request: HttpRequest, span: Span): Promise<HttpResponse | undefined> {
    const { apiId, stage, method, path, caller } = request;
    if (!caller) return MISSING_TOKEN;
    try {
      await this.host.operations.call(
        AUTHORIZE,
        { resource: `${apiId}/${stage}/${method}${path}` },
        { caller, span },
      );
      return undefined;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return gatewayResponse(403, 'AccessDeniedException', error.message);
    }
  }

  private async run(
    request: HttpRequest,
    stage: RestStage,
    { resource, pathParameters }: MatchedResource,
    method: RestMethod,
    span: Span,
  ): Promise<HttpResponse> {
    const { environment } = this.host;
    const params = { path: pathParameters, querystring: request.query, header: request.headers };
    const problem = method.validator?.({ params, body: request.body });
    if (problem !== undefined) return gatewayResponse(400, 'BadRequestException', problem);
    const context = restContext(
      {
        apiId: this.model.apiId,
        stageName: stage.name,
        deploymentId: stage.deploymentId,
        resourceId: resource.resourceId,
        resourcePath: resource.path,
        httpMethod: request.method,
        path: request.path,
        sourceIp: request.sourceIp,
        userAgent: headerOf(request.headers, 'user-agent') ?? '',
        signedBy: method.requiresIam ? request.caller : undefined,
      },
      environment,
    );
    return method.integration.run({
      body: request.body,
      params,
      context,
      stageVariables: stage.variables,
      sourceArn: executeApiArn(
        environment,
        `${this.model.apiId}/${stage.name}/${request.method}${resource.path}`,
      ),
      span,
    });
  }
}

function failureResponse(error: unknown): HttpResponse {
  const statusCode = error instanceof IntegrationFailure ? error.statusCode : 500;
  if (statusCode === 415) return UNSUPPORTED_MEDIA_TYPE;
  if (statusCode === 504)
    return gatewayResponse(504, 'InternalServerErrorException', 'Endpoint request timed out');
  return gatewayResponse(500, 'InternalServerErrorException', 'Internal server error');
}
