import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { MfaAnswer, MfaBegun, MfaCapability, MfaMethod, MfaPerson, Plugin, PluginContext } from '../contract.ts';
import { createDuoClient, type DuoClient } from './client.ts';
import { DuoSettings } from './settings.ts';

const METHODS: readonly MfaMethod[] = [{ id: 'duo', name: 'Duo', kind: 'redirect', several: false }];
const DENIED = 'Duo did not confirm it. Try again, or use another way.';
const STALE = 'This answer does not belong to the question that was asked here. Begin again.';

/** Where Duo sends people back to; it has to be the same in every request. */
const redirectUrlOf = (webUrl: string): string => `${webUrl}/second-factor`;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const isSame = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

function usernameOf({ username }: DuoSettings, { email }: MfaPerson): string {
  return username === 'email' ? email : (email.split('@')[0] ?? email);
}

async function begin(client: DuoClient, username: string): Promise<MfaBegun> {
  const state = randomBytes(32).toString('base64url');
  return { ask: { kind: 'redirect', url: await client.promptUrl({ username, state }), state }, state: { state } };
}

// Only who began here has the state, so an answer that somebody else put into the browser's address never gets to Duo.
async function confirm(client: DuoClient, input: { username: string; state: Record<string, unknown> | null; answer: MfaAnswer }): Promise<{ ok: true } | { ok: false; reason: string }> {
  const { username, state, answer } = input;
  const expected = state?.['state'];
  if (answer.kind !== 'redirect' || typeof expected !== 'string' || !isSame(answer.state, expected)) return { ok: false, reason: STALE };
  const result = await client.exchange(answer.code);
  if (result === null) return { ok: false, reason: STALE };
  if (!isSame(result.username, username)) return { ok: false, reason: `Duo confirmed somebody else (${result.username.slice(0, 100)}).` };
  return result.isAllowed ? { ok: true } : { ok: false, reason: DENIED };
}

function duoMfa(settings: DuoSettings, context: PluginContext): MfaCapability {
  const client = createDuoClient(settings, context, redirectUrlOf(context.webUrl));
  const nameOf = (person: MfaPerson) => usernameOf(settings, person);
  return {
    methods: () => METHODS,
    beginEnrolment: ({ person }) => begin(client, nameOf(person)),
    async finishEnrolment({ person, state, answer }) {
      const confirmed = await confirm(client, { username: nameOf(person), state, answer });
      return confirmed.ok ? { ok: true, data: { username: nameOf(person) } } : confirmed;
    },
    beginChallenge: ({ person }) => begin(client, nameOf(person)),
    async verify({ person, factors, state, answer }) {
      const [factor] = factors;
      if (!factor) return { ok: false, reason: 'You have not set Duo up.' };
      const confirmed = await confirm(client, { username: nameOf(person), state, answer });
      return confirmed.ok ? { ok: true, factorId: factor.id, data: factor.data } : confirmed;
    },
  };
}

/** Duo as a second factor, through its Universal Prompt. */
export const duo: Plugin<DuoSettings> = {
  id: 'duo',
  name: 'Duo',
  description: 'A second factor by Duo’s prompt: push, phone, key or code, as your Duo policy says.',
  setup:
    'In Duo’s admin panel protect an application of the type “Web SDK” and copy Client ID, Client secret and API hostname. See [duo.com/docs/duoweb](https://duo.com/docs/duoweb).',
  settings: DuoSettings,
  secrets: ['clientSecret'],
  capabilities: ['mfa'],
  connect: (settings, context) => ({ mfa: duoMfa(settings, context) }),
  async health(settings, context) {
    await createDuoClient(settings, context, redirectUrlOf(context.webUrl)).checkHealth();
    return { ok: true, detail: 'Duo answers and takes our credentials.' };
  },
};
