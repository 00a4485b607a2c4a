import { describe, expect, it } from '@jest/globals';
import type { Response } from 'express';
import type { Config } from '../../../config/config.ts';
import type { Identity } from '../../../api/auth/identity.ts';
import { ensureProofHash, hashOfSession, proofHash } from '../../../api/second-factor/session-key.ts';

const identity = (tokenId: string | null): Identity => ({ via: tokenId === null ? 'proxy' : 'cookie', accountId: null, email: 'a@example.com', tokenId, issuedAt: null, expiresAt: null });
const exchange = (cookie?: string, uiUrl = 'https://dispatch.example') => {
  const set: string[] = [];
  const response = { append: (_name: string, value: string) => set.push(value) } as unknown as Response;
  return { deps: { config: { server: { uiUrl } } as Config }, request: { headers: cookie === undefined ? {} : { cookie } }, response, set };
};

describe('where a proof is kept', () => {
  it('belongs to the session, whatever cookies come with it', () => {
    const parts = exchange('dispatch_second_factor=planted');
    expect(ensureProofHash(parts, identity('session-1'))).toBe(hashOfSession('session-1'));
    expect(parts.set).toEqual([]);
    expect(hashOfSession('session-1')).not.toBe(hashOfSession('session-2'));
  });

  it('is a cookie of its own where there is no session of ours, unreadable and unguessable', () => {
    const first = exchange();
    expect(proofHash(identity(null), first.request)).toBeNull();
    const hash = ensureProofHash(first, identity(null));
    expect(first.set).toEqual([expect.stringMatching(/^dispatch_second_factor=[\w-]{43}; Path=\/api; HttpOnly; Secure; SameSite=Strict$/)]);
    const again = exchange(first.set[0]?.split(';')[0]);
    expect(ensureProofHash(again, identity(null))).toBe(hash);
    expect(again.set).toEqual([]);
    expect(hash).not.toContain(first.set[0]?.slice(23, 60) ?? '');
    expect(ensureProofHash(exchange(), identity(null))).not.toBe(hash);
  });

  it('is sent without encryption only where the product is reached so', () => {
    const parts = exchange(undefined, 'http://localhost:8000');
    ensureProofHash(parts, identity(null));
    expect(parts.set[0]).not.toContain('Secure');
  });
});
