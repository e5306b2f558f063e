/**
 * API Gateway's quotas.
 * Source: API Gateway developer guide, "Quotas for configuring and running a WebSocket API" and "… a REST API".
 */
export const MAX_MESSAGE_BYTES: number = 128 * 1024;
/** Messages are billed in units of this size. */
export const MESSAGE_UNIT_BYTES: number = 32 * 1024;
export const IDLE_TIMEOUT_MS: number = 10 * 60 * 1000;
export const MAX_CONNECTION_MS: number = 2 * 60 * 60 * 1000;
export const INTEGRATION_TIMEOUT_MS: number = 29 * 1000;
