import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import type { DocumentView, PostmortemRow } from '../../api/contract/documents.ts';
import type { IncidentDetail, PostmortemBrief } from '../../api/contract/incidents.ts';
import type { Problem } from '../../api/contract/common.ts';
import { ensureDocument } from '../../models/documents.ts';
import { startApi, type Caller, type TestApi } from './support/api.ts';

type View = z.infer<typeof DocumentView>;
const web = mkdtempSync(join(tmpdir(), 'dispatch-web-'));
let api: TestApi;
let ana: Caller;
let incident: IncidentDetail;

beforeAll(async () => {
  mkdirSync(join(web, 'assets'));
  writeFileSync(join(web, 'index.html'), `<!doctype html><title>Dispatch</title>${'<p>x</p>'.repeat(300)}`);
  writeFileSync(join(web, 'assets', 'app-1a2b3c.js'), `export const x = "${'x'.repeat(3_000)}";`);
  writeFileSync(join(web, 'boot.js'), '1;');
  api = await startApi({ env: { STATIC_DIR: web } });
  ana = await api.person('ana');
  incident = (await ana.call<IncidentDetail>('POST', '/incidents', { title: 'T', description: 'd' })).body;
});
afterAll(async () => {
  expect(api.errors).toEqual([]);
  await api.stop();
  rmSync(web, { recursive: true });
});

describe('documents', () => {
  it('render their placeholders, and save on top of the revision that was read', async () => {
    const { id } = await ensureDocument(api.db, { mark: 'doc', incidentId: incident.id, kind: 'incident', title: 'Incident', body: 'Led by {{commander}} {{nonsense}}', values: { commander: 'Ana' } });
    const read = await ana.call<View>('GET', `/documents/${id}`);
    expect(read.body).toMatchObject({ rendered: 'Led by Ana {{nonsense}}', body: 'Led by {{commander}} {{nonsense}}', revision: 1, editable: true, incident: { key: incident.key } });
    const saved = await ana.call<View>('PUT', `/documents/${id}`, { body: 'Led well by {{commander}}', revision: 1 });
    expect(saved.body).toMatchObject({ revision: 2, rendered: 'Led well by Ana' });
    const late = await ana.call<Problem>('PUT', `/documents/${id}`, { body: 'Overwritten', revision: 1 });
    expect([late.status, late.body.errors?.[0]?.pointer]).toEqual([409, '/revision']);
    const bo = await api.person('bo');
    expect((await bo.call<View>('GET', `/documents/${id}`)).body.editable).toBe(false);
    expect((await bo.call('PUT', `/documents/${id}`, { body: 'x', revision: 2 })).status).toBe(403);
    expect((await ana.call<{ data: View[] }>('GET', `/incidents/${incident.id}/documents`)).body.data.map((d) => d.id)).toEqual([id]);
  });
});

describe('postmortems', () => {
  it('are refused before there is one, then moved and published', async () => {
    const path = `/incidents/${incident.id}/postmortem`;
    expect((await ana.call('POST', `${path}/publish`)).status).toBe(409);
    const owner = { personId: ana.person.id, email: ana.person.email, name: ana.person.name };
    await api.gateway.record(incident.id, [{ kind: 'postmortem.scheduled', actor: { kind: 'system', name: 'Dispatch' }, data: { meetingAt: '2026-12-01T10:00:00.000Z', dueAt: '2026-12-02T10:00:00.000Z', owner } }]);
    const moved = await ana.call<z.infer<typeof PostmortemBrief>>('POST', `${path}/meeting`, { meetingAt: '2026-12-03T10:00:00+01:00', ownerEmail: 'bo@example.com' });
    expect(moved.body).toMatchObject({ state: 'scheduled', meetingAt: '2026-12-03T09:00:00.000Z', owner: { email: 'bo@example.com' } });
    type List = { data: z.infer<typeof PostmortemRow>[] };
    expect((await ana.call<List>('GET', '/postmortems')).body.data.map((p) => p.incident.key)).toEqual([incident.key]);
    const published = await ana.call<z.infer<typeof PostmortemBrief>>('POST', `${path}/publish`);
    expect(published.body).toMatchObject({ state: 'published', publishedAt: expect.any(String) });
    expect((await ana.call<z.infer<typeof PostmortemBrief>>('POST', `${path}/publish`)).body.publishedAt).toBe(published.body.publishedAt);
    expect((await ana.call<List>('GET', '/postmortems')).body.data).toEqual([]);
    expect((await ana.call<List>('GET', '/postmortems?state=published')).body.data).toHaveLength(1);
  });
});

