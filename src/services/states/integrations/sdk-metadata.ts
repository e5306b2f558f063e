import { type JsonObject, stringifyJson, utf8Length } from '../../../core/json.ts';

/** What the older SDK adds to every answer, and optimized integrations hand on. Observed in recorded executions. */
export function withSdkMetadata(answer: JsonObject, requestId: string, nowMs: number): JsonObject {
  const headers: Record<string, string> = {
    'Content-Length': String(utf8Length(stringifyJson(answer))),
    'Content-Type': 'application/x-amz-json-1.0',
    Date: new Date(nowMs).toUTCString(),
    'x-amzn-RequestId': requestId,
  };
  return {
    ...answer,
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      HttpHeaders: headers,
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: requestId },
  };
}
