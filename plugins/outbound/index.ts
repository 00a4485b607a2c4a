import { createGuardedFetch } from './fetch.ts';
import { createOutboundGuard, OutboundRefused, type OutboundGuard, type OutboundOptions } from './guard.ts';

/** The ways out of the product for addresses that people typed. */
export interface Outbound {
  fetch: typeof globalThis.fetch;
  openSocket: OutboundGuard['openSocket'];
}

/** Ways out that lead to public addresses and to what `allow` names; see {@link createOutboundGuard}. */
export function createOutbound(options: OutboundOptions): Outbound {
  const guard = createOutboundGuard(options);
  return { fetch: createGuardedFetch(guard), openSocket: guard.openSocket };
}

/** The refusal in an error or its causes; null when it failed for another reason. */
export function refusalIn(error: unknown): OutboundRefused | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (at instanceof OutboundRefused) return at;
  }
  return null;
}
