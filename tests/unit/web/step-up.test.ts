import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { StepUpOffer } from '../../../api/contract/second-factor.ts';
import { routes } from '../../../api/contract/index.ts';
import { call } from '../../../web/src/api/client.ts';
import { ApiProblem } from '../../../web/src/api/problem.ts';
import { setAskPerson } from '../../../web/src/api/step-up.ts';
import { askInDialog, needsProof, offerFrom, pendingStepUp } from '../../../web/src/second-factor/step-up.ts';

const offer: StepUpOffer = { methods: [{ id: 'totp', name: 'App', kind: 'code', enrolled: true, canAdd: true }], recovery: true, mustEnrol: false, ticket: null };
const refusal = { type: 'step-up-required', title: 'Confirm that it is you', status: 403, detail: 'd', stepUp: offer };
const realFetch = globalThis.fetch;
let asked: StepUpOffer[];
let answers: [number, object][];
let sent: string[];

/** A server that gives these answers, in their order. */
beforeEach(() => {
  [asked, sent] = [[], []];
  globalThis.fetch = async (input, init) => {
    sent.push(JSON.stringify([init?.method, input, init?.body, init?.headers]));
    const [status, body] = answers.shift() ?? [500, {}];
    return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/problem+json' } });
  };
});
afterEach(() => {
  globalThis.fetch = realFetch;
});

const decide = (yes: boolean): void =>
  setAskPerson(async (what) => {
    asked.push(what);
    return yes;
  });
const rename = () => call(routes.secondFactor.rename, { params: { id: 'f' }, body: { name: 'Key' } });

describe('a call that needs a second factor', () => {
  it('asks, and is sent again once, the same', async () => {
    decide(true);
    answers = [[403, refusal], [200, { id: 'f' }]];
    expect(await rename()).toEqual({ id: 'f' });
    expect(asked).toEqual([offer]);
    expect(sent).toHaveLength(2);
    expect(sent[0]).toBe(sent[1]);
  });

  it('is not sent a third time', async () => {
    decide(true);
    answers = [[403, refusal], [403, refusal]];
    await expect(rename()).rejects.toMatchObject({ type: 'step-up-required' });
    expect([asked.length, sent.length]).toEqual([1, 2]);
  });

  it('fails when the person turns away, in words for people', async () => {
    decide(false);
    answers = [[403, refusal]];
    const problem = await rename().catch((error: unknown) => ApiProblem.from(error));
    expect(problem).toMatchObject({ status: 403, title: 'Not confirmed', detail: 'This needs your second factor. Nothing was changed.' });
    expect(sent).toHaveLength(1);
  });

  it('is another thing than a call that is forbidden', async () => {
    decide(true);
    answers = [[403, { ...refusal, type: 'forbidden' }]];
    await expect(rename()).rejects.toMatchObject({ type: 'forbidden' });
    expect([asked.length, sent.length]).toEqual([0, 1]);
  });
});

describe('the dialog', () => {
  it('is one for several refusals at the same time', async () => {
    const both = [askInDialog(offer), askInDialog({ ...offer, recovery: false })];
    expect(pendingStepUp.get()?.offer).toEqual(offer);
    pendingStepUp.get()?.settle(true);
    expect(await Promise.all(both)).toEqual([true, true]);
    expect(pendingStepUp.get()).toBeUndefined();
    const next = askInDialog(offer);
    pendingStepUp.get()?.settle(false);
    expect(await next).toBe(false);
  });
});

describe('whether a download needs a proof first', () => {
  const now = Date.parse('2026-05-01T10:00:00.000Z');
  const factor = { id: 'f', method: 'totp', methodName: 'App', name: 'Phone', createdAt: '2026-01-01T00:00:00.000Z', lastUsedAt: null };
  const base = { isAsked: true, policy: 'enrolled' as const, factors: [factor], mustEnrol: false, provenUntil: null };
  it.each([
    ['a factor and no proof', base, true],
    ['a proof that counts', { ...base, provenUntil: '2026-05-01T10:05:00.000Z' }, false],
    ['a proof that is about to end', { ...base, provenUntil: '2026-05-01T10:00:05.000Z' }, true],
    ['no factor', { ...base, factors: [] }, false],
    ['no factor where one is required', { ...base, factors: [], mustEnrol: true }, true],
    ['the policy off', { ...base, policy: 'off' as const }, false],
    ['authentication off', { ...base, isAsked: false }, false],
  ])('with %s', (_what, status, needed) => expect(needsProof(status, now)).toBe(needed));

  it('offers keys first, and only what is set up', () => {
    const method = (id: string, kind: 'code' | 'webauthn' | 'redirect', enrolled = true) => ({ id, name: id, kind, enrolled, canAdd: true });
    const made = offerFrom({ methods: [method('duo', 'redirect'), method('totp', 'code'), method('sms', 'code', false), method('webauthn', 'webauthn')], recoveryCodesLeft: 0, mustEnrol: false });
    expect([made.methods.map((m) => m.id), made.recovery, made.ticket]).toEqual([['webauthn', 'totp', 'duo'], false, null]);
  });
});
