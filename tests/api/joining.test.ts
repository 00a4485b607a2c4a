import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem } from '../../api/contract/common.ts';
import { findAccount } from '../../models/accounts.ts';
import { ensurePerson, findPersonByEmail, updatePerson } from '../../models/people.ts';
import { listAudit } from '../../models/read/audit.ts';
import { createOrganization } from '../../models/organizations.ts';
import { select } from '../../models/sql.ts';
import { startApi, type Caller, type Reply, type TestApi } from './support/api.ts';
import { andMail, mailsTo, tokenIn } from './support/mail.ts';

const PASSWORD = 'four plain words together';
interface Answer extends Problem {
  id: string;
  state: string;
  token: string;
  url: string | null;
  session: { token: string } | null;
  person: { email: string; accessLevel: string } | null;
  data: { id: string; email: string; state: string; isKnown: boolean }[];
}
let api: TestApi;
let [owner, admin]: Caller[] = [];
const post = (path: string, body: unknown): Promise<Reply<Answer>> => api.call<Answer>('POST', `/api/v1${path}`, body);
const register = (email: string, name = 'New Comer') => andMail(api, () => post('/registrations', { email, name }));
const confirm = (token: string, name = 'New Comer') => post('/registrations/confirm', { token, name, password: PASSWORD });
const signIn = (email: string) => post('/session', { email, password: PASSWORD });
const linkFor = async (email: string) => tokenIn((await mailsTo(api, email)).at(-1));
const actions = async () => (await listAudit(api.db, api.organizationId, { limit: 200 })).data.map((entry) => entry.action);

beforeAll(async () => {
  api = await startApi();
  [owner, admin] = await Promise.all([api.person('olga', 'owner'), api.person('adam', 'admin')]);
});
afterAll(() => api.stop());
// What one test tried must not slow down the next.
afterEach(() => select(api.db, 'delete from sign_in_attempts returning key'));

