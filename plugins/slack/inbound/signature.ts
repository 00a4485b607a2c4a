import { createHmac, timingSafeEqual } from 'node:crypto';
import type { InboundRequest } from '../../contract.ts';

/** Requests that are older are refused, so that one that somebody recorded cannot be sent again later. */
const WINDOW_SECONDS = 300;

/**
 * True when Slack signed this request with the secret, at most five minutes ago: HMAC-SHA256 over `v0:timestamp:body`
 * (docs.slack.dev/authentication/verifying-requests-from-slack). Compared in constant time.
 */
export function isSigned({ headers, rawBody }: Pick<InboundRequest, 'headers' | 'rawBody'>, secret: string, now: number): boolean {
  const timestamp = headers['x-slack-request-timestamp'] ?? '';
  const given = headers['x-slack-signature'] ?? '';
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now / 1000 - Number(timestamp)) > WINDOW_SECONDS) return false;
  const expected = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(rawBody).digest('hex')}`;
  return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}
