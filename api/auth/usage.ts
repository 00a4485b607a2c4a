import type { Request } from 'express';
import { touchApiToken } from '../../models/api-tokens.ts';
import { touchSession } from '../../models/sessions.ts';
import type { ApiDeps } from '../deps.ts';
import { reasonOf } from '../reason.ts';
import type { Identity } from './identity.ts';
import { clientOf } from './origin.ts';

const EVERY_MS = 60_000;
const MOST_KEPT = 20_000;

/** Notes when sessions and API tokens were used and from where: at most once a minute each, beside the request and never failing it. */
export function createUsage(deps: Pick<ApiDeps, 'db' | 'logger'>): (identity: Identity | null, request: Request) => void {
  const noted = new Map<string, number>();
  return (identity, request) => {
    const id = identity?.tokenId ?? null;
    if (!identity || id === null || (identity.accountId === null && !identity.apiToken)) return;
    const now = Date.now();
    if (now - (noted.get(id) ?? 0) < EVERY_MS) return;
    if (noted.size >= MOST_KEPT) noted.clear();
    noted.set(id, now);
    const { address } = clientOf(request);
    const writing = identity.apiToken ? touchApiToken(deps.db, id, address) : touchSession(deps.db, id, { address });
    writing.catch((error: unknown) => deps.logger.debug({ reason: reasonOf(error) }, 'the use of a session was not noted'));
  };
}
