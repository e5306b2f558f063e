import { isJsonObject, type JsonObject, type JsonValue, utf8Length } from '../../core/json.ts';
import { billedTo, type Meter } from '../../core/meter.ts';
import type { Span } from '../../core/trace.ts';
import type { AccessLogSettings } from '../../template/resources/apigatewayv2.ts';

/** CloudWatch Logs adds this to each event. Source: CloudWatch Logs API reference, PutLogEvents. */
const OVERHEAD_BYTES = 26;

/** Told of each request when it has ended; `context` is that of its mapping templates. */
export type AccessLog = (context: JsonObject, status: number, span: Span) => void;

/**
 * A stage's access log, as far as it shows here: its size, which is what it costs. Undefined without one.
 * Source: API Gateway developer guide, "Set up logging for WebSocket APIs".
 */
export function accessLog(settings: AccessLogSettings | undefined, meter: Meter): AccessLog | undefined {
  const { DestinationArn: destination, Format: format } = settings ?? {};
  if (destination === undefined || format === undefined) return undefined;
  return (context, status, span) => {
    const line = logLine(format, { ...context, status });
    billedTo(span, meter).count('logs.ingested.bytes', utf8Length(line) + OVERHEAD_BYTES);
  };
}

/** Fills in `$context.identity.sourceIp` and the like; a variable without a value is a hyphen. */
export function logLine(format: string, context: JsonObject): string {
  return format.replace(/\$context((?:\.[A-Za-z_]\w*)+)/g, (_whole, path: string) => {
    const value = path
      .slice(1)
      .split('.')
      .reduce<JsonValue | undefined>(
        (at, name) => (isJsonObject(at) && Object.hasOwn(at, name) ? at[name] : undefined),
        context,
      );
    return value === undefined || value === null || typeof value === 'object' ? '-' : String(value);
  });
}
