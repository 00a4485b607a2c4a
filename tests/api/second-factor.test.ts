import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { issueToken } from '../../api/auth/tokens.ts';
import { openIncident } from '../../api/auth/admit.ts';
import { hashPassword } from '../../api/auth/passwords.ts';
import { editIncident } from '../../api/commands/life-cycle.ts';
import type { Problem } from '../../api/contract/common.ts';
import type { IncidentDetail } from '../../api/contract/incidents.ts';
import type { Route } from '../../api/contract/route.ts';
import type { StepUpOffer } from '../../api/contract/second-factor.ts';
import { allRoutes } from '../../api/openapi.ts';
import { findAccount, saveAccount } from '../../models/accounts.ts';
import { saveMfaPolicy } from '../../models/mfa/policy.ts';
import { requestReset } from '../../models/password-links.ts';
import { createPerson } from '../../models/people.ts';
import { listAudit } from '../../models/read/audit.ts';
import { startSession } from '../../models/sessions.ts';
import { select } from '../../models/sql.ts';
import type { MfaAsk } from '../../plugins/contract.ts';
import { startFakeDuo } from '../../plugins/duo/fake.ts';
import { answerAtDuo } from '../plugins/harness/duo.ts';
import { startApi, type Caller, type Reply, type TestApi } from './support/api.ts';
import { codeOf, setUpApp, wrongCode, type App } from './support/factors.ts';
import { mailsTo } from './support/mail.ts';
import { addressOf } from './support/sample.ts';

type Refusal = Problem & { stepUp?: StepUpOffer };
const ME = '/account/second-factor';
let api: TestApi;
let owner: Caller;

beforeAll(async () => {
  api = await startApi();
  owner = await api.person('olga', 'owner');
});
afterAll(async () => {
  // Duo's outage is logged, and nothing else.
  expect(api.errors.filter((line) => !line.includes('"status":503'))).toEqual([]);
  await api.stop();
});

const prove = (who: Pick<Caller, 'call'>, answer: object) => who.call<Problem & { provenUntil: string }>('POST', `${ME}/proofs`, { answer });
const byCode = (app: App, steps = 0) => ({ kind: 'code', method: 'totp', code: codeOf(app.secret, steps) });
const status = async (who: Pick<Caller, 'call'>) => (await who.call<{ mustEnrol: boolean; provenUntil: string | null; recoveryCodesLeft: number; factors: { id: string; name: string; lastUsedAt: string | null }[]; methods: { id: string; enrolled: boolean }[] }>('GET', ME)).body;
const typeOf = (reply: Reply<unknown>): unknown => (reply.body as { type?: unknown } | null)?.type;
const actions = async (): Promise<string[]> => (await listAudit(api.db, api.organizationId, { limit: 200 })).data.map((entry) => entry.action);
/** Runs `work` under another policy than the default. */
async function under<T>(chosen: 'off' | 'required', work: () => Promise<T>): Promise<T> {
  await policy(chosen);
  try {
    return await work();
  } finally {
    await policy('enrolled');
  }
}
const policy = (chosen: 'off' | 'enrolled' | 'required', stepUpMinutes = 10) => saveMfaPolicy(api.db, api.organizationId, { policy: chosen, stepUpMinutes });

/** The same person in another session. */
async function elsewhere(who: Caller): Promise<Pick<Caller, 'call'>> {
  const account = await findAccount(api.db, who.person.email);
  if (!account) throw new Error('no account');
  const session = await startSession(api.db, { accountId: account.id, provider: 'test', address: null, userAgent: null, expiresAt: '2099-01-01T00:00:00.000Z' });
  const { token } = await issueToken(api.config, account, { now: Date.now() + 1000, sessionId: session.id });
  return { call: (method, path, body, headers = {}) => who.call(method, path, body, { ...headers, authorization: `Bearer ${token}` }) };
}

