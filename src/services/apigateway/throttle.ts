import type { Clock } from '../../core/clock.ts';
import type { RouteSettings, WebSocketStageProperties } from '../../template/resources/apigatewayv2.ts';

/** Whether a request on this route may pass now. */
export type Throttle = (routeKey: string) => boolean;

/**
 * The throttling that the template sets on a stage; without any, nothing is throttled here (AWS has an account's
 * quota). A limit of zero refuses everything: the well-known result of settings that set one limit only.
 */
export function routeThrottles(stage: WebSocketStageProperties, clock: Clock): Throttle {
  const buckets = new Map<string, TokenBucket | undefined>();
  return (routeKey) => {
    if (!buckets.has(routeKey)) {
      buckets.set(routeKey, bucketOf(stage.RouteSettings?.[routeKey] ?? stage.DefaultRouteSettings, clock));
    }
    return buckets.get(routeKey)?.take() ?? true;
  };
}

function bucketOf(settings: RouteSettings | undefined, clock: Clock): TokenBucket | undefined {
  const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = settings ?? {};
  if (rate === undefined && burst === undefined) return undefined;
  return new TokenBucket(rate ?? 0, burst ?? 0, clock);
}

/** A bucket of `burst` tokens that fills at `ratePerSecond`. */
class TokenBucket {
  private tokens: number;
  private filledMs: number;
  private readonly ratePerSecond: number;
  private readonly burst: number;
  private readonly clock: Clock;

  constructor(ratePerSecond: number, burst: number, clock: Clock) {
    this.ratePerSecond = ratePerSecond;
    this.burst = burst;
    this.clock = clock;
    this.tokens = burst;
    this.filledMs = clock.now();
  }

  take(): boolean {
    const nowMs = this.clock.now();
    this.tokens = Math.min(this.burst, this.tokens + ((nowMs - this.filledMs) / 1000) * this.ratePerSecond);
    this.filledMs = nowMs;
    if (this.tokens < 1) return false;
    this.tokens--;
    return true;
  }
}