describe('files', () => {
  const upload = (name: string, content: string | Uint8Array, type: string) => ana.call<{ id: string; name: string; mediaType: string }>('POST', `/incidents/${incident.id}/files?name=${encodeURIComponent(name)}`, content, { 'content-type': type });

  it('come back byte by byte, saved and never shown', async () => {
    const bytes = new Uint8Array([0, 255, 10, 13, 60, 115]);
    const made = await upload('../../päge "1".html', bytes, 'text/html; charset=utf-8');
    expect(made).toMatchObject({ status: 201, body: { name: '_.._päge _1_.html', mediaType: 'application/octet-stream' } });
    const response = await fetch(`${api.base}/incidents/${incident.id}/files/${made.body.id}`, { headers: { authorization: `Bearer ${ana.token}` } });
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="_.._p_ge _1_.html"; filename*=UTF-8''_.._p%C3%A4ge%20_1_.html`);
    expect(response.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const list = await ana.call<{ data: { uploadedBy: string }[] }>('GET', `/incidents/${incident.id}/files`);
    expect(list.body.data[0]?.uploadedBy).toBe('Ana');
  });

  it('are refused when empty, nameless, or larger than 25 MB', async () => {
    expect((await upload('a', '', 'text/plain')).status).toBe(400);
    expect((await ana.call('POST', `/incidents/${incident.id}/files`, 'x')).status).toBe(400);
    expect((await upload('\u0001', 'x', 'text/plain')).status).toBe(400);
    expect((await upload('big', new Uint8Array(26_214_401), 'application/zip')).status).toBe(413);
    expect((await upload('fits', new Uint8Array(2_000_000), 'not a type')).body.mediaType).toBe('application/octet-stream');
  });
});

describe('the web', () => {
  const get = (path: string, headers: Record<string, string> = {}) => api.call<string>('GET', path, undefined, headers);

  it('is served with its pages, long-lived assets, and compression', async () => {
    for (const path of ['/', '/incidents/INC-1', '/settings/people']) {
      const page = await get(path, { accept: 'text/html', 'accept-encoding': 'br' });
      expect([path, page.status, page.type, page.headers.get('cache-control'), page.headers.get('content-encoding')]).toEqual([path, 200, 'text/html; charset=utf-8', 'no-cache', 'br']);
      expect(page.body).toContain('<title>Dispatch</title>');
    }
    const asset = await get('/assets/app-1a2b3c.js');
    expect([asset.status, asset.headers.get('cache-control'), asset.type]).toEqual([200, 'public, max-age=31536000, immutable', 'text/javascript; charset=utf-8']);
    const again = await get('/boot.js', { 'if-none-match': (await get('/boot.js')).headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
  });

  it('never answers a missing asset with a page, nor a file from elsewhere', async () => {
    expect((await get('/assets/app-000000.js', { accept: '*/*' })).status).toBe(404);
    expect((await get('/missing.js', { accept: '*/*' })).status).toBe(404);
    for (const path of ['/..%2f..%2fetc%2fpasswd', '/%2e%2e/%2e%2e/etc/passwd', '/assets/..%2f..%2f..%2fetc/passwd', '/boot.js%00.html']) {
      const reply = await get(path, { accept: '*/*' });
      expect([path, JSON.stringify(reply.body).includes('root:')]).toEqual([path, false]);
      expect(reply.status).toBeLessThan(500);
    }
    expect((await api.call('POST', '/', {})).status).toBe(404);
  });
});