describe('setting an authenticator app up', () => {
  it('needs a right code, gives ten recovery codes once, and keeps nothing readable', async () => {
    const ada = await api.person('ada');
    expect(await status(ada)).toMatchObject({ policy: 'enrolled', mustEnrol: false, isAsked: true, provenUntil: null, factors: [], recoveryCodesLeft: 0, methods: [{ id: 'totp', enrolled: false }, { id: 'webauthn', enrolled: false }] });
    const begun = await ada.call<{ challenge: string; ask: { secret: string } }>('POST', `${ME}/enrolments`, { method: 'totp' });
    const { secret } = begun.body.ask;
    const add = (code: string) => ada.call<Problem & { recoveryCodes: string[] }>('POST', `${ME}/factors`, { challenge: begun.body.challenge, name: 'Phone', answer: { kind: 'code', code } });
    const wrong = await add(wrongCode(secret));
    expect([wrong.status, wrong.body.errors?.[0]?.pointer]).toEqual([400, '/answer/code']);
    const done = await add(codeOf(secret));
    expect([done.status, done.body.recoveryCodes.length, new Set(done.body.recoveryCodes).size]).toEqual([201, 10, 10]);
    expect(done.body.recoveryCodes[0]).toMatch(/^([a-z1-9]{4}-){3}[a-z1-9]{4}$/);
    expect((await add(codeOf(secret))).status).toBe(409);
    expect(await status(ada)).toMatchObject({ factors: [{ name: 'Phone', method: 'totp', methodName: 'Authenticator app' }], recoveryCodesLeft: 10 });
    const stored = JSON.stringify(await select(api.db, `select f::text from mfa_factors f union all select c::text from mfa_recovery_codes c union all select a::text from audit_entries a`));
    for (const text of [secret, codeOf(secret), ...done.body.recoveryCodes]) expect(stored).not.toContain(text);
    expect(await actions()).toContain('second-factor.added');
  });

  it('refuses methods that are not offered, questions of others, and too many fields', async () => {
    const [ada, bo] = [await api.person('ada'), await api.person('bo')];
    expect((await bo.call<Problem>('POST', `${ME}/enrolments`, { method: 'sms' })).body).toMatchObject({ status: 422, errors: [{ pointer: '/method' }] });
    const begun = await bo.call<{ challenge: string; ask: { secret: string } }>('POST', `${ME}/enrolments`, { method: 'totp' });
    const stolen = await ada.call('POST', `${ME}/factors`, { challenge: begun.body.challenge, name: 'X', answer: { kind: 'code', code: codeOf(begun.body.ask.secret) } });
    expect([403, 409]).toContain(stolen.status);
    expect((await bo.call<Problem>('POST', `${ME}/challenges`, { method: 'webauthn' })).status).toBe(409);
    expect((await bo.call<Problem>('POST', `${ME}/challenges`, { method: 'totp' })).status).toBe(400);
  });
});