describe('registering with approval', () => {
  it('proves the address first, then waits for an administrator, then lets in', async () => {
    const asked = await register('new@example.com');
    expect([asked.status, asked.body.detail]).toEqual([202, expect.stringMatching(/does not send mail yet.*ask an owner/)]);
    expect(await findPersonByEmail(api.db, api.organizationId, 'new@example.com')).toBeNull();
    expect(await findAccount(api.db, 'new@example.com')).toBeNull();
    const token = await linkFor('new@example.com');
    expect((await post('/session/link', { token })).body).toMatchObject({ purpose: 'registration', email: 'new@example.com', name: 'New Comer', hasPassword: false });
    const confirmed = await confirm(token);
    expect([confirmed.status, confirmed.body.state, confirmed.body.session, confirmed.headers.get('set-cookie')]).toEqual([200, 'pending', null, null]);
    expect(await findPersonByEmail(api.db, api.organizationId, 'new@example.com')).toBeNull();
    expect((await signIn('new@example.com')).body.detail).toContain('has not decided');
    expect((await mailsTo(api, admin?.person.email ?? '')).map((m) => m.subject)).toEqual(['new@example.com asks to join Default']);
    const waiting = await admin?.call<Answer>('GET', '/registrations');
    expect(waiting?.body.data).toEqual([expect.objectContaining({ email: 'new@example.com', state: 'pending', isKnown: false })]);
    const approved = await admin?.call<Answer>('POST', `/registrations/${waiting?.body.data[0]?.id}/approve`, { accessLevel: 'manager' });
    expect([approved?.status, approved?.body.state]).toEqual([200, 'approved']);
    expect((await mailsTo(api, 'new@example.com')).at(-1)?.message).toBe('registration-approved');
    expect((await signIn('new@example.com')).body.person).toMatchObject({ email: 'new@example.com', accessLevel: 'manager' });
    expect((await admin?.call('POST', `/registrations/${waiting?.body.data[0]?.id}/approve`, {}))?.status).toBe(409);
    expect(await actions()).toEqual(expect.arrayContaining(['registration.requested', 'registration.approved', 'session.started']));
  });

  it('keeps an administrator from making an owner of somebody', async () => {
    await register('climber@example.com');
    await confirm(await linkFor('climber@example.com'));
    const { body } = (await admin?.call<Answer>('GET', '/registrations')) ?? { body: undefined };
    const id = body?.data.find((row) => row.email === 'climber@example.com')?.id;
    expect((await admin?.call('POST', `/registrations/${id}/approve`, { accessLevel: 'owner' }))?.status).toBe(403);
    const refused = await admin?.call<Answer>('POST', `/registrations/${id}/refuse`);
    expect(refused?.body.state).toBe('refused');
    expect((await signIn('climber@example.com')).body.detail).toContain('not active');
    expect((await mailsTo(api, 'climber@example.com')).at(-1)?.message).toBe('registration-refused');
    expect((await owner?.call('POST', `/registrations/${id}/approve`, {}))?.status).toBe(200);
    expect((await signIn('climber@example.com')).status).toBe(200);
  });

  it('answers a known address as every other, and mails it that it can sign in', async () => {
    const fresh = await register('fresh@example.com');
    const known = await register('new@example.com', 'Evil <b>Name</b>');
    expect([known.status, known.body.detail?.replace('new@', 'fresh@')]).toEqual([fresh.status, fresh.body.detail]);
    const mail = (await mailsTo(api, 'new@example.com')).at(-1);
    expect([mail?.message, tokenIn(mail)]).toEqual(['registration-known', '']);
    expect(mail?.text).not.toContain('Evil');
    expect((await mailsTo(api, 'fresh@example.com')).at(-1)?.text).not.toContain('New Comer');
  });

  it('takes nobody over who is only named in incidents', async () => {
    await ensurePerson(api.db, api.organizationId, { email: 'vendor@example.net', name: 'Vendor' });
    await register('vendor@example.net', 'Somebody');
    expect((await confirm(await linkFor('vendor@example.net'))).body.state).toBe('pending');
    expect((await signIn('vendor@example.net')).status).toBe(401);
    const { body } = (await admin?.call<Answer>('GET', '/registrations')) ?? { body: undefined };
    expect(body?.data.find((row) => row.email === 'vendor@example.net')?.isKnown).toBe(true);
  });

  it('takes each link once, however many use it at once, and not after its time', async () => {
    await register('race@example.com');
    const token = await linkFor('race@example.com');
    const both = await Promise.all([confirm(token, 'One'), confirm(token, 'Two'), confirm(token, 'Three')]);
    expect(both.map((r) => r.status).toSorted((a, b) => a - b)).toEqual([200, 404, 404]);
    expect((await confirm(token)).status).toBe(404);
    await register('late@example.com');
    const late = await linkFor('late@example.com');
    await select(api.db, `update one_time_tokens set expires_at = now() - interval '1 second' where email = 'late@example.com' returning purpose`);
    expect([(await confirm(late)).status, (await post('/session/link', { token: late })).status]).toEqual([404, 404]);
  });

  it('takes a link for nothing but what it was made for', async () => {
    await register('mixed@example.com');
    const token = await linkFor('mixed@example.com');
    expect((await post('/session/redeem', { token, name: 'X', password: PASSWORD })).status).toBe(404);
    expect((await post('/session/reset', { token, password: PASSWORD })).status).toBe(404);
    expect((await confirm(token)).status).toBe(200);
  });

  it('gives whoever still waits another link when they forgot their password, and changes nobody’s who is in', async () => {
    await register('again@example.com');
    await confirm(await linkFor('again@example.com'));
    await register('again@example.com');
    const other = await post('/registrations/confirm', { token: await linkFor('again@example.com'), name: 'Again', password: 'another four plain words' });
    expect([other.status, other.body.state]).toEqual([200, 'pending']);
    const { body } = (await admin?.call<Answer>('GET', '/registrations')) ?? { body: undefined };
    await register('again@example.com');
    const third = await linkFor('again@example.com');
    await admin?.call('POST', `/registrations/${body?.data.find((row) => row.email === 'again@example.com')?.id}/approve`, {});
    expect((await confirm(third)).status).toBe(409);
    expect((await post('/session', { email: 'again@example.com', password: 'another four plain words' })).status).toBe(200);
  });

  it('slows down whoever lets mails be sent', async () => {
    for (let i = 0; i < 3; i += 1) await register('flood@example.com');
    const fourth = await post('/registrations', { email: 'flood@example.com', name: 'X' });
    expect([fourth.status, fourth.body.type]).toEqual([429, 'rate-limited']);
    expect(Number(fourth.headers.get('retry-after'))).toBeGreaterThan(30);
  });
});

