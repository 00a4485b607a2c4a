import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IncidentDetail } from '../../api/contract/incidents.ts';
import type { Route } from '../../api/contract/route.ts';
import { allRoutes } from '../../api/openapi.ts';
import { saveAccount } from '../../models/accounts.ts';
import { admitNewcomer } from '../../models/admission.ts';
import { OPENS_ELSEWHERE, reserveDeliveries } from '../../models/delivery-claims.ts';
import { ensureDocument } from '../../models/documents.ts';
import { createOrganization, organizationsOf } from '../../models/organizations.ts';
import { requestReset } from '../../models/password-links.ts';
import { select } from '../../models/sql.ts';
import { run } from '../../scripts/setup/run.mjs';
import { startApi, type Caller, type TestApi } from './support/api.ts';
import { mailsTo } from './support/mail.ts';
import { addressOf, bodyOf, queryOf } from './support/sample.ts';

const MARK = 'Elsewhere';
const inside = allRoutes().filter((r) => r.scope === 'organization');
const byId = inside.filter((r) => /:(incident|id|token|seq)\b/.test(r.path));

let api: TestApi;
/** Owner here, unknown there. */
let olga: Caller;
/** Member here, owner there, with one account. */
let zoe: Caller;
let foreignId = '';
let incident: IncidentDetail;
let own: IncidentDetail;
let before = '';
let foreign: { table: string; id: string }[];

const there = (path: string): string => `/api/v1/elsewhere${path}`;

beforeAll(async () => {
  api = await startApi();
  [olga, zoe] = await Promise.all([api.person('olga', 'owner'), api.person('zoe')]);
  const { organization } = await createOrganization(api.db, { slug: 'elsewhere', name: MARK, ownerEmail: zoe.person.email, reserved: [], by: 'test' });
  foreignId = organization.id;
  incident = (await zoe.call<IncidentDetail>('POST', there('/incidents'), { title: `${MARK} burns`, description: MARK, tags: [MARK] })).body;
  const about = there(`/incidents/${incident.id}`);
  await zoe.call('POST', `${about}/tasks`, { title: `${MARK} task` });
  await zoe.call('POST', `${about}/messages`, { body: `${MARK} message` });
  await zoe.call('POST', `${about}/files?name=${MARK}.txt`, MARK, { 'content-type': 'text/plain' });
  await zoe.call('POST', `${about}/reports`, { kind: 'tactical', conditions: MARK, actions: MARK, needs: MARK });
  await zoe.call('POST', there('/services'), { name: `${MARK} service` });
  await zoe.call('POST', there('/engagement-rules'), { name: `${MARK} rule`, target: { kind: 'person', email: `${MARK}@example.com` }, role: 'scribe' });
  await zoe.call('POST', there('/people'), { email: `mia@${MARK}.example`, name: `${MARK} Mia` });
  await zoe.call('POST', there('/invitations'), { email: `ida@${MARK}.example`, name: `${MARK} Ida`, accessLevel: 'member' });
  await zoe.call('POST', there('/service-accounts'), { name: `${MARK} robot`, accessLevel: 'member' });
  await ensureDocument(api.db, { mark: 'm', incidentId: incident.id, kind: 'incident', title: MARK, body: MARK, values: {} });
  const mail = { key: 'k', channel: 'email' as const, message: 'welcome', recipient: olga.person.email, recipientName: MARK, subject: MARK, html: MARK, text: MARK, calendar: null };
  await reserveDeliveries(api.db, { organizationId: foreignId, incidentId: incident.id }, { deliveries: [mail], state: 'outbox', leaseSeconds: 1 });
  own = (await olga.call<IncidentDetail>('POST', '/incidents', { title: 'Ours', description: 'd' })).body;
  foreign = await foreignRows();
  before = await fingerprint();
});
afterAll(async () => {
  expect(api.errors).toEqual([]);
  await api.stop();
});

const BY_INCIDENT = ['tasks', 'files', 'documents', 'reports', 'messages', 'builtin_objects'];