describe('proving it', () => {
  it('takes a code once, also when it comes twice at the same moment', async () => {
    const who = await api.person('cleo');
    const app = await setUpApp(who);
    const answer = byCode(app);
    const both = await Promise.all([prove(who, answer), prove(who, answer)]);
    expect(both.map((reply) => reply.status).sort()).toEqual([201, 403]);
    expect((await prove(who, answer)).body.errors?.[0]?.pointer).toBe('/answer/code');
    expect((await prove(who, byCode(app, 1))).status).toBe(201);
    const seen = await actions();
    expect(seen).toEqual(expect.arrayContaining(['second-factor.proven', 'second-factor.refused']));
  });

  it('counts for its session only, and only for as long as the policy says', async () => {
    const who = await api.person('dora', 'admin');
    const app = await setUpApp(who);
    const act = (by: Pick<Caller, 'call'> = who) => by.call<Refusal>('POST', '/account/tokens', { name: 'T', scopes: ['read'] });
    expect((await act()).status).toBe(201);
    const other = await elsewhere(who);
    expect((await act(other)).body).toMatchObject({ status: 403, type: 'step-up-required', stepUp: { methods: [{ id: 'totp', name: 'Authenticator app', enrolled: true }], recovery: true, mustEnrol: false, ticket: null } });
    await select(api.db, `update mfa_proofs set proven_at = now() - interval '11 minutes' where person_id = $1 returning 1 as ok`, [who.person.id]);
    expect(typeOf(await act())).toBe('step-up-required');
    await policy('enrolled', 15);
    expect((await act()).status).toBe(201);
    await policy('enrolled');
    const { provenUntil } = (await prove(who, byCode(app))).body;
    expect(Math.abs(Date.parse(provenUntil) - Date.now() - 600_000)).toBeLessThan(60_000);
    expect((await act()).status).toBe(201);
  });

  it('is slowed after five wrong answers, for right ones too', async () => {
    const who = await api.person('emil');
    const app = await setUpApp(who);
    for (let i = 0; i < 5; i += 1) expect((await prove(who, { kind: 'code', method: 'totp', code: wrongCode(app.secret) })).status).toBe(403);
    const slowed = await prove(who, byCode(app));
    expect([slowed.status, slowed.headers.get('retry-after')]).toEqual([429, '1']);
    expect((await prove(who, { kind: 'recovery', code: app.recoveryCodes[0] })).status).toBe(429);
  });

  it('takes each recovery code once, however it is typed', async () => {
    const who = await api.person('fritz');
    const app = await setUpApp(who);
    const [first = '', second = ''] = app.recoveryCodes;
    expect((await prove(who, { kind: 'recovery', code: ` ${first.toUpperCase().replaceAll('-', ' ')} ` })).status).toBe(201);
    expect((await prove(who, { kind: 'recovery', code: first })).status).toBe(403);
    expect((await prove(await api.person('ada'), { kind: 'recovery', code: second })).status).toBe(403);
    expect((await status(who)).recoveryCodesLeft).toBe(9);
    const renewed = await who.call<{ recoveryCodes: string[] }>('POST', `${ME}/recovery-codes`);
    expect(renewed.body.recoveryCodes).toHaveLength(10);
    expect((await prove(who, { kind: 'recovery', code: second })).status).toBe(403);
    expect(await actions()).toEqual(expect.arrayContaining(['recovery-code.used', 'recovery-codes.renewed']));
  });
});

describe('removing a factor', () => {
  it('needs a proof, also to add another; the last one takes the recovery codes with it', async () => {
    const who = await api.person('gina');
    const app = await setUpApp(who);
    const other = await elsewhere(who);
    expect(typeOf(await other.call('DELETE', `${ME}/factors/${app.id}`))).toBe('step-up-required');
    expect(typeOf(await other.call('POST', `${ME}/enrolments`, { method: 'totp' }))).toBe('step-up-required');
    expect(typeOf(await other.call('POST', `${ME}/recovery-codes`))).toBe('step-up-required');
    await policy('off');
    expect(typeOf(await other.call('DELETE', `${ME}/factors/${app.id}`))).toBe('step-up-required');
    await policy('enrolled');
    const stranger = await api.person('hans');
    expect((await stranger.call('DELETE', `${ME}/factors/${app.id}`)).status).toBe(404);
    expect((await stranger.call('PATCH', `${ME}/factors/${app.id}`, { name: 'Mine' })).status).toBe(404);
    expect((await who.call('PATCH', `${ME}/factors/${app.id}`, { name: 'Old phone' })).body).toMatchObject({ name: 'Old phone' });
    expect((await who.call('DELETE', `${ME}/factors/${app.id}`)).status).toBe(204);
    expect(await status(who)).toMatchObject({ factors: [], recoveryCodesLeft: 0 });
    expect((await who.call('POST', `${ME}/recovery-codes`)).status).toBe(409);
    expect(await actions()).toEqual(expect.arrayContaining(['second-factor.removed', 'second-factor.renamed']));
  });

  it('is done by an administrator for whoever lost theirs, except above their own level', async () => {
    const [admin, lost] = [await api.person('ines', 'admin'), await api.person('jan')];
    const app = await setUpApp(lost);
    const path = (person: Caller) => `/people/${person.person.id}/second-factor`;
    expect((await lost.call('DELETE', path(admin))).status).toBe(403);
    expect((await admin.call('DELETE', path(owner))).status).toBe(403);
    expect((await admin.call('DELETE', path(admin))).status).toBe(409);
    expect((await admin.call('DELETE', path(lost))).status).toBe(204);
    expect(await status(lost)).toMatchObject({ factors: [], recoveryCodesLeft: 0, provenUntil: null });
    expect((await prove(lost, byCode(app))).status).toBe(403);
    expect(await actions()).toContain('second-factor.reset');
  });
});

