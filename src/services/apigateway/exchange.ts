import type { JsonObject } from '../../core/json.ts';
import type { Span } from '../../core/trace.ts';
import type { TemplateParams } from '../../languages/vtl/index.ts';

/** A request on its way through an integration. */
export interface Exchange {
  readonly body: string;
  readonly params: TemplateParams;
  /** Shared by request and response templates, which may change its overrides. */
  readonly context: JsonObject;
  readonly stageVariables: Readonly<Record<string, string>>;
  /** The method or route in whose name a role is assumed. */
  readonly sourceArn: string;
  readonly span: Span;
}

/** What an integration answered, before any mapping. */
export interface IntegrationAnswer {
  readonly statusCode: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An integration that gave no answer at all: the client gets an internal server error. */
export class IntegrationFailure extends Error {
  override readonly name = 'IntegrationFailure';
  readonly statusCode: number;
  constructor(message: string, statusCode = 500, options?: ErrorOptions) {
    super(message, options);
    this.statusCode = statusCode;
  }
}
