import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { Problem } from '../../api/contract/common.ts';
import { hashPassword } from '../../api/auth/passwords.ts';
import { createLiveHub } from '../../api/live.ts';
import { findAccount, saveAccount } from '../../models/accounts.ts';
import { claimPendingDeliveries, settleDelivery } from '../../models/delivery-claims.ts';
import { createToken } from '../../models/one-time-tokens.ts';
import { createPerson, updatePerson } from '../../models/people.ts';
import { listAudit } from '../../models/read/audit.ts';
import { select } from '../../models/sql.ts';
import { startApi, type Caller, type Reply, type TestApi } from './support/api.ts';
import { andMail, mailsTo, tokenIn, until } from './support/mail.ts';

const OLD = 'four plain words together';
const NEW = 'four other words together';
interface Answer extends Problem {
  token: string;
  ended: number;
  data: { id: string; isCurrent: boolean; address: string | null; userAgent: string | null }[];
  html: string;
  text: string;
}
let api: TestApi;
let owner: Caller;
const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply<Answer>> => api.call<Answer>('POST', `/api/v1${path}`, body, headers);
const signIn = (email: string, password: string, headers: Record<string, string> = {}) => post('/session', { email, password }, headers);
const forgot = (email: string) => andMail(api, () => post('/session/forgotten', { email }));
const reset = (token: string, password = NEW) => post('/session/reset', { token, password });
const reads = async (token: string): Promise<number> => (await api.call('GET', '/api/v1/default/incidents', undefined, { authorization: `Bearer ${token}` })).status;
const mine = (token: string, method: string, path: string, body?: unknown) => api.call<Answer>(method, `/api/v1/default/account${path}`, body, { authorization: `Bearer ${token}` });
const actions = async () => (await listAudit(api.db, api.organizationId, { limit: 200 })).data.map((entry) => entry.action);

async function member(name: string): Promise<{ id: string; email: string }> {
  const email = `${name}@example.com`;
  const { id } = await createPerson(api.db, api.organizationId, { email, name, title: null, team: null, department: null, location: null, timeZone: null, accessLevel: 'member', isActive: true });
  await saveAccount(api.db, { email, passwordHash: await hashPassword(OLD) });
  return { id, email };
}

beforeAll(async () => {
  api = await startApi();
  owner = await api.person('olga', 'owner');
});
afterAll(() => api.stop());
afterEach(() => select(api.db, 'delete from sign_in_attempts returning key'));