/** What makes a request of each route sensitive that is so by its body; a new one needs a line here. */
const BODIES: Record<string, object> = {
  'people.create': { email: 'new@example.com', name: 'New', accessLevel: 'admin' },
  'people.update': { accessLevel: 'owner' },
  'incidents.edit': { visibility: 'open' },
  'registrations.approve': { accessLevel: 'manager' },
  'invitations.create': { email: 'new@example.com', name: 'New', accessLevel: 'owner', by: 'link' },
  'invitations.resend': { by: 'link' },
  'service-accounts.update': { accessLevel: 'admin' },
};
const marked = allRoutes().filter((route) => route.stepUp !== false);

describe('mails about second factors', () => {
  const told = async (who: Caller) => (await mailsTo(api, who.person.email)).map((mail) => mail.subject);

  it('tell their owner of each that is added or removed and of each recovery code, when, from where and what to do', async () => {
    const who = await api.person('olivia');
    const app = await setUpApp(who, 'Blue phone');
    const mails = await mailsTo(api, who.person.email);
    expect(mails.map((mail) => [mail.message, mail.subject])).toEqual([['second-factor-changed', 'A second factor was added']]);
    for (const words of ['Blue phone', 'UTC', '127.0.0.1', 'change your password at once', '/account#second-factor']) expect(mails[0]?.text).toContain(words);
    for (const code of [app.secret, ...app.recoveryCodes]) expect(mails[0]?.text).not.toContain(code);
    await prove(who, { kind: 'recovery', code: app.recoveryCodes[0] });
    expect((await mailsTo(api, who.person.email)).at(-1)?.text).toContain('9 codes are left');
    await prove(who, { kind: 'recovery', code: app.recoveryCodes[0] });
    await who.call('POST', `${ME}/recovery-codes`);
    await who.call('DELETE', `${ME}/factors/${app.id}`);
    expect(await told(who)).toEqual(['A second factor was added', 'A recovery code was used', 'New recovery codes were made', 'A second factor was removed']);
  });

  it('tell them when an administrator removed all of theirs', async () => {
    const who = await api.person('otto');
    await setUpApp(who);
    await owner.call('DELETE', `/people/${who.person.id}/second-factor`);
    expect((await told(who)).at(-1)).toBe('Your second factors were removed');
  });
});