/** One id of every table that holds something of the other organization. */
async function foreignRows(): Promise<{ table: string; id: string }[]> {
  const tables = await select<{ table: string }>(
    api.db,
    `select c.table_name as table from information_schema.columns c join information_schema.columns i on i.table_name = c.table_name and i.column_name = 'id' and i.data_type = 'uuid'
     where c.table_schema = 'public' and c.column_name = 'organization_id' and c.table_name not in ('audit_entries')`,
  );
  const found = await Promise.all([
    ...tables.map(async ({ table }) => ({ table, row: (await select<{ id: string }>(api.db, `select id from ${table} where organization_id = $1 limit 1`, [foreignId]))[0] })),
    ...BY_INCIDENT.map(async (table) => ({ table, row: (await select<{ id: string }>(api.db, `select id from ${table} where incident_id = $1 limit 1`, [incident.id]))[0] })),
  ]);
  return found.flatMap(({ table, row }) => (row === undefined ? [] : [{ table, id: row.id }]));
}

/** Everything that is stored about the other organization, as one hash a table. */
async function fingerprint(): Promise<string> {
  const tables = [...new Set(foreign.map(({ table }) => table))];
  const of = (table: string) => (BY_INCIDENT.includes(table) ? ['incident_id', incident.id] : ['organization_id', foreignId]);
  const hashes = await Promise.all(tables.map(async (table) => [table, (await select<{ hash: string }>(api.db, `select md5(string_agg(t::text, ',' order by t::text)) as hash from ${table} t where ${of(table)[0]} = $1`, [of(table)[1]]))[0]?.hash]));
  return JSON.stringify(hashes);
}

const ask = (route: Route, address: string) => olga.call<unknown>(route.method.toUpperCase(), address + queryOf(route), route.method === 'get' ? undefined : bodyOf(route));

