import { AwsError, messageOf } from '../../core/errors.ts';
import { type JsonObject, stringifyJson, utf8Length } from '../../core/json.ts';
import type { ServiceHost } from '../../core/operations.ts';
import type { Span } from '../../core/trace.ts';
import { NO_PARAMS, type TemplateParams } from '../../languages/vtl/index.ts';
import { type AccessLog, accessLog } from './access-log.ts';
import { AUTHORIZE } from './authorize.ts';
import { type Exchange, IntegrationFailure } from './exchange.ts';
import { headerOf } from './headers.ts';
import { extendedId } from './identifiers.ts';
import { MAX_MESSAGE_BYTES } from './limits.ts';
import { statusOverride } from './overrides.ts';
import { iamIdentity } from './rest-context.ts';
import { routeThrottles, type Throttle } from './throttle.ts';
import { Connection } from './websocket-connection.ts';
import { webSocketContext } from './websocket-context.ts';
import type { MappedAnswer } from './websocket-integration.ts';
import type { WebSocketRoute, WebSocketStage } from './websocket-model.ts';
import type {
  ClientConnection,
  ConnectAnswer,
  ConnectRequest,
  Refusal,
  Transport,
  WebSocketEndpoint,
} from './websocket-types.ts';

const TOO_BIG = 1009;
const GOING_AWAY = 1001;
const TRY_AGAIN_LATER = 1013;

type EventType = 'CONNECT' | 'MESSAGE' | 'DISCONNECT';
type Candidate = Pick<Connection, 'connectionId' | 'identity' | 'connectedAtMs' | 'headers'>;

/** One stage of a WebSocket API: its connections, and the routes that their messages take. */
export class WebSocketApi implements WebSocketEndpoint {
  private readonly stage: WebSocketStage;
  private readonly host: ServiceHost;
  private readonly connections = new Map<string, Connection>();
  private readonly throttle: Throttle;
  private readonly log: AccessLog | undefined;
  private closed = false;

  constructor(stage: WebSocketStage, host: ServiceHost) {
    this.stage = stage;
    this.host = host;
    this.throttle = routeThrottles(stage.settings, host.environment.clock);
    this.log = accessLog(stage.settings.AccessLogSettings, host.meter);
  }

  /** Undefined for an id that is unknown, still connecting, or gone. */
  connection(connectionId: string): Connection | undefined {
    const connection = this.connections.get(connectionId);
    return connection?.isClosing ? undefined : connection;
  }

  /** Runs `$connect`; the connection exists only if it succeeds, or if there is no such route. */
  async connect(request: ConnectRequest): Promise<ConnectAnswer> {
    const { clock, random } = this.host.environment;
    const candidate: Candidate = {
      connectionId: extendedId(random),
      identity: { sourceIp: request.sourceIp, userAgent: headerOf(request.headers, 'user-agent') ?? '' },
      connectedAtMs: clock.now(),
      headers: request.headers,
    };
    const refusal = await this.refusalOf(candidate, request);
    this.log?.(this.contextOf(candidate, '$connect', 'CONNECT'), refusal?.statusCode ?? 200, request.span);
    if (refusal) return refusal;
    return {
      accepted: true,
      connectionId: candidate.connectionId,
      open: (transport) => this.open(candidate, transport),
    };
  }

  /** Bills the time of the connections that are open, up to now. */
  billConnectionTime(): void {
    for (const connection of this.connections.values()) connection.billTime();
  }

  /** Ends every connection, without a `$disconnect`: the process is ending. */
  close(): void {
    this.closed = true;
    for (const connection of this.connections.values()) {
      connection.ended();
      connection.close(GOING_AWAY, 'Going away');
    }
    this.connections.clear();
  }

  private async refusalOf(candidate: Candidate, request: ConnectRequest): Promise<Refusal | undefined> {
    const route = this.stage.routes.get('$connect');
    if (!route) return undefined;
    const denied = await this.denial(candidate, request, route);
    if (denied) return denied;
    const context = this.contextOf(candidate, route.key, 'CONNECT');
    const params = { ...NO_PARAMS, querystring: request.query, header: request.headers };
    const answer = await this.runRoute(route, { body: '', params, context }, request.span);
    const statusCode = answer?.statusCode ?? 500;
    return statusCode < 300 ? undefined : refusal(statusCode, context);
  }

  /** What stops a client before the integration is asked. */
  private async denial(
    candidate: Candidate,
    { caller, span }: ConnectRequest,
    { key, requiresIam }: WebSocketRoute,
  ): Promise<Refusal | undefined> {
    const context = this.contextOf(candidate, key, 'CONNECT');
    if (!this.throttle(key)) return refusal(429, context);
    if (!requiresIam) return undefined;
    if (!caller)
      return refusal(403, context, 'Missing Authentication Token', 'MissingAuthenticationTokenException');
    const { apiId, stageName } = this.stage;
    try {
      await this.host.operations.call(
        AUTHORIZE,
        { resource: `${apiId}/${stageName}/${key}` },
        { caller, span },
      );
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return refusal(403, context, error.message, 'AccessDeniedException');
    }
    Object.assign(candidate.identity, iamIdentity(caller, this.host.environment));
    return undefined;
  }

  private open(candidate: Candidate, transport: Transport): ClientConnection {
    const { environment, meter } = this.host;
    const connection = new Connection(candidate, transport, environment.clock, meter);
    this.connections.set(connection.connectionId, connection);
    return {
      connectionId: connection.connectionId,
      onMessage: (text, span) => this.onMessage(connection, text, span),
      onClose: (code, reason, span) => this.onClose(connection, code, reason, span),
    };
  }