describe('every sensitive route', () => {
  let guarded: Caller;
  let bare: Caller;
  let app: App;
  let incident: IncidentDetail;
  beforeAll(async () => {
    [guarded, bare] = await Promise.all([api.person('karla', 'owner'), api.person('lars', 'owner')]);
    app = await setUpApp(guarded);
    await restrictAgain();
  });
  const restrictAgain = async (): Promise<void> => {
    incident = (await guarded.call<IncidentDetail>('POST', '/incidents', { title: 'T', description: 'd', visibility: 'restricted' })).body;
  };
  const send = (who: Pick<Caller, 'call'>, route: Route) => {
    if (typeof route.stepUp === 'object' && !BODIES[route.id]) throw new Error(`BODIES needs a body for ${route.id}`);
    const body = BODIES[route.id] ?? (route.body ? {} : undefined);
    return who.call<Refusal>(route.method.toUpperCase(), addressOf(route, { incident: incident.id }), route.method === 'get' ? undefined : body, { 'x-dispatch-csrf': '1' });
  };
  const unproven = () => select(api.db, 'delete from mfa_proofs where person_id = $1 returning 1 as ok', [guarded.person.id]);
  const isOwn = (route: Route): boolean => route.stepUp === 'own';

  it('is found in the table', () => {
    expect(marked.map((route) => route.id)).toEqual(expect.arrayContaining(['people.update', 'tokens.create', 'plugins.configure', 'incidents.edit', 'audit.export', 'sessions.endOthers', 'secondFactor.remove', 'secondFactor.setPolicy']));
    expect(Object.keys(BODIES).filter((id) => !marked.some((route) => route.id === id))).toEqual([]);
  });

  it.each(marked.map((route) => [route.id, route] as const))('%s asks those who have a factor, and says how to prove it', async (_id, route) => {
    await unproven();
    const reply = await send(guarded, route);
    expect({ status: reply.status, type: reply.body.type, methods: reply.body.stepUp?.methods.map((m) => m.id) }).toEqual({ status: 403, type: 'step-up-required', methods: ['totp'] });
    expect(reply.body.detail).toMatch(/second factor/);
  });

  it.each(marked.map((route) => [route.id, route] as const))('%s asks nobody without one, unless the policy requires one', async (_id, route) => {
    expect(typeOf(await send(bare, route))).not.toBe('step-up-required');
    await restrictAgain();
    const reply = await under('required', () => send(bare, route));
    expect([reply.body.type === 'step-up-required', reply.body.stepUp?.mustEnrol ?? false]).toEqual(isOwn(route) ? [false, false] : [true, true]);
  });

  it.each(marked.map((route) => [route.id, route] as const))('%s lets a proof through, and asks nobody while the policy is off', async (_id, route) => {
    await unproven();
    const off = await under('off', () => send(guarded, route));
    expect(typeOf(off) === 'step-up-required').toBe(isOwn(route));
    await select(api.db, `insert into mfa_proofs (person_id, session_hash, method, proven_at) select $1, encode(sha256(convert_to('session/token/' || id, 'UTF8')), 'hex'), 'totp', now() from sessions returning 1 as ok`, [guarded.person.id]);
    expect(typeOf(await send(guarded, route))).not.toBe('step-up-required');
    // What it did must not keep the next route from being asked about.
    app = (await status(guarded)).factors.length === 0 ? await setUpApp(guarded) : app;
    await restrictAgain();
  });

  it('is one that no form of a chat gets around', async () => {
    await restrictAgain();
    const acting = async (who: Caller) => {
      const viewer = { personId: who.person.id, organizationId: api.organizationId, email: who.person.email, name: who.person.name, accessLevel: 'owner' as const };
      return editIncident({ deps: api.deps, viewer, commandId: `chat-${who.person.id}` }, await openIncident(api.deps, viewer, incident.id), { visibility: 'open' });
    };
    await expect(acting(guarded)).rejects.toThrow('do it on the web');
    await expect(acting(bare)).resolves.toMatchObject({ seqs: [expect.any(Number)] });
    await restrictAgain();
  });

  it('is reading a personal link in the outbox too', async () => {
    await unproven();
    await api.person('quentin');
    await requestReset(api.db, 'quentin@example.com');
    const mail = (await mailsTo(api, 'quentin@example.com')).at(-1);
    expect(typeOf(await guarded.call('GET', `/deliveries/${mail?.id}`))).toBe('step-up-required');
    expect((await bare.call<{ text: string }>('GET', `/deliveries/${mail?.id}`)).body.text).toContain('token=');
  });

  it('takes an API token only with the scope admin, and none for one’s own factors', async () => {
    const tokenWith = async (scopes: string[]): Promise<Pick<Caller, 'call'>> => {
      const { token } = (await bare.call<{ token: string }>('POST', '/account/tokens', { name: 'T', scopes })).body;
      return { call: (method, path, body, headers = {}) => bare.call(method, path, body, { ...headers, authorization: `Bearer ${token}` }) };
    };
    const [small, full] = [await tokenWith(['read', 'incidents:write', 'settings:write']), await tokenWith(['admin'])];
    const edit = { visibility: 'open' };
    const refused = await small.call<Problem>('PATCH', `/incidents/${incident.id}`, edit);
    expect([refused.status, refused.body.type, refused.body.detail]).toEqual([403, 'forbidden', expect.stringContaining('scope admin')]);
    expect((await full.call('PATCH', `/incidents/${incident.id}`, edit)).status).toBe(200);
    expect((await full.call('POST', `${ME}/recovery-codes`)).status).toBe(403);
  });
});

