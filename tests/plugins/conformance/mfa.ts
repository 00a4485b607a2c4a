import { expect } from '@jest/globals';
import type { MfaAsk, MfaCapability, MfaFactor, MfaMethod } from '../../../plugins/contract.ts';
import { expectKind } from './making.ts';
import type { Check, World } from './world.ts';

type Respond = NonNullable<World['secondFactor']>;

const PERSON = { id: '6a2f1b34-8f59-4e3d-9a51-2f6c1e0b7d11', email: 'nadia@example.org', name: 'Nadia Rahman' };

// Keys need a browser; the end-to-end tests use one.
function methodsOf(world: World): MfaMethod[] {
  return world.use('mfa').methods().filter((method) => method.kind !== 'webauthn');
}

function responder(world: World): Respond {
  if (!world.secondFactor) throw new Error('the world of a plugin with second factors needs `secondFactor`');
  return world.secondFactor;
}

async function enrol(mfa: MfaCapability, respond: Respond, method: string): Promise<MfaFactor & { ask: MfaAsk }> {
  const { ask, state } = await mfa.beginEnrolment({ method, person: PERSON, factors: [] });
  const done = await mfa.finishEnrolment({ method, person: PERSON, state, answer: await respond(ask, 'allow') });
  if (!done.ok) throw new Error(done.reason);
  return { id: 'factor', method, data: done.data, ask };
}

async function eachMethod(world: World, run: (parts: { mfa: MfaCapability; respond: Respond; method: MfaMethod }) => Promise<void>): Promise<void> {
  const methods = methodsOf(world);
  expect(methods.length).toBeGreaterThan(0);
  for (const method of methods) await run({ mfa: world.use('mfa'), respond: responder(world), method });
}

/** What every provider of second factors must do. */
export const mfaChecks: Check[] = [
  {
    name: 'a right answer sets a factor up, and what is kept of it is JSON',
    run: (world) =>
      eachMethod(world, async ({ mfa, respond, method }) => {
        const { data } = await enrol(mfa, respond, method.id);
        expect(JSON.parse(JSON.stringify(data))).toEqual(data);
      }),
  },
  {
    name: 'a wrong answer, a denial and an answer of another kind are verdicts with a reason, no errors',
    run: (world) =>
      eachMethod(world, async ({ mfa, respond, method }) => {
        const { ask, state } = await mfa.beginEnrolment({ method: method.id, person: PERSON, factors: [] });
        for (const answer of [await respond(ask, 'deny'), { kind: 'webauthn', credential: {} } as const]) {
          const verdict = await mfa.finishEnrolment({ method: method.id, person: PERSON, state, answer });
          expect(verdict).toMatchObject({ ok: false, reason: expect.stringMatching(/\S{2,}/) });
        }
      }),
  },
  {
    name: 'an answer is right once',
    run: (world) =>
      eachMethod(world, async ({ mfa, respond, method }) => {
        const factor = await enrol(mfa, respond, method.id);
        const asked = method.kind === 'code' ? { ask: factor.ask, state: null } : await mfa.beginChallenge({ method: method.id, person: PERSON, factors: [factor] });
        const answer = await respond(asked.ask, 'allow');
        const verify = (data: Record<string, unknown>) => mfa.verify({ method: method.id, person: PERSON, factors: [{ ...factor, data }], state: asked.state, answer });
        // The code that set the factor up is used already; what is kept says so.
        const first = await verify(method.kind === 'code' ? { ...factor.data, lastStep: null } : factor.data);
        if (!first.ok) throw new Error(first.reason);
        expect(first.factorId).toBe('factor');
        expect((await verify(first.data)).ok).toBe(false);
      }),
  },
  {
    name: 'the answer to another question, or of another person, is refused',
    run: (world) =>
      eachMethod(world, async ({ mfa, respond, method }) => {
        if (method.kind === 'code') return;
        const factor = await enrol(mfa, respond, method.id);
        const asked = { method: method.id, factors: [factor] };
        const [mine, other] = [await mfa.beginChallenge({ ...asked, person: PERSON }), await mfa.beginChallenge({ ...asked, person: PERSON })];
        const answer = await respond(other.ask, 'allow');
        expect((await mfa.verify({ ...asked, person: PERSON, state: mine.state, answer })).ok).toBe(false);
        const stranger = { ...PERSON, email: 'eve@example.org' };
        const theirs = await mfa.beginChallenge({ ...asked, person: stranger });
        expect((await mfa.verify({ ...asked, person: PERSON, state: theirs.state, answer: await respond(theirs.ask, 'allow') })).ok).toBe(false);
      }),
  },
  {
    name: 'trouble at the vendor is an error that says so, and proves nothing',
    need: 'wire',
    run: (world) =>
      eachMethod(world, async ({ mfa, respond, method }) => {
        const factor = await enrol(mfa, respond, method.id);
        for (const [fault, kind] of [[{ status: 503 }, 'unavailable'], [{ status: 429, retryAfter: '7' }, 'rate-limited'], ['garbage', 'unavailable']] as const) {
          const asked = await mfa.beginChallenge({ method: method.id, person: PERSON, factors: [factor] });
          const answer = await respond(asked.ask, 'allow');
          world.wire?.failNext([fault]);
          await expectKind(kind, () => mfa.verify({ method: method.id, person: PERSON, factors: [factor], state: asked.state, answer }));
        }
      }),
  },
];
