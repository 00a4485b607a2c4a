import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { reloadSession, type SignedIn, useSession } from '../api/session.ts';

const LONGEST_EARLY = 5 * 60_000;
const LONGEST_TIMER = 2 ** 31 - 1;

/** How long to wait before renewing a session that lasts `left` ms: until its last fifth, five minutes at most. */
export function waitBeforeRenewal(left: number): number {
  return Math.max(0, left - Math.min(LONGEST_EARLY, left / 5));
}

// Of several open tabs one renews, and the others find the session renewed.
async function oneAtATime(work: () => Promise<void>): Promise<void> {
  if ('locks' in navigator) await navigator.locks.request('dispatch.renewal', work);
  else await work();
}

async function renew(client: QueryClient, { authentication, person, expiresAt }: SignedIn): Promise<void> {
  const { pkce } = authentication;
  if (pkce === null) return;
  await oneAtATime(async () => {
    let session = await reloadSession(client);
    if (session.expiresAt === expiresAt) {
      const { renewUnseen } = await import('./pkce.ts');
      await renewUnseen(pkce);
      session = await reloadSession(client);
    }
    // Somebody else signed in at the provider meanwhile: nothing that this page shows is theirs.
    if (session.person?.email !== person.email) window.location.reload();
  });
}

/**
 * Renews the session with the OpenID Connect provider, unseen, before it ends. Answers when the session ends once that did not work, so
 * that the person can be told; null as long as all is well, and with other providers.
 */
export function useRenewal(): string | null {
  const session = useSession();
  const { expiresAt } = session;
  const isRenewable = session.authentication.pkce !== null;
  const client = useQueryClient();
  const [failedFor, setFailedFor] = useState<string | null>(null);
  useEffect(() => {
    const left = expiresAt === null ? 0 : Date.parse(expiresAt) - Date.now();
    if (!isRenewable || left <= 0) return;
    const timer = setTimeout(() => {
      renew(client, session).catch(() => setFailedFor(expiresAt));
    }, Math.min(LONGEST_TIMER, waitBeforeRenewal(left)));
    return () => clearTimeout(timer);
    // oxlint-disable-next-line react/exhaustive-deps -- a new object of the same session must not begin the wait anew.
  }, [isRenewable, expiresAt, client]);
  return failedFor === expiresAt ? failedFor : null;
}
