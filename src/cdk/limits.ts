/** Numbers that AWS sets, and those that follow from them. docs/limits.md shows the arithmetic. */

/** EventBridge's limit for a rule's pattern, which the contract adopts. */
export const PATTERN_MAX_CHARACTERS = 2048;

/** API Gateway's limit for one WebSocket message. */
export const MESSAGE_MAX_BYTES = 131_072;

/** API Gateway ends a WebSocket connection after this time. */
export const CONNECTION_MAX_HOURS = 2;

/**
 * Step Functions' limit for an Express workflow is 300 s. The clock is looked at after each page, and one on which
 * every call is retried to the end takes nearly all that is left over; then the event is still to be set aside.
 */
export const EXPRESS_TIME_LIMIT_SECONDS = 230;

/** A Standard workflow has no such limit, but an event is of no use to anybody after an hour. */
export const STANDARD_TIME_LIMIT_SECONDS = 3600;

/** A page of rows with the longest patterns must fit into a state's 256 KiB. */
export const PAGE_MAX_ROWS = 32;

/** How often a message is tried before the connection counts as failed. */
export const DELIVERY_MAX_ATTEMPTS = 4;

/** So many connections may wait for another attempt before that is made: their list must not outgrow a state. */
export const DEFERRED_MAX = 200;
