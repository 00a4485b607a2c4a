import { randomBytes } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultPayloadConverter } from '@temporalio/common';
import { continueErasures, purgeDue, type PrivacyParts } from '../../activities/privacy.ts';
import type { Problem } from '../../api/contract/common.ts';
import type { IncidentDetail } from '../../api/contract/incidents.ts';
import { createPayloadCodec } from '../../config/payload-codec.ts';
import { select } from '../../models/sql.ts';
import { startApi, type Caller, type TestApi } from './support/api.ts';

const PAYLOAD_KEY = randomBytes(32).toString('base64');
const UI = 'http://temporal.example.com';
let api: TestApi;
let ada: Caller;
let mia: Caller;
let project: string;
const forgotten: string[] = [];

beforeAll(async () => {
  api = await startApi({ env: { TEMPORAL_PAYLOAD_KEY: PAYLOAD_KEY, DISPATCH_FILE_QUOTA_MB: '1' } });
  [ada, mia] = await Promise.all([api.person('ada', 'admin'), api.person('mia')]);
  project = (await ada.call<{ data: { projectId: string }[] }>('GET', '/retention')).body.data[0]?.projectId ?? '';
});
afterAll(async () => {
  expect(api.errors).toEqual([]);
  await api.stop();
});

const parts = (): PrivacyParts => ({ db: api.db, owners: { tell: async () => false, forget: async (id) => forgotten.push(id) }, logger: { info: () => undefined, warn: (...line: unknown[]) => api.errors.push(JSON.stringify(line)) }, now: () => new Date() });
async function declare(overrides: object = {}): Promise<IncidentDetail> {
  return (await mia.call<IncidentDetail>('POST', '/incidents', { title: 'Cards fail', description: 'd', ...overrides })).body;
}
/** A closed incident whose closing lies so many days back. */
async function closedFor(days: number): Promise<IncidentDetail> {
  const incident = await declare({ stage: 'closed' });
  await select(api.db, 'update incidents set closed_at = now() - make_interval(days => $2), stage = $3 where id = $1 returning id', [incident.id, days, 'closed']);
  return incident;
}
const audited = async (action: string) => (await select<{ label: string; after: unknown }>(api.db, 'select subject_label as label, after from audit_entries where action = $1 order by seq', [action]));

describe('retention', () => {
  it('is off by default, shows what it would do, and purges what is old, closed and not held', async () => {
    const [old, held, fresh] = [await closedFor(40), await closedFor(40), await closedFor(5)];
    const open = await declare();
    await mia.call('POST', `/incidents/${old.id}/messages`, { body: 'hello' });
    expect((await ada.call<{ data: object[] }>('GET', '/retention')).body.data).toEqual([expect.objectContaining({ days: null, due: 0, held: 0 })]);
    expect(await purgeDue(parts(), 10)).toEqual({ purged: 0, more: false });

    expect((await ada.call('PUT', `/incidents/${held.key}/legal-hold`, { reason: 'Case 7' })).body).toMatchObject({ hold: { reason: 'Case 7', placedBy: 'Ada' } });
    const preview = await ada.call<{ first: { key: string }[] }>('GET', `/retention/${project}/preview?days=30`);
    expect(preview.body).toMatchObject({ due: 1, held: 1, kept: 1 });
    expect(preview.body.first.map((i) => i.key)).toEqual([old.key]);
    expect((await ada.call('PUT', `/retention/${project}`, { days: 30 })).body).toMatchObject({ days: 30, due: 1, held: 1 });

    expect(await purgeDue(parts(), 10)).toEqual({ purged: 1, more: false });
    expect((await ada.call('GET', `/incidents/${old.key}`)).status).toBe(404);
    for (const kept of [held, fresh, open]) expect((await ada.call('GET', `/incidents/${kept.key}`)).status).toBe(200);
    const [stone] = (await ada.call<{ data: object[] }>('GET', '/retention/purged')).body.data;
    expect(stone).toMatchObject({ incidentId: old.id, key: old.key, retentionDays: 30, counts: { events: 1, messages: 1 }, ledgerHead: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(JSON.stringify(stone)).not.toContain('Cards fail');
    expect(forgotten).toContain(old.id);
    expect(await audited('incident.purged')).toEqual([expect.objectContaining({ label: old.key })]);
    expect(await audited('retention.changed')).toHaveLength(1);
  });

  it('never loses an incident under a hold, not even by mistake', async () => {
    const [row] = await select<{ incident_id: string }>(api.db, 'select incident_id from legal_holds limit 1');
    await expect(select(api.db, 'delete from incidents where id = $1 returning id', [row?.incident_id])).rejects.toThrow('legal_holds');
    expect((await ada.call('PUT', `/incidents/${row?.incident_id}/legal-hold`, { reason: null })).body).toEqual({ hold: null });
    expect(await purgeDue(parts(), 10)).toEqual({ purged: 1, more: false });
    expect(await audited('legalHold.lifted')).toHaveLength(1);
  });

  it('says what is wrong', async () => {
    expect((await ada.call<Problem>('PUT', `/retention/${project}`, { days: 0 })).body.errors?.[0]?.pointer).toBe('/days');
    expect((await ada.call<Problem>('GET', `/retention/${project}/preview`)).body.errors?.[0]?.pointer).toBe('query:days');
    expect((await ada.call('PUT', '/retention/00000000-0000-4000-8000-000000000000', { days: 5 })).status).toBe(404);
    expect((await mia.call('GET', '/retention')).status).toBe(403);
  });
});

/** Names and texts of a ZIP, by its central directory (APPNOTE.TXT sections 4.3.12 and 4.3.7). */
function unzip(zip: Buffer): Map<string, Buffer> {
  const entries = new Map<string, Buffer>();
  for (let at = zip.indexOf('PK\u0001\u0002', 0, 'latin1'); at !== -1 && zip.readUInt32LE(at) === 0x02014b50; ) {
    const [method, size, name, extra, comment, offset] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32), zip.readUInt32LE(at + 42)];
    const start = offset + 30 + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28);
    const packed = zip.subarray(start, start + size);
    entries.set(zip.subarray(at + 46, at + 46 + name).toString(), method === 8 ? inflateRawSync(packed) : packed);
    at += 46 + name + extra + comment;
  }
  return entries;
}