describe('other settings of registration', () => {
  it.each([
    ['open', 'a@elsewhere.example', 202, 'member'],
    ['domains', 'c@sub.corp.example', 400, null],
    ['off', 'd@corp.example', 409, null],
  ])('%s: %s', async (mode, email, status, state) => {
    const other = await startApi({ env: { DISPATCH_REGISTRATION: mode, DISPATCH_REGISTRATION_DOMAINS: 'corp.example', SMTP_HOST: '127.0.0.1', SMTP_PORT: '1' } });
    try {
      expect((await other.call('GET', '/api/v1/session')).body).toMatchObject({ registration: mode, sendsMail: true });
      const ask = () => other.call<Answer>('POST', '/api/v1/registrations', { email, name: 'N' });
      const asked = status === 202 ? await andMail(other, ask) : await ask();
      expect(asked.status).toBe(status);
      if (state === null) return;
      expect(asked.body.detail).toBe(`A mail is on its way to ${email}. Open its link within 24 hours to choose your password.`);
      const done = await other.call<Answer>('POST', '/api/v1/registrations/confirm', { token: tokenIn((await mailsTo(other, email)).at(-1)), name: 'N', password: PASSWORD });
      expect([done.body.state, done.body.session === null]).toEqual([state, false]);
      expect((await other.call('GET', `${other.base.replace(other.url, '')}/incidents`, undefined, { authorization: `Bearer ${done.body.session?.token}` })).status).toBe(200);
    } finally {
      await other.stop();
    }
  });
});

describe('invitations', () => {
  const invite = async (body: object, by = owner) => (await by?.call<Answer>('POST', '/invitations', body)) ?? { status: 0, body: undefined };
  const redeem = (token: string, more: object = {}) => post('/session/redeem', { token, name: 'Guest', password: PASSWORD, ...more });
  const tokenOf = (url: string | null | undefined) => new URL(url ?? 'http://x').searchParams.get('token') ?? '';

  it('come by mail, give the level, and end when they are sent again or revoked', async () => {
    const made = await invite({ email: 'Guest@Example.com', name: 'Guest', accessLevel: 'manager' });
    expect([made.status, made.body?.url]).toEqual([201, null]);
    const first = await linkFor('guest@example.com');
    expect((await owner?.call('POST', `/invitations/${made.body?.id}/resend`, {}))?.status).toBe(200);
    const second = await linkFor('guest@example.com');
    expect((await redeem(first)).status).toBe(404);
    const joined = await redeem(second);
    expect(joined.body.person).toMatchObject({ email: 'guest@example.com', accessLevel: 'manager' });
    expect((await redeem(second)).status).toBe(404);
    const revoked = await invite({ email: 'gone@example.com', name: 'Gone' });
    const link = await linkFor('gone@example.com');
    expect((await owner?.call('DELETE', `/invitations/${revoked.body?.id}`))?.status).toBe(204);
    expect((await redeem(link)).status).toBe(404);
    expect((await owner?.call('POST', `/invitations/${revoked.body?.id}/resend`, {}))?.status).toBe(404);
    expect(await actions()).toEqual(expect.arrayContaining(['invitation.created', 'invitation.sent', 'invitation.revoked', 'person.joined']));
  });

  it('of which the mail was not written yet are not sent after they were revoked', async () => {
    const made = await invite({ email: 'quick@example.com', name: 'Quick' });
    await owner?.call('DELETE', `/invitations/${made.body?.id}`);
    const mail = (await mailsTo(api, 'quick@example.com')).at(-1);
    expect([mail?.state, tokenIn(mail)]).toEqual(['failed', '']);
  });

  it('are not for owners to be made by administrators, nor twice for the same address', async () => {
    expect((await invite({ email: 'boss@example.com', name: 'B', accessLevel: 'owner' }, admin)).status).toBe(403);
    expect((await invite({ email: 'twice@example.com', name: 'T', by: 'link' })).status).toBe(201);
    expect((await invite({ email: 'twice@example.com', name: 'T' })).status).toBe(409);
    expect((await invite({ email: 'adam@example.com', name: 'A' })).status).toBe(409);
    const member = await api.person('mo');
    expect([(await member.call('GET', '/invitations')).status, (await member.call('POST', '/invitations', { email: 'x@example.com', name: 'X' })).status]).toEqual([403, 403]);
  });

  it('give an administrator no link that opens the account of an owner who has no password yet', async () => {
    const email = 'second-owner@example.com';
    await owner?.call('POST', '/people', { email, name: 'Second', accessLevel: 'owner' });
    const inviteThem = (by: Caller | undefined) => by?.call<Answer>('POST', '/invitations', { email, name: 'Second', by: 'link' });
    const refused = await inviteThem(admin);
    expect([refused?.status, refused?.body.errors?.[0]?.pointer]).toEqual([403, '/accessLevel']);
    const invited = await inviteThem(owner);
    expect(invited?.body.url).toContain('token=');
    expect((await admin?.call('POST', `/invitations/${invited?.body.id}/resend`, { by: 'link' }))?.status).toBe(403);
  });

  it('let in with what registration would have made wait', async () => {
    const made = await invite({ email: 'asked@example.com', name: 'Asked', by: 'link' });
    await register('asked@example.com');
    expect((await confirm(await linkFor('asked@example.com'))).body.state).toBe('member');
    expect((await redeem(tokenOf(made.body?.url))).status).not.toBe(200);
  });

  it('never change the password of an account that is there', async () => {
    await signUpElsewhere('both@example.com');
    const before = await findAccount(api.db, 'both@example.com');
    const made = await invite({ email: 'both@example.com', name: 'Both', by: 'link' });
    const token = tokenOf(made.body?.url);
    expect((await post('/session/link', { token })).body).toMatchObject({ hasPassword: true });
    const stolen = await redeem(token, { password: 'another four plain words' });
    expect([stolen.status, stolen.body.errors?.[0]?.pointer]).toEqual([400, '/password']);
    expect((await redeem(token)).status).toBe(200);
    expect((await findAccount(api.db, 'both@example.com'))?.passwordHash).toBe(before?.passwordHash);
  });

  it('do not bring back who was deactivated', async () => {
    const made = await invite({ email: 'left@example.com', name: 'Left', by: 'link' });
    const { personId } = await ensurePerson(api.db, api.organizationId, { email: 'left@example.com' });
    await updatePerson(api.db, { organizationId: api.organizationId, id: personId }, { isActive: false });
    expect((await redeem(tokenOf(made.body?.url))).status).toBe(404);
  });
});