describe('the policy', () => {
  it('is chosen by administrators, who see who has no second factor yet', async () => {
    const [admin, member] = [await api.person('mona', 'admin'), await api.person('nils')];
    expect((await member.call('GET', '/security/second-factor')).status).toBe(403);
    const bad = await admin.call<Problem>('PUT', '/security/second-factor', { policy: 'sometimes', stepUpMinutes: 0 });
    expect(bad.body.errors?.map((e) => e.pointer)).toEqual(['/policy', '/stepUpMinutes']);
    const set = await admin.call<{ policy: string; stepUpMinutes: number; coverage: { needed: number; enrolled: number; missing: { email: string }[] } }>('PUT', '/security/second-factor', { policy: 'required', stepUpMinutes: 5 });
    expect(set.body).toMatchObject({ policy: 'required', stepUpMinutes: 5 });
    const { needed, enrolled, missing } = set.body.coverage;
    expect([needed - enrolled, missing.map((m) => m.email)]).toEqual([missing.length, expect.arrayContaining(['mona@example.com'])]);
    expect(missing.map((m) => m.email)).not.toContain('nils@example.com');
    expect((await status(admin)).mustEnrol).toBe(true);
    expect((await status(member)).mustEnrol).toBe(false);
    // Now the administrator cannot weaken it any more without a second factor.
    expect(typeOf(await admin.call('PUT', '/security/second-factor', { policy: 'off', stepUpMinutes: 5 }))).toBe('step-up-required');
    await setUpApp(admin);
    expect((await admin.call('PUT', '/security/second-factor', { policy: 'enrolled', stepUpMinutes: 10 })).status).toBe(200);
    const [entry] = (await listAudit(api.db, api.organizationId, { limit: 5, action: 'second-factor-policy.changed' })).data;
    expect(entry).toMatchObject({ before: { policy: 'required', stepUpMinutes: 5 }, after: { policy: 'enrolled', stepUpMinutes: 10 } });
  });
});

