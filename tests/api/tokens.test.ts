import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem } from '../../api/contract/common.ts';
import { routes } from '../../api/contract/index.ts';
import { scopeOf, TOKEN_SCOPES } from '../../api/contract/scopes.ts';
import { allRoutes } from '../../api/openapi.ts';
import { updatePerson } from '../../models/people.ts';
import { listAudit } from '../../models/read/audit.ts';
import { select } from '../../models/sql.ts';
import { startApi, type Caller, type Reply, type TestApi } from './support/api.ts';
import { until } from './support/mail.ts';
import { openStream } from './support/stream.ts';

interface Answer extends Problem {
  id: string;
  email: string;
  token: string;
  hint: string;
  scopes: string[];
  reporter: { email: string };
  data: (Record<string, unknown> & { id: string; name: string })[];
}
let api: TestApi;
let [owner, admin, member]: Caller[] = [];
beforeAll(async () => {
  api = await startApi();
  [owner, admin, member] = await Promise.all([api.person('olga', 'owner'), api.person('adam', 'admin'), api.person('mia')]);
});
afterAll(() => api.stop());

const make = async (caller: Caller | undefined, body: object = {}): Promise<Reply<Answer>> => {
  if (!caller) throw new Error('no caller');
  return caller.call<Answer>('POST', '/account/tokens', { name: 'script', scopes: ['read'], ...body });
};
const use = (token: string, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => api.call<Answer>(method, `/api/v1/default${path}`, body, { authorization: `Bearer ${token}`, ...headers });
const INCIDENT = { title: 'T', description: 'd' };

describe('the scope of a route', () => {
  it('follows from the table for every route', () => {
    const scopes = Object.fromEntries(allRoutes(routes).map((route) => [route.id, scopeOf(route)]));
    expect(scopes).toMatchObject({
      'incidents.list': 'read', 'incidents.get': 'read', 'session.live': 'read', 'people.list': 'read', 'plugins.list': 'read',
      'incidents.declare': 'incidents:write', 'incidents.changeStage': 'incidents:write',
      'services.create': 'settings:write', 'plugins.configure': 'settings:write', 'incident-types.update': 'settings:write',
      'people.create': 'admin', 'invitations.list': 'admin', 'registrations.approve': 'admin', 'service-accounts.createToken': 'admin',
      'tokens.create': null, 'passwords.change': null, 'sessions.endOthers': null, 'session.signIn': null, 'registrations.confirm': null,
    });
    for (const route of allRoutes(routes)) if (route.path.startsWith('/account')) expect([route.id, scopeOf(route)]).toEqual([route.id, null]);
  });
});

describe('an API token', () => {
  it('is shown once, kept as a hash, and says when and from where it was used', async () => {
    const made = await make(member, { name: 'dashboard' });
    expect(made.status).toBe(201);
    expect(made.body.token).toMatch(/^dsp_[\w-]{43}$/);
    expect((await use(made.body.token, 'GET', '/incidents')).status).toBe(200);
    const row = async () => (await member?.call<Answer>('GET', '/account/tokens'))?.body.data.find((t) => t.name === 'dashboard');
    await until(async () => (await row())?.['lastUsedAt'] !== null);
    expect(await row()).toMatchObject({ hint: made.body.token.slice(0, 9), scopes: ['read'], lastUsedAddress: '127.0.0.1', createdBy: 'Mia', revokedAt: null });
    expect(JSON.stringify(await row())).not.toContain(made.body.token);
    const dump = JSON.stringify([await select(api.db, 'select * from api_tokens'), await select(api.db, 'select * from audit_entries'), await select(api.db, 'select * from idempotency_keys')]);
    expect(dump).not.toContain(made.body.token.slice(9));
  });

  it('is made anew, not remembered, when the request is repeated with its Idempotency-Key', async () => {
    const ask = () => member?.call<Answer>('POST', '/account/tokens', { name: 'again', scopes: ['read'] }, { 'idempotency-key': 'same' });
    const [first, second] = [await ask(), await ask()];
    expect(first?.body.token).not.toBe(second?.body.token);
    expect(JSON.stringify(await select(api.db, 'select * from idempotency_keys'))).not.toContain(first?.body.token.slice(9));
  });

  it.each(TOKEN_SCOPES)('with the scope %s does that and no more', async (scope) => {
    const { token } = (await make(owner, { scopes: [scope] })).body;
    const asked: Record<string, Promise<Reply<Answer>>> = {
      read: use(token, 'GET', '/incidents'),
      'incidents:write': use(token, 'POST', '/incidents', INCIDENT),
      'settings:write': use(token, 'POST', '/services', { name: `service of ${scope}` }),
      admin: use(token, 'GET', '/invitations'),
    };
    for (const [needed, reply] of Object.entries(asked)) expect([needed, (await reply).status < 300]).toEqual([needed, needed === scope || scope === 'admin']);
    const refused = await use(token, 'POST', '/account/tokens', { name: 'child', scopes: [scope] });
    expect([refused.status, refused.body.detail]).toEqual([403, 'No API token may do this: it is for people who signed in themselves.']);
  });

  it('needs no header against forgery, and no page of another site can add it', async () => {
    const { token } = (await make(member, { scopes: ['incidents:write'] })).body;
    expect((await use(token, 'POST', '/incidents', INCIDENT, { origin: 'https://elsewhere.example' })).status).toBe(201);
  });

  it('never exceeds its owner, also after the owner has less', async () => {
    const tooMuch = await make(member, { scopes: ['read', 'admin'] });
    expect([tooMuch.status, tooMuch.body.errors?.[0]?.pointer]).toEqual([400, '/scopes/1']);
    const walt = await api.person('walt', 'admin');
    const { token } = (await make(walt, { scopes: ['admin'] })).body;
    expect((await use(token, 'GET', '/invitations')).status).toBe(200);
    await updatePerson(api.db, { organizationId: api.organizationId, id: walt.person.id }, { accessLevel: 'member' });
    expect((await use(token, 'GET', '/invitations')).status).toBe(403);
    await updatePerson(api.db, { organizationId: api.organizationId, id: walt.person.id }, { isActive: false });
    expect((await use(token, 'GET', '/incidents')).status).toBe(401);
  });

  it('ends when it is revoked, with its stream, and when it expires', async () => {
    const { id, token } = (await make(member)).body;
    const stream = await openStream(api.base, { authorization: `Bearer ${token}` });
    expect(stream.status).toBe(200);
    expect((await admin?.call('DELETE', `/account/tokens/${id}`))?.status).toBe(404);
    expect((await member?.call('DELETE', `/account/tokens/${id}`))?.status).toBe(204);
    await stream.ended;
    const after = await use(token, 'GET', '/incidents');
    expect([after.status, after.body.detail]).toEqual([401, expect.stringContaining('was revoked')]);
    expect((await member?.call('DELETE', `/account/tokens/${id}`))?.status).toBe(404);
    const short = (await make(member, { expiresInDays: 1 })).body;
    await select(api.db, `update api_tokens set expires_at = now() - interval '1 second' where id = $1 returning id`, [short.id]);
    expect((await use(short.token, 'GET', '/incidents')).status).toBe(401);
    expect((await make(member, { expiresInDays: 400 })).status).toBe(400);
  });

  it('that is not one is refused, whatever it looks like', async () => {
    const { token } = (await make(member)).body;
    for (const text of [`${token}x`, token.slice(0, -1), `dsp_${'A'.repeat(43)}`, 'dsp_', token.toUpperCase(), `${token.slice(0, 20)}'--`]) {
      expect((await use(text, 'GET', '/incidents')).status).toBe(401);
    }
  });

  it('belongs to one organization', async () => {
    await select(api.db, `insert into organizations (id, slug, name) values (gen_random_uuid(), 'other', 'Other') returning id`);
    await select(api.db, `insert into people (id, organization_id, email, name, admitted_at) select gen_random_uuid(), id, $1, 'Mia', now() from organizations where slug = 'other' returning id`, [member?.person.email]);
    const { token } = (await make(member)).body;
    const elsewhere = await api.call('GET', '/api/v1/other/incidents', undefined, { authorization: `Bearer ${token}` });
    expect(elsewhere.status).toBe(404);
    expect((await member?.call('GET', '/api/v1/other/incidents'))?.status).toBe(200);
  });
});

describe('a service account', () => {
  it('calls by its tokens, stands under its name, and stops when it is deactivated', async () => {
    expect((await member?.call('GET', '/service-accounts'))?.status).toBe(403);
    expect((await admin?.call('POST', '/service-accounts', { name: 'root', accessLevel: 'owner' }))?.status).toBe(400);
    const made = await admin?.call<Answer>('POST', '/service-accounts', { name: 'Alert pipeline', description: 'Declares', accessLevel: 'member' });
    expect([made?.status, made?.body.email]).toEqual([201, expect.stringMatching(/^alert-pipeline-[0-9a-f]{6}@service\.invalid$/)]);
    const base = `/service-accounts/${made?.body.id}`;
    expect((await admin?.call<Answer>('POST', `${base}/tokens`, { name: 't', scopes: ['admin'] }))?.status).toBe(400);
    const token = (await admin?.call<Answer>('POST', `${base}/tokens`, { name: 't', scopes: ['read', 'incidents:write'] }))?.body.token ?? '';
    const declared = await use(token, 'POST', '/incidents', INCIDENT);
    expect([declared.status, declared.body.reporter.email]).toEqual([201, made?.body.email]);
    expect((await admin?.call<Answer>('GET', '/people?q=alert'))?.body.data).toEqual([]);
    expect((await admin?.call('PATCH', `/people/${made?.body.id}`, { accessLevel: 'admin' }))?.status).toBe(404);
    expect((await admin?.call('PATCH', base, { isActive: false }))?.status).toBe(200);
    expect((await use(token, 'GET', '/incidents')).status).toBe(401);
    expect((await admin?.call('PATCH', base, { isActive: true }))?.status).toBe(200);
    expect((await use(token, 'GET', '/incidents')).status).toBe(200);
    const [only] = (await admin?.call<Answer>('GET', `${base}/tokens`))?.body.data ?? [];
    expect((await admin?.call('DELETE', `${base}/tokens/${only?.id}`))?.status).toBe(204);
    expect((await use(token, 'GET', '/incidents')).status).toBe(401);
  });

  it('and tokens are all in the audit log', async () => {
    const entries = (await listAudit(api.db, api.organizationId, { limit: 200 })).data;
    expect(entries.map((e) => e.action)).toEqual(expect.arrayContaining(['api-token.created', 'api-token.revoked', 'service-account.created', 'service-account.changed']));
    expect(entries.find((e) => e.action === 'service-account.changed')).toMatchObject({ actor: { kind: 'person', id: admin?.person.id }, before: expect.objectContaining({ isActive: expect.any(Boolean) }) });
  });
});
