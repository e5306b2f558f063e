import type { Usage } from '../billing/prices.ts';
import { LATENCIES } from './latencies.ts';
import type { Measurement } from './measure.ts';
import { patternOf, pingsPerSession, SESSION_HOURS, type Workload } from './workload.ts';

/**
 * The usual design, on paper: a rule invokes a function for each event, which reads all connections, matches, and
 * posts; three more functions are the routes. After the shape of aws-samples/simple-websockets-chat-app, whose
 * sendmessage function reads the table and posts to each connection, with a pattern in each row and a matcher in
 * the function. Nothing here was run.
 */

const FUNCTION_MEMORY_GB = 256 / 1024;
/** Node's AWS SDK keeps so many sockets, so so many posts are under way at once. */
const POSTS_AT_ONCE = 50;
/** Starting the handler, and matching: a millisecond for so many patterns. */
const HANDLER_MS = 2;
const PATTERNS_PER_MS = 100;
const READ_UNIT_BYTES = 4096;
const QUERY_PAGE_BYTES = 1024 * 1024;
/** A row besides its pattern: key, connection id, expiry, with their names. */
const ROW_BYTES = 90;
const MESSAGE_UNIT_BYTES = 32 * 1024;
const LARGEST_MESSAGE_BYTES = 128 * 1024;
const EVENT_UNIT_BYTES = 64 * 1024;
/** START, END and REPORT, which Lambda writes for each invocation, with what CloudWatch adds to each line. */
const LOG_BYTES_PER_INVOCATION = 330;

export function lambdaFanOut(workload: Workload): Measurement {
  const { clients, matchRate, sizeBytes } = workload;
  const rowBytes = ROW_BYTES + JSON.stringify(patternOf(0, workload)).length;
  const tableBytes = clients * rowBytes;
  const posts = clients * matchRate;
  const queries = Math.max(1, Math.ceil(tableBytes / QUERY_PAGE_BYTES));
  const durationMs =
    HANDLER_MS +
    queries * latency('dynamodb:Query') +
    clients / PATTERNS_PER_MS +
    Math.ceil(posts / POSTS_AT_ONCE) * latency('execute-api:Invoke');
  const isDeliverable = sizeBytes <= LARGEST_MESSAGE_BYTES;
  return {
    perEvent: {
      'events.published': Math.ceil(sizeBytes / EVENT_UNIT_BYTES),
      ...invocations(1, durationMs),
      'dynamodb.readRequestUnits': Math.max(1, Math.ceil(tableBytes / READ_UNIT_BYTES)),
      'apigateway.websocket.messages': isDeliverable ? posts * Math.ceil(sizeBytes / MESSAGE_UNIT_BYTES) : 0,
    },
    perSession: {
      // $connect, the pattern, $disconnect: each writes one row. A ping is answered by a function, too.
      ...invocations(
        3 + pingsPerSession(workload),
        3 * (HANDLER_MS + latency('dynamodb:PutItem')) + pingsPerSession(workload) * HANDLER_MS,
      ),
      'dynamodb.writeRequestUnits': 3,
      'apigateway.websocket.messages': 2 + 2 * pingsPerSession(workload),
      'apigateway.websocket.connectionMinutes': SESSION_HOURS * 60,
    },
    deliveredShare: isDeliverable ? 1 : 0,
    controlPlaneCallsPerEvent: 0,
  };
}

/** @param durationMs of all of them together */
function invocations(count: number, durationMs: number): Usage {
  return {
    'lambda.requests': count,
    'lambda.gbSeconds': (durationMs / 1000) * FUNCTION_MEMORY_GB,
    'logs.ingested.bytes': count * LOG_BYTES_PER_INVOCATION,
  };
}

function latency(operation: string): number {
  return LATENCIES[operation] ?? 0;
}