describe('organizations', () => {
  it('have something to hide in every table that routes name rows of', () => {
    for (const table of ['incidents', 'tasks', 'files', 'documents', 'deliveries', 'people', 'projects', 'services', 'engagement_rules', 'incident_types', 'invitations']) expect(foreign.map((f) => f.table)).toContain(table);
  });

  it.each(byId.map((r) => [r.id, r] as const))('%s finds nothing by ids of another organization', async (_id, route) => {
    const asked = route.path.includes(':incident') ? [{ incident: incident.id }] : [];
    const inOurs = /:(id|token)\b/.test(route.path) ? foreign.map(({ id }) => ({ incident: own.id, id, token: id })) : [];
    const replies = await Promise.all([...asked, ...inOurs].map(async (known) => ({ known, reply: await ask(route, addressOf(route, known)) })));
    for (const { known, reply } of replies) {
      expect([known, reply.status, [403, 404].includes(reply.status)]).toEqual([known, reply.status, true]);
      expect(JSON.stringify(reply.body)).not.toContain(MARK);
    }
    expect(replies.length).toBeGreaterThan(0);
  });

  it('are as they were after all of that', async () => {
    expect(await fingerprint()).toBe(before);
  });

  it.each(inside.map((r) => [r.id, r] as const))('%s does not tell an organization of others from one that does not exist', async (_id, route) => {
    const names = { incident: incident.id, id: own.id, token: own.id };
    const [real, made] = [await ask(route, addressOf(route, { ...names, organization: 'elsewhere' })), await ask(route, addressOf(route, { ...names, organization: 'nowhere-x' }))];
    const plain = (body: unknown) => JSON.stringify(body, (key, value: unknown) => (key === 'instance' || key === 'requestId' ? undefined : value)).replaceAll('nowhere-x', 'elsewhere');
    expect([real.status, plain(real.body)]).toEqual([404, plain(made.body)]);
  });

  it('share nothing through bodies and filters that name ids of another', async () => {
    const idOf = (table: string) => foreign.find((f) => f.table === table)?.id ?? '';
    const refused: [string, string, unknown][] = [
      ['POST', '/incidents', { title: 'T', description: 'd', project: idOf('projects') }],
      ['POST', '/incidents', { title: 'T', description: 'd', type: idOf('incident_types') }],
      ['POST', '/incidents', { title: 'T', description: 'd', severity: idOf('incident_severities') }],
      ['POST', '/incident-types', { name: 'X', project: idOf('projects') }],
      ['POST', '/engagement-rules', { name: 'X', target: { kind: 'service', service: idOf('services') }, role: 'scribe' }],
    ];
    for (const [method, path, body] of refused) expect([path, (await olga.call(method, path, body)).status]).toEqual([path, 422]);
    for (const path of [`/incidents?project=${idOf('projects')}`, `/incidents?q=${MARK}`, `/incidents?participant=${zoe.person.email}`, `/tasks?q=${MARK}`, `/deliveries?incident=${incident.id}`, '/postmortems?state=all', `/people?q=${MARK}`, '/audit?limit=200']) {
      expect([path, JSON.stringify((await olga.call('GET', path)).body).includes(MARK)]).toEqual([path, false]);
    }
  });

  it('may have the same person as members, with an access level in each', async () => {
    expect((await zoe.call('GET', there('/audit'))).status).toBe(200);
    expect((await zoe.call('GET', '/audit')).status).toBe(403);
    const list = await zoe.call<{ data: { slug: string; accessLevel: string }[] }>('GET', '/api/v1/organizations');
    expect(list.body.data.map(({ slug, accessLevel }) => [slug, accessLevel])).toEqual([['default', 'member'], ['elsewhere', 'owner']]);
    expect((await olga.call<{ data: { slug: string }[] }>('GET', '/api/v1/organizations')).body.data.map((o) => o.slug)).toEqual(['default']);
    expect((await api.call('GET', '/api/v1/organizations')).status).toBe(401);
  });

  it('are chosen for the web among one’s own', async () => {
    type Session = { organization: { slug: string }; organizations: { slug: string }[]; person: { accessLevel: string; abilities: string[] } };
    const session = async (by: Caller, query: string) => (await by.call<Session>('GET', `/api/v1/session${query}`)).body;
    const chosen = await session(zoe, '?organization=elsewhere');
    expect(chosen).toMatchObject({ organization: { slug: 'elsewhere' }, person: { accessLevel: 'owner' } });
    expect(chosen.person.abilities).toContain('manageOwners');
    expect((await session(zoe, '')).person.abilities).not.toContain('configure');
    expect(await session(olga, '?organization=elsewhere')).toMatchObject({ organization: { slug: 'default' }, organizations: [{ slug: 'default' }] });
  });

  it('lose sight of those who are deactivated there, and only there', async () => {
    const ida = await api.person('ida');
    await createOrganization(api.db, { slug: 'third', name: 'Third', ownerEmail: ida.person.email, reserved: [], by: 'test' });
    await olga.call('PATCH', `/people/${ida.person.id}`, { isActive: false });
    expect((await ida.call('GET', '/incidents')).status).toBe(404);
    expect((await ida.call('GET', '/api/v1/third/incidents')).status).toBe(200);
    expect((await organizationsOf(api.db, ida.person.email)).map((o) => o.slug)).toEqual(['third']);
  });

  it('give nobody an account of another: not by a link, a membership, an address or a mail', async () => {
    // Somebody who belongs to the other one and has not chosen a password yet, and somebody who has.
    const mia = `mia@${MARK}.example`.toLowerCase();
    const invited = await olga.call<{ url: string }>('POST', '/invitations', { email: mia, name: 'Mia', accessLevel: 'member', by: 'link' });
    const token = /token=([\w-]+)/.exec(invited.body.url)?.[1] ?? '';
    const redeemed = await api.call<{ detail: string }>('POST', '/api/v1/session/redeem', { token, name: 'Mia', password: 'four plain words together' });
    expect([redeemed.status, redeemed.body.detail]).toEqual([409, expect.stringContaining('another organization')]);
    await createOrganization(api.db, { slug: 'fourth', name: 'Fourth', ownerEmail: 'uma@fourth.example', reserved: [], by: 'test' });
    await saveAccount(api.db, { email: 'uma@fourth.example', passwordHash: 'x' });
    const uma = await olga.call<{ id: string }>('POST', '/people', { email: 'uma@fourth.example', name: 'Uma' });
    expect(uma.status).toBe(201);
    expect((await organizationsOf(api.db, 'uma@fourth.example')).map((o) => o.slug)).toEqual(['fourth']);
    const old = await olga.call<{ id: string }>('POST', '/people', { email: 'old@example.com', name: 'Old' });
    expect((await olga.call('PATCH', `/people/${old.body.id}`, { email: mia })).status).toBe(409);
    expect((await olga.call('PATCH', `/people/${uma.body.id}`, { accessLevel: 'manager' })).status).toBe(200);
    await requestReset(api.db, 'uma@fourth.example');
    expect(await select(api.db, `select 1 as there from deliveries where organization_id = $1 and recipient = 'uma@fourth.example'`, [api.organizationId])).toEqual([]);
  });

  it('let in an owner whose account others made only with a link', async () => {
    await createOrganization(api.db, { slug: 'fifth', name: 'Fifth', ownerEmail: zoe.person.email, ownerAccepts: true, reserved: [], by: 'test' });
    expect((await zoe.call('GET', '/api/v1/fifth/incidents')).status).toBe(404);
  });

  it('let nobody read or deliver a link that opens another', async () => {
    await requestReset(api.db, zoe.person.email);
    const mail = (await mailsTo(api, zoe.person.email)).find((one) => one.message === 'password-reset');
    expect(mail?.text).toContain('token=');
    const read = await olga.call<{ text: string }>('GET', `/deliveries/${mail?.id}`);
    expect([read.status, read.body.text]).toEqual([200, expect.stringContaining('mail server of the installation')]);
    const [claimed] = await select<{ opens: boolean }>(api.db, `select ${OPENS_ELSEWHERE} as opens from deliveries d where d.id = $1`, [mail?.id]);
    expect(claimed?.opens).toBe(true);
  });

  it('take in those who may come by themselves only where they were made first', async () => {
    const coming = (organizationId: string) => admitNewcomer(api.db, { organizationId, email: `new@${organizationId}.example`, name: 'New', via: 'registration', emailVerified: true, registration: { mode: 'open', domains: [] } });
    expect([(await coming(api.organizationId)).state, (await coming(foreignId)).state]).toEqual(['member', 'pending']);
  });

  it('are made and listed by whoever runs the server', async () => {
    const { hostname, port, name, user, password } = api.db.settings;
    const env = { PATH: process.env['PATH'] ?? '', NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'], NODE_ENV: 'test', DATABASE_HOSTNAME: hostname, DATABASE_PORT: String(port), DATABASE_NAME: name, DATABASE_CREDENTIALS: `${user}:${password}`, DISPATCH_JWT_SECRET: 'x'.repeat(16) + randomUUID(), DISPATCH_UI_URL: 'https://dispatch.example.com' };
    const command = (...args: string[]) => run(process.execPath, ['--disable-warning=ExperimentalWarning', 'scripts/organization.ts', ...args], { env });
    const made = await command('create', 'acme', '--name', 'Acme Inc.', '--owner', 'Ada@Acme.example');
    expect([made.code, made.stdout]).toEqual([0, expect.stringMatching(/“Acme Inc.” \(acme\) is there; ada@acme.example is its owner.[^]*https:\/\/dispatch\.example\.com\/invitation\?token=/)]);
    const [owner] = await select<{ level: string }>(api.db, `select p.access_level as level from people p join organizations o on o.id = p.organization_id where o.slug = 'acme' and p.email = 'ada@acme.example'`);
    expect(owner?.level).toBe('owner');
    const [again, wrong, list] = await Promise.all([command('create', 'acme', '--owner', 'x@example.com'), command('create', 'session', '--owner', 'nobody'), command('list')]);
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('already an organization “acme”')]);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('needs an owner')]);
    expect(list.stdout).toContain('acme\tAcme Inc.\t1 member');
  });

  it('are made with words that can stand in addresses, once', async () => {
    const make = (slug: string) => createOrganization(api.db, { slug, name: 'X', ownerEmail: 'x@example.com', reserved: ['session'], by: 'test' });
    for (const slug of ['', 'UPPER', 'a b', '-x', 'session', 'x'.repeat(64)]) await expect(make(slug)).rejects.toThrow(/cannot stand|word of the API/);
    await expect(make('elsewhere')).rejects.toThrow('already an organization');
  });
});