describe('signing in with a password', () => {
  const PASSWORD = 'four plain words together';
  const signIn = () => api.call<Refusal & { token: string }>('POST', '/api/v1/session', { email: 'paula@example.com', password: PASSWORD });
  const finish = (ticket: string, answer: object) => api.call<Problem & { token: string; person: { email: string } }>('POST', '/api/v1/session/second-factor', { ticket, answer });
  let app: App;

  it('asks for the second factor of those who have one, and begins no session before', async () => {
    await createPerson(api.db, api.organizationId, { email: 'paula@example.com', name: 'Paula', title: null, team: null, department: null, location: null, timeZone: null, accessLevel: 'admin', isActive: true });
    await saveAccount(api.db, { email: 'paula@example.com', passwordHash: await hashPassword(PASSWORD) });
    const first = await signIn();
    expect(first.status).toBe(200);
    const bearer = { authorization: `Bearer ${first.body.token}` };
    app = await setUpApp({ call: (method, path, body) => api.call(method, `/api/v1/default${path}`, body, bearer) });
    const second = await signIn();
    expect([second.status, second.body.type, second.headers.get('set-cookie'), second.body.stepUp?.methods.map((m) => m.id)]).toEqual([401, 'second-factor-required', null, ['totp']]);
    expect(JSON.stringify(second.body)).not.toContain('"token"');
  });

  it('lets in with a right answer, proven for this session, once per ticket', async () => {
    const ticket = (await signIn()).body.stepUp?.ticket ?? '';
    expect((await finish('x'.repeat(43), byCode(app))).status).toBe(401);
    expect((await finish(ticket, { kind: 'code', method: 'totp', code: wrongCode(app.secret) })).status).toBe(403);
    const done = await finish(ticket, byCode(app));
    expect([done.status, done.body.person.email, done.headers.get('set-cookie')]).toEqual([200, 'paula@example.com', expect.stringContaining('dispatch_session=')]);
    expect((await finish(ticket, byCode(app, 1))).status).toBe(401);
    const act = await api.call('POST', '/api/v1/default/account/tokens', { name: 'T', scopes: ['read'] }, { authorization: `Bearer ${done.body.token}` });
    expect(act.status).toBe(201);
  });

  it('takes a recovery code, and no ticket from before a new password', async () => {
    const ticket = (await signIn()).body.stepUp?.ticket ?? '';
    expect((await finish(ticket, { kind: 'recovery', code: app.recoveryCodes[3] })).status).toBe(200);
    const old = (await signIn()).body.stepUp?.ticket ?? '';
    await saveAccount(api.db, { email: 'paula@example.com', passwordHash: await hashPassword(PASSWORD) });
    expect((await finish(old, { kind: 'recovery', code: app.recoveryCodes[4] })).status).toBe(401);
  });
});

describe('Duo as the second factor', () => {
  it('is set up and proven on Duo’s page; denials, forged states and replayed codes prove nothing', async () => {
    const fake = await startFakeDuo();
    const rita = await api.person('rita', 'admin');
    try {
      const settings = { clientId: fake.clientId, clientSecret: fake.clientSecret, apiHost: 'api-12345678.duosecurity.com', apiUrl: fake.url };
      const setUp = await rita.call<{ instances: { health: { ok: boolean } }[] }>('PUT', '/plugins/duo', { capabilities: ['mfa'], settings });
      expect(setUp.body.instances[0]?.health).toMatchObject({ ok: true });
      expect(JSON.stringify(setUp.body)).not.toContain(fake.clientSecret);
      const begin = (path: string) => rita.call<{ challenge: string; ask: MfaAsk }>('POST', `${ME}/${path}`, { method: 'duo' });
      const enrolment = (await begin('enrolments')).body;
      const answer = await answerAtDuo(fake, enrolment.ask, 'allow');
      const added = await rita.call<{ factor: { methodName: string } }>('POST', `${ME}/factors`, { challenge: enrolment.challenge, name: 'Duo', answer });
      expect([added.status, added.body.factor.methodName]).toEqual([201, 'Duo']);
      expect((await begin('enrolments')).status).toBe(409);
      const asked = async (how: 'allow' | 'deny') => {
        const { challenge, ask } = (await begin('challenges')).body;
        return { challenge, ...(await answerAtDuo(fake, ask, how)) };
      };
      const denied = await prove(rita, await asked('deny'));
      expect([denied.status, denied.body.detail]).toEqual([403, expect.stringContaining('did not confirm')]);
      const good = await asked('allow');
      const calls = fake.seen.length;
      expect((await prove(rita, { ...good, state: 'a'.repeat(43) })).status).toBe(403);
      expect((await prove(rita, good)).status).toBe(403);
      expect(fake.seen.length).toBe(calls);
      const right = await asked('allow');
      expect((await prove(rita, right)).status).toBe(201);
      expect((await prove(rita, right)).status).toBe(403);
      const later = await asked('allow');
      fake.failNext({ status: 503 });
      expect((await prove(rita, later)).status).toBe(503);
    } finally {
      await fake.stop();
    }
  });
});