describe('taking an incident along', () => {
  it('gives everything that the caller may see, files under safe names, and is audited', async () => {
    const incident = await declare();
    await mia.call('POST', `/incidents/${incident.id}/messages`, { body: 'first words' });
    await mia.call('POST', `/incidents/${incident.id}/files?name=${encodeURIComponent('../../etc/passwd\u202etxt.exe')}`, 'content', { 'content-type': 'text/plain' });
    const response = await fetch(`${api.base}/incidents/${incident.id}/export`, { headers: { authorization: `Bearer ${ada.token}` } });
    expect(response.headers.get('content-disposition')).toContain(`filename="${incident.key}.zip"`);
    const entries = unzip(Buffer.from(await response.arrayBuffer()));
    expect([...entries.keys()]).toEqual(['incident.json', 'timeline.md', 'conversation.md', 'files/_.._etc_passwd txt.exe']);
    expect(entries.get('files/_.._etc_passwd txt.exe')?.toString()).toBe('content');
    expect(entries.get('conversation.md')?.toString()).toContain('first words');
    const json = await ada.call<{ incident: { key: string }; files: { sha256: string }[] }>('GET', `/incidents/${incident.id}/export?format=json`);
    expect(json.body).toMatchObject({ incident: { key: incident.key }, conversation: [{ body: 'first words' }], files: [{ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }] });
    expect(await audited('incident.exported')).toHaveLength(2);
  });
});

describe('a person’s data', () => {
  it('is given whole, and erased everywhere, once the address confirms who is meant', async () => {
    const max = await api.person('max');
    const incident = await declare({ stage: 'closed', reporterEmail: 'max@example.com' });
    await max.call('POST', `/incidents/${incident.id}/messages`, { body: 'I am max@example.com' });
    const data = await ada.call<Record<string, unknown[]>>('GET', `/people/${max.person.id}/data`);
    expect(data.headers.get('content-disposition')).toContain('attachment');
    expect(data.body).toMatchObject({ person: { email: 'max@example.com' }, participation: [{ key: incident.key }], messages: [{ body: 'I am max@example.com', byThem: true }], account: [{ has_password: true }] });
    expect(JSON.stringify(data.body)).not.toContain('not used here');

    const erase = (email: string, id = max.person.id) => ada.call<Problem & { state: string }>('POST', `/people/${id}/erase`, { email });
    expect((await erase('mia@example.com')).body.errors?.[0]?.pointer).toBe('/email');
    expect((await erase('ada@example.com', ada.person.id)).status).toBe(409);
    expect(await erase('max@example.com')).toMatchObject({ status: 202, body: { state: 'running', requestedBy: 'Ada' } });
    expect((await max.call('GET', '/incidents')).status).toBe(401);
    await continueErasures(parts());
    expect((await ada.call<{ data: object[] }>('GET', `/erasures?person=${max.person.id}`)).body.data).toEqual([expect.objectContaining({ state: 'done', incidents: 1 })]);
    expect(JSON.stringify((await ada.call('GET', `/incidents/${incident.id}/export?format=json`)).body)).not.toContain('max@');
    expect((await ada.call('GET', `/incidents/${incident.id}/events/verify`)).body).toMatchObject({ intact: true, redacted: 1 });
    expect((await erase('max@example.com')).status).toBe(400);
    expect(await audited('person.erased')).toEqual([{ label: 'Erased person', after: { erasure: expect.any(String) } }]);
  });
});

