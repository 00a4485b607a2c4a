import { describe, expect, it } from '@jest/globals';
import { askKey, beginKey, finishKey, siteOf, verifyKey } from '../../../plugins/builtin/mfa/webauthn.ts';
import type { MfaBegun, MfaFactor } from '../../../plugins/contract.ts';
import { createSoftKey, type SoftKey } from '../../support/soft-key.ts';

const site = siteOf('https://dispatch.example:8443/');
const here = { origin: site.origin, rpId: site.host };
const person = { id: 'f3b1c1de-2f11-4f7e-9a65-0a39b1f6d1d2', email: 'ada@example.com', name: 'Ada' };
const answer = (credential: Record<string, unknown>) => ({ kind: 'webauthn', credential }) as const;

function optionsOf({ ask }: MfaBegun): { challenge: string; [name: string]: unknown } {
  if (ask.kind !== 'webauthn') throw new Error('no key is asked for');
  return ask.options as { challenge: string };
}

async function register(key: SoftKey, at = here) {
  const begun = await beginKey(site, person, []);
  return finishKey(site, begun.state, answer(key.create(optionsOf(begun), at)));
}

async function factorWith(key: SoftKey): Promise<MfaFactor> {
  const done = await register(key);
  if (!done.ok) throw new Error(done.reason);
  return { id: 'f1', method: 'webauthn', data: done.data };
}

describe('registering a key', () => {
  it('asks for one that the person has not registered, bound to our host', async () => {
    const factor = await factorWith(createSoftKey());
    const options = optionsOf(await beginKey(site, person, [factor]));
    expect(options).toMatchObject({ rp: { id: 'dispatch.example', name: 'Dispatch' }, user: { name: 'ada@example.com', displayName: 'Ada' }, attestation: 'none', excludeCredentials: [{ id: factor.data['credentialId'] }] });
  });

  it('keeps the public key of a right answer', async () => {
    const key = createSoftKey();
    expect((await factorWith(key)).data).toMatchObject({ credentialId: key.id, counter: 0, transports: ['usb'] });
  });

  it('refuses answers made at another address, for another host, to another question, or that are none', async () => {
    const key = createSoftKey();
    expect(await register(key, { origin: 'https://evil.example', rpId: site.host })).toMatchObject({ ok: false, reason: expect.stringContaining('address') });
    expect((await register(key, { origin: site.origin, rpId: 'evil.example' })).ok).toBe(false);
    const [begun, other] = [await beginKey(site, person, []), await beginKey(site, person, [])];
    expect((await finishKey(site, begun.state, answer(key.create(optionsOf(other), here)))).ok).toBe(false);
    for (const nonsense of [{}, { id: 1 }, { id: 'x', response: null }]) expect((await finishKey(site, begun.state, answer(nonsense))).ok).toBe(false);
    expect((await finishKey(site, {}, answer(key.create(optionsOf(begun), here)))).ok).toBe(false);
  });
});

describe('proving a key', () => {
  it('takes a signature by one of the person’s keys, and keeps its counter', async () => {
    const [first, second] = [createSoftKey(), createSoftKey()];
    const factors = [await factorWith(first), { ...(await factorWith(second)), id: 'f2' }];
    const begun = await askKey(site, factors);
    expect(optionsOf(begun)).toMatchObject({ rpId: 'dispatch.example', allowCredentials: [{ id: first.id }, { id: second.id }] });
    const verdict = await verifyKey({ site, factors, state: begun.state, answer: answer(second.get(optionsOf(begun), here)) });
    expect(verdict).toMatchObject({ ok: true, factorId: 'f2', data: { counter: 1 } });
  });

  it('refuses strangers’ keys, other questions, other addresses, broken signatures and copied keys', async () => {
    const key = createSoftKey();
    const factors = [await factorWith(key)];
    const begun = await askKey(site, factors);
    const verify = (credential: Record<string, unknown>, state: Record<string, unknown> | null = begun.state) => verifyKey({ site, factors, state, answer: answer(credential) });
    expect((await verify(createSoftKey().get(optionsOf(begun), here))).ok).toBe(false);
    expect((await verify({ ...createSoftKey().get(optionsOf(begun), here), id: key.id, rawId: key.id })).ok).toBe(false);
    expect((await verify(key.get({ challenge: 'b3RoZXI' }, here))).ok).toBe(false);
    expect((await verify(key.get(optionsOf(begun), { ...here, origin: 'https://evil.example' }))).ok).toBe(false);
    expect((await verify(key.get(optionsOf(begun), here), null)).ok).toBe(false);
    const right = await verify(key.get(optionsOf(begun), { ...here, counter: 7 }));
    if (!right.ok) throw new Error(right.reason);
    const later = { site, factors: [{ ...factors[0], id: 'f1', method: 'webauthn', data: right.data }], state: begun.state };
    expect((await verifyKey({ ...later, answer: answer(key.get(optionsOf(begun), { ...here, counter: 7 })) })).ok).toBe(false);
    expect((await verifyKey({ ...later, answer: answer(key.get(optionsOf(begun), { ...here, counter: 8 })) })).ok).toBe(true);
  });
});