describe('a forgotten password', () => {
  it('is replaced by a mailed link that works once, and ends every session', async () => {
    const { email } = await member('fay');
    const before = (await signIn(email, OLD)).body.token;
    const [known, unknown] = [await forgot(email), await forgot('nobody@example.com')];
    expect([known.status, known.body.detail?.replace('fay', 'nobody')]).toEqual([202, unknown.body.detail]);
    expect(unknown.status).toBe(202);
    expect(await mailsTo(api, 'nobody@example.com')).toEqual([]);
    const token = tokenIn((await mailsTo(api, email)).at(-1));
    expect((await reset(token, 'short')).body.errors?.[0]?.pointer).toBe('/password');
    const tries = await Promise.all([reset(token), reset(token, 'a third set of words')]);
    expect(tries.map((r) => r.status).toSorted((a, b) => a - b)).toEqual([204, 404]);
    expect((await reset(token)).status).toBe(404);
    expect(await reads(before)).toBe(401);
    expect((await signIn(email, OLD)).status).toBe(401);
    const winner = tries[0].status === 204 ? NEW : 'a third set of words';
    expect((await signIn(email, winner)).status).toBe(200);
    expect((await mailsTo(api, email)).at(-1)?.message).toBe('password-changed');
    expect(await actions()).toContain('password.reset');
  });

  it('only the newest link counts, and none after an hour', async () => {
    const { email } = await member('gus');
    await forgot(email);
    const first = tokenIn((await mailsTo(api, email)).at(-1));
    await forgot(email);
    const second = tokenIn((await mailsTo(api, email)).at(-1));
    expect((await reset(first)).status).toBe(404);
    await select(api.db, `update one_time_tokens set expires_at = now() - interval '1 second', created_at = now() - interval '61 minutes' where email = $1 returning purpose`, [email]);
    expect((await reset(second)).status).toBe(404);
    expect((await signIn(email, OLD)).status).toBe(200);
  });

  it('does not bring back who was deactivated or disabled, whatever links they hold', async () => {
    const { id, email } = await member('hal');
    const held = await createToken(api.db, { purpose: 'reset', organizationId: api.organizationId, email, expiresInMinutes: 60 });
    await updatePerson(api.db, { organizationId: api.organizationId, id }, { isActive: false });
    expect((await reset(held)).status).toBe(404);
    await updatePerson(api.db, { organizationId: api.organizationId, id }, { isActive: true });
    await select(api.db, 'update accounts set disabled_at = now() where email = $1 returning id', [email]);
    const again = await createToken(api.db, { purpose: 'reset', organizationId: api.organizationId, email, expiresInMinutes: 60 });
    expect((await reset(again)).status).toBe(404);
    await forgot(email);
    expect(await mailsTo(api, email)).toEqual([]);
    expect((await findAccount(api.db, email))?.isDisabled).toBe(true);
  });

  it('slows down whoever asks again and again, whether the address is known or not', async () => {
    const { email } = await member('ida');
    const ask = (address: string) => post('/session/forgotten', { email: address });
    for (const address of [email, 'unknown@example.com']) for (let i = 0; i < 3; i += 1) await ask(address);
    const [known, unknown] = [await ask(email), await ask('unknown@example.com')];
    expect([known.status, known.body.detail]).toEqual([429, unknown.body.detail]);
    expect(unknown.status).toBe(429);
  });

  it('has a link that administrators cannot read, owners only when signed in themselves, and nobody once it left', async () => {
    const { email } = await member('joy');
    await forgot(email);
    const kept = (await mailsTo(api, email)).at(-1);
    const path = `/deliveries/${kept?.id}`;
    const admin = await api.person('adam', 'admin');
    const token = (await owner.call<Answer>('POST', '/account/tokens', { name: 'reader', scopes: ['admin'] })).body.token;
    const byToken = await api.call<Answer>('GET', `/api/v1/default${path}`, undefined, { authorization: `Bearer ${token}` });
    const own = await signIn(email, OLD);
    const byHerself = await api.call<Answer>('GET', `/api/v1/default${path}`, undefined, { authorization: `Bearer ${own.body.token}` });
    for (const reply of [await admin.call<Answer>('GET', path), byToken, byHerself]) {
      expect([reply.status, reply.body.html]).toEqual([200, '']);
      expect(reply.body.text).toContain('personal link');
      expect(JSON.stringify(reply.body)).not.toContain('token=');
    }
    expect((await owner.call<Answer>('GET', path)).body.text).toContain('token=');
    expect(await actions()).toContain('personal-link.read');
    await select(api.db, `update deliveries set state = 'pending', next_attempt_at = null where id = $1 returning id`, [kept?.id]);
    await claimPendingDeliveries(api.db, { limit: 10, leaseSeconds: 60 });
    await settleDelivery(api.db, kept?.id ?? '', { state: 'sent', provider: 'email' });
    expect(JSON.stringify(await select(api.db, 'select * from deliveries where id = $1', [kept?.id]))).not.toContain('token=');
  });
});

describe('changing a password', () => {
  it('needs the present one, ends the other sessions and goes on in this one', async () => {
    const { email } = await member('kai');
    const [here, there] = [(await signIn(email, OLD)).body.token, (await signIn(email, OLD)).body.token];
    const held = await createToken(api.db, { purpose: 'reset', organizationId: api.organizationId, email, expiresInMinutes: 60 });
    const wrong = await mine(here, 'POST', '/password', { currentPassword: 'not this one', newPassword: NEW });
    expect([wrong.status, wrong.body.errors?.[0]?.pointer]).toEqual([400, '/currentPassword']);
    expect((await mine(here, 'POST', '/password', { currentPassword: OLD, newPassword: OLD })).body.errors?.[0]?.pointer).toBe('/newPassword');
    const changed = await mine(here, 'POST', '/password', { currentPassword: OLD, newPassword: NEW });
    expect(changed.status).toBe(200);
    expect(changed.headers.get('set-cookie')).toContain('dispatch_session=');
    expect(await Promise.all([reads(here), reads(there), reads(changed.body.token)])).toEqual([401, 401, 200]);
    expect((await reset(held)).status).toBe(404);
    expect([(await signIn(email, OLD)).status, (await signIn(email, NEW)).status]).toEqual([401, 200]);
    expect(await actions()).toContain('password.changed');
  });

  it('cannot be guessed at', async () => {
    const { email } = await member('lea');
    const { token } = (await signIn(email, OLD)).body;
    for (let i = 0; i < 5; i += 1) await mine(token, 'POST', '/password', { currentPassword: 'a wrong password', newPassword: NEW });
    expect((await mine(token, 'POST', '/password', { currentPassword: OLD, newPassword: NEW })).status).toBe(429);
  });
});