  private async onMessage(connection: Connection, text: string, span: Span): Promise<void> {
    if (utf8Length(text) > MAX_MESSAGE_BYTES) return connection.close(TOO_BIG, 'Message too big');
    connection.received(text, span);
    const route = this.routeOf(text);
    const context = this.contextOf(connection, route?.key ?? '', 'MESSAGE');
    const { statusCode, body } = await this.answerTo(text, route, context, span);
    if (body !== '') this.reply(connection, body, span);
    this.log?.(context, statusCode, span);
  }

  /** What a message gets: the integration's answer if the route has responses, or what API Gateway itself says. */
  private async answerTo(
    text: string,
    route: WebSocketRoute | undefined,
    context: JsonObject,
    span: Span,
  ): Promise<{ readonly statusCode: number; readonly body: string }> {
    const problem = (statusCode: number, message: string): { statusCode: number; body: string } => ({
      statusCode,
      body: problemBody(message, context),
    });
    if (!route) return problem(403, 'Forbidden');
    if (!route.integration) return problem(500, 'Internal server error');
    if (!this.throttle(route.key)) return problem(429, 'Too Many Requests');
    const answer = await this.runRoute(route, { body: text, params: NO_PARAMS, context }, span);
    if (!answer) return problem(500, 'Internal server error');
    return { statusCode: answer.statusCode, body: route.isTwoWay ? answer.body : '' };
  }

  private async onClose(connection: Connection, code: number, reason: string, span: Span): Promise<void> {
    if (!this.connections.delete(connection.connectionId) || this.closed) return;
    connection.ended();
    const route = this.stage.routes.get('$disconnect');
    if (!route) return;
    const context = this.contextOf(connection, route.key, 'DISCONNECT');
    context['disconnectStatusCode'] = code;
    context['disconnectReason'] = reason;
    const params = { ...NO_PARAMS, header: connection.headers };
    const answer = await this.runRoute(route, { body: '', params, context }, span);
    this.log?.(context, answer?.statusCode ?? 500, span);
  }

  /** The route that a message selects, or `$default`, if there is one. */
  private routeOf(text: string): WebSocketRoute | undefined {
    const { routes, selectRoute } = this.stage;
    const key = selectRoute({ body: text });
    const isReserved = key === '$connect' || key === '$disconnect';
    return (key === undefined || isReserved ? undefined : routes.get(key)) ?? routes.get('$default');
  }

  /** Undefined if the integration failed; why, is in the trace. */
  private async runRoute(
    route: WebSocketRoute,
    request: { readonly body: string; readonly params: TemplateParams; readonly context: JsonObject },
    parent: Span,
  ): Promise<MappedAnswer | undefined> {
    const span = parent.child('route', route.key, { connectionId: request.context['connectionId'] });
    try {
      if (!route.integration) throw new IntegrationFailure('The route has no integration');
      const mapped = await route.integration.run(this.exchangeOf(route, request, span));
      const answer = { ...mapped, statusCode: statusOverride(request.context) ?? mapped.statusCode };
      if (span.recording) span.note({ statusCode: answer.statusCode, answer: answer.body });
      span.end();
      return answer;
    } catch (error) {
      span.end({ code: error instanceof Error ? error.name : 'Error', message: messageOf(error) });
      return undefined;
    }
  }

  private exchangeOf(
    route: WebSocketRoute,
    request: Pick<Exchange, 'body' | 'params' | 'context'>,
    span: Span,
  ): Exchange {
    const { apiId, stageName, stageVariables } = this.stage;
    const { partition, region, accountId } = this.host.environment;
    const sourceArn = `arn:${partition}:execute-api:${region}:${accountId}:${apiId}/${stageName}/${route.key}`;
    return { ...request, stageVariables, sourceArn, span };
  }

  private reply(connection: Connection, text: string, parent: Span): void {
    const span = parent.child('message', connection.connectionId, {
      connectionId: connection.connectionId,
      data: text,
    });
    const result = connection.send(text, span);
    span.end(result === 'sent' ? undefined : { code: 'NotSent', message: `The client is ${result}` });
    if (result === 'slow') connection.close(TRY_AGAIN_LATER, 'Too slow');
  }

  private contextOf(connection: Candidate, routeKey: string, eventType: EventType): JsonObject {
    const { apiId, stageName } = this.stage;
    const { connectionId, connectedAtMs, identity } = connection;
    return webSocketContext(
      { apiId, stageName, connectionId, connectedAtMs, identity, routeKey, eventType },
      this.host.environment,
    );
  }
}

/** What API Gateway itself answers: message, and ids for support. */
function problemBody(message: string, { connectionId, requestId }: JsonObject): string {
  return stringifyJson({ message, connectionId: connectionId ?? null, requestId: requestId ?? null });
}

const STATUS_MESSAGES: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  429: 'Too Many Requests',
};

function refusal(statusCode: number, context: JsonObject, message?: string, errorType?: string): Refusal {
  const fallback =
    STATUS_MESSAGES[statusCode] ?? (statusCode < 500 ? 'Bad Request' : 'Internal server error');
  return {
    accepted: false,
    statusCode,
    ...(errorType && { headers: { 'x-amzn-ErrorType': errorType } }),
    body: problemBody(message ?? fallback, context),
  };
}
