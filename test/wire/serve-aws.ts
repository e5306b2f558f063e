import { seededRandom } from '../../src/core/environment.ts';
import type { Operations } from '../../src/core/operations.ts';
import { noSpan } from '../../src/core/trace.ts';
import { awsJsonRoute } from '../../src/wire/aws-json.ts';
import { awsQueryRoute } from '../../src/wire/aws-query.ts';
import { type AwsWireOptions, trustEveryone } from '../../src/wire/aws-request.ts';
import { type HttpServer, listen } from '../../src/wire/http-server.ts';

export interface TestServer extends HttpServer {
  /** Failures that routes did not turn into answers. */
  readonly failures: unknown[];
  /** An unsigned request in the JSON protocol. */
  post(target: string, body: string, headers?: Record<string, string>): Promise<Response>;
  /** An unsigned request in the Query protocol. */
  postForm(form: Record<string, string>, path?: string): Promise<Response>;
}

/** Serves operations in AWS's protocols on a free port. */
export async function serveAws(
  operations: Operations,
  options: Partial<AwsWireOptions> = {},
): Promise<TestServer> {
  const wire: AwsWireOptions = {
    operations,
    random: seededRandom(2),
    startRequest: () => noSpan,
    callerOf: trustEveryone,
    ...options,
  };
  const failures: unknown[] = [];
  const server = await listen({
    port: 0,
    routes: [awsJsonRoute(wire), awsQueryRoute(wire)],
    onFailure: (error) => failures.push(error),
  });
  return {
    ...server,
    failures,
    post: (target, body, headers = {}) =>
      fetch(server.origin, {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-amz-json-1.0', 'X-Amz-Target': target, ...headers },
        body,
      }),
    postForm: (form, path = '/') =>
      fetch(server.origin + path, { method: 'POST', body: new URLSearchParams(form) }),
  };
}