describe('sessions', () => {
  it('are listed with where they are from, and end one by one or all others, at once', async () => {
    const { email } = await member('max');
    const sessions = [];
    for (const agent of ['first/1', 'second/1', 'third/1']) sessions.push((await signIn(email, OLD, { 'user-agent': agent })).body.token);
    const [first = '', second = '', third = ''] = sessions;
    const listed = (await mine(first, 'GET', '/sessions')).body.data;
    expect(listed.map((s) => [s.userAgent, s.isCurrent, s.address]).toSorted()).toEqual([['first/1', true, '127.0.0.1'], ['second/1', false, '127.0.0.1'], ['third/1', false, '127.0.0.1']]);
    const stranger = await member('nia');
    const hers = (await signIn(stranger.email, OLD)).body.token;
    const secondId = listed.find((s) => s.userAgent === 'second/1')?.id;
    expect((await mine(hers, 'DELETE', `/sessions/${secondId}`)).status).toBe(404);
    expect((await mine(first, 'DELETE', `/sessions/${secondId}`)).status).toBe(204);
    expect((await mine(first, 'DELETE', `/sessions/${secondId}`)).status).toBe(404);
    expect(await Promise.all([reads(first), reads(second), reads(third), reads(hers)])).toEqual([200, 401, 200, 200]);
    expect((await mine(first, 'DELETE', '/sessions')).body.ended).toBe(1);
    expect(await Promise.all([reads(first), reads(third), reads(hers)])).toEqual([200, 401, 200]);
    expect(await actions()).toContain('session.ended');
  });

  it('take their live streams along in every process', async () => {
    const { email } = await member('oda');
    const { token } = (await signIn(email, OLD)).body;
    const [current] = (await mine(token, 'GET', '/sessions')).body.data;
    const elsewhere = createLiveHub(api.db, pino({ level: 'silent' }));
    await elsewhere.ready;
    let ended = false;
    const sent: string[] = [];
    const viewer = { personId: 'x', organizationId: api.organizationId, email, name: 'Oda', accessLevel: 'member' as const };
    elsewhere.join({ viewer, tokenId: current?.id ?? '', send: (change) => void sent.push(change.topic), reset: () => undefined, recheck: async () => undefined, end: () => void (ended = true) });
    await api.call('DELETE', '/api/v1/session', undefined, { authorization: `Bearer ${token}` });
    await until(() => ended);
    expect(sent).not.toContain('sessions');
    await elsewhere.close();
  });

  it('begin under an id of their own, so that a planted one is worth nothing', async () => {
    const [victim, attacker] = [await member('pam'), await member('quin')];
    const planted = (await signIn(attacker.email, OLD)).headers.get('set-cookie')?.split(';')[0] ?? '';
    const done = await signIn(victim.email, OLD, { cookie: planted, 'x-dispatch-csrf': '1' });
    expect(done.headers.get('set-cookie')?.split(';')[0]).not.toBe(planted);
    expect((await api.call('GET', '/api/v1/default/incidents', undefined, { cookie: planted })).status).toBe(401);
  });

  it('are noted when they are used, at most once a minute', async () => {
    const { email } = await member('ray');
    const { token } = (await signIn(email, OLD)).body;
    await select(api.db, `update sessions set last_seen_at = now() - interval '1 hour' where account_id = (select id from accounts where email = $1) returning id`, [email]);
    const seen = async () => (await select<{ ago: number }>(api.db, 'select extract(epoch from now() - last_seen_at)::int as ago from sessions where account_id = (select id from accounts where email = $1)', [email]))[0]?.ago ?? 0;
    await reads(token);
    await until(async () => (await seen()) < 60);
  });
});

describe('another e-mail address', () => {
  it('takes the sign-in account along, ends links to the old one, and tells both', async () => {
    const { id, email } = await member('sam');
    const { token } = (await signIn(email, OLD)).body;
    const held = await createToken(api.db, { purpose: 'reset', organizationId: api.organizationId, email, expiresInMinutes: 60 });
    const moved = await owner.call('PATCH', `/people/${id}`, { email: 'Samuel@Example.com' });
    expect(moved.status).toBe(200);
    expect(await reads(token)).toBe(200);
    expect([(await signIn(email, OLD)).status, (await signIn('samuel@example.com', OLD)).status, (await reset(held)).status]).toEqual([401, 200, 404]);
    for (const address of [email, 'samuel@example.com']) expect((await mailsTo(api, address)).at(-1)?.message).toBe('email-changed');
  });

  it('is refused when it would open another organization or another account', async () => {
    const { id, email } = await member('tom');
    const other = '22222222-2222-4222-8222-222222222222';
    await select(api.db, `insert into organizations (id, slug, name) values ($1, 'second', 'Second') returning id`, [other]);
    await createPerson(api.db, other, { email, name: 'Tom', title: null, team: null, department: null, location: null, timeZone: null, accessLevel: 'owner', isActive: true });
    const stolen = await owner.call<Answer>('PATCH', `/people/${id}`, { email: 'mallory@example.com' });
    expect([stolen.status, stolen.body.errors?.[0]?.pointer]).toEqual([409, '/email']);
    const uma = await member('uma');
    await saveAccount(api.db, { email: 'taken@example.com', passwordHash: 'x' });
    expect((await owner.call('PATCH', `/people/${uma.id}`, { email: 'taken@example.com' })).status).toBe(409);
    expect((await signIn(uma.email, OLD)).status).toBe(200);
  });
});
