import type { AcceptanceCheck } from './check.ts';
import { CONNECTIONS } from './connections.ts';
import { DELIVERY } from './delivery.ts';
import { MATCHING } from './matching.ts';
import { OVERSIZE } from './oversize.ts';
import { SETTING_ASIDE } from './setting-aside.ts';
import { SUBSCRIPTION } from './subscription.ts';

export { type AcceptanceCheck, playCheck } from './check.ts';

/** The contract (README, "What a client sees") sentence by sentence, and what happens when something fails. */
export const ACCEPTANCE: readonly AcceptanceCheck[] = [
  ...CONNECTIONS,
  ...SUBSCRIPTION,
  ...DELIVERY,
  ...OVERSIZE,
  ...MATCHING,
  ...SETTING_ASIDE,
];