describe('the codec of Temporal’s payloads', () => {
  const wire = async (value: unknown, key = PAYLOAD_KEY) => {
    const [sealed] = await createPayloadCodec(key).encode([defaultPayloadConverter.toPayload(value)]);
    return { metadata: Object.fromEntries(Object.entries(sealed?.metadata ?? {}).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')])), data: Buffer.from(sealed?.data ?? []).toString('base64') };
  };
  const decode = (payloads: unknown[], headers: Record<string, string> = {}, caller: Pick<Caller, 'call'> = ada) => caller.call<{ payloads: { metadata: Record<string, string>; data: string }[] }>('POST', '/codec/decode', { payloads }, headers);
  const text = (data: string | undefined) => Buffer.from(data ?? '', 'base64').toString();

  it('reads what is ours for administrators, leaves what no key opens, and hides what belongs to another organization', async () => {
    const { body } = await decode([await wire({ incidentId: 'x', title: 'Cards fail' }), await wire('lost', randomBytes(32).toString('base64')), await wire({ state: { organizationId: '00000000-0000-4000-8000-000000000000' } })]);
    expect(text(body.payloads[0]?.data)).toBe('{"incidentId":"x","title":"Cards fail"}');
    expect(text(body.payloads[0]?.metadata['encoding'])).toBe('json/plain');
    expect(text(body.payloads[1]?.metadata['encoding'])).toBe('binary/encrypted');
    expect(text(body.payloads[2]?.data)).toBe('"This payload belongs to another organization."');
    const back = await ada.call<typeof body>('POST', '/codec/encode', { payloads: body.payloads.slice(0, 1) });
    expect(text(back.body.payloads[0]?.metadata['encoding'])).toBe('binary/encrypted');
    expect(text((await decode(back.body.payloads)).body.payloads[0]?.data)).toContain('Cards fail');
  });

  it('is for those who see restricted incidents, and refuses what is no payload', async () => {
    expect((await decode([], {}, mia)).status).toBe(403);
    for (const body of ['{', '[]', '{"payloads":[{"data":"%"}]}', '{"payloads":1}']) expect((await ada.call('POST', '/codec/decode', body, { 'content-type': 'application/json' })).status).toBe(400);
  });

  it('answers pages of Temporal’s UI and of no other site', async () => {
    const ask = (origin: string, method = 'OPTIONS') => fetch(`${api.base}/codec/decode`, { method, headers: { origin, 'access-control-request-method': 'POST' } });
    const preflight = await ask(UI);
    expect([preflight.status, preflight.headers.get('access-control-allow-origin'), preflight.headers.get('access-control-allow-credentials')]).toEqual([204, UI, 'true']);
    expect((await ask('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
    expect((await fetch(`${api.base}/incidents`, { method: 'OPTIONS', headers: { origin: UI } })).headers.get('access-control-allow-origin')).toBeNull();
    expect((await decode([], { origin: UI })).status).toBe(200);
  });
});

describe('files', () => {
  const upload = (id: string, name: string, body: string | Uint8Array, type: string) => mia.call<Problem & { id: string; name: string; mediaType: string }>('POST', `/incidents/${id}/files?name=${encodeURIComponent(name)}`, body, { 'content-type': type });
  it('that a browser could run are kept as plain bytes, and none is shown instead of saved', async () => {
    const { id } = await declare();
    for (const type of ['text/html', 'image/svg+xml', 'application/xhtml+xml', 'text/xml', 'application/javascript', 'text/html; charset=utf-8', 'nonsense']) {
      const file = await upload(id, 'a.html', '<script>alert(1)</script>', type);
      expect(file.body.mediaType).toBe('application/octet-stream');
      const { headers } = await mia.call('GET', `/incidents/${id}/files/${file.body.id}`);
      expect(headers.get('content-disposition')).toMatch(/^attachment;/);
      expect([headers.get('content-type'), headers.get('x-content-type-options'), headers.get('content-security-policy')]).toEqual(['application/octet-stream', 'nosniff', "sandbox; default-src 'none'"]);
    }
    expect((await upload(id, 'a.png', 'x', 'image/png')).body.mediaType).toBe('image/png');
  });

  it('have room for each incident up to its quota', async () => {
    const { id } = await declare();
    expect((await upload(id, 'a.bin', Buffer.alloc(700_000), 'application/octet-stream')).status).toBe(201);
    const second = await upload(id, 'b.bin', Buffer.alloc(700_000), 'application/octet-stream');
    expect([second.status, second.body.detail]).toEqual([413, expect.stringContaining('DISPATCH_FILE_QUOTA_MB')]);
  });
});