describe('getting started with an organization', () => {
  type Setup = { isComplete: boolean; isPutAway: boolean; items: { id: string; isDone: boolean }[]; facts: object };
  const moon = '/api/v1/moon';
  const setup = async (body?: object) => (await owner?.call<Setup>(body ? 'PATCH' : 'GET', `${moon}/setup`, body))?.body;
  const open = (found: Setup | undefined) => found?.items.filter(({ isDone }) => !isDone).map(({ id }) => id);

  it('ticks what is so, remembers what administrators say, and is nothing of another organization', async () => {
    await createOrganization(api.db, { slug: 'moon', name: 'Moon base', ownerEmail: owner?.person.email ?? '', reserved: [], by: 'test' });
    const fresh = await setup();
    expect([open(fresh), fresh?.isPutAway, fresh?.isComplete]).toEqual([['mail', 'people', 'conversation', 'process', 'second-factor', 'incident'], false, false]);
    expect(fresh?.facts).toEqual({ members: 1, openInvitations: 0, pendingRequests: 0, engagementRules: 0, administrators: 1, administratorsWithoutFactor: 1 });
    await owner?.call('POST', `${moon}/invitations`, { email: 'luna@example.com', name: 'Luna', by: 'link' });
    await owner?.call('POST', `${moon}/engagement-rules`, { name: 'Call me', target: { kind: 'person', email: owner.person.email }, role: 'commander' });
    await owner?.call('POST', `${moon}/incidents`, { title: 'Practice', description: 'd' });
    await owner?.call('PUT', `${moon}/plugins/email`, { isEnabled: true, capabilities: ['email'], settings: { host: '127.0.0.1', port: 1, from: 'a@example.com' } });
    expect(open(await setup())).toEqual(['conversation', 'second-factor']);
    const said = await setup({ isPutAway: true, settledByWord: ['conversation', 'conversation'] });
    expect([open(said), said?.isPutAway]).toEqual([['second-factor'], true]);
    await setup({ isPutAway: true });
    const log = (await listAudit(api.db, (await select<{ id: string }>(api.db, `select id from organizations where slug = 'moon'`))[0]?.id ?? '', { limit: 50, action: 'setup.changed' })).data;
    expect(log.map(({ before, after }) => [before, after])).toEqual([[{ isPutAway: false, settledByWord: [] }, { isPutAway: true, settledByWord: ['conversation'] }]]);
    expect(await setup({ isPutAway: false })).toMatchObject({ isPutAway: false, settledByWord: ['conversation'] });
    expect((await admin?.call<Setup>('GET', '/setup'))?.body).toMatchObject({ isPutAway: false, settledByWord: [] });
  });
});

/** Somebody with a password who is in no organization: a refused applicant. */
async function signUpElsewhere(email: string): Promise<void> {
  await register(email);
  await confirm(await linkFor(email));
  await select(api.db, 'delete from registrations where email = $1 returning id', [email]);
}
