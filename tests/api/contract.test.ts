import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { allRoutes, createOpenApi } from '../../api/openapi.ts';
import { PROBLEMS } from '../../domain/errors.ts';
import { startApi, type TestApi } from './support/api.ts';

interface Operation {
  operationId: string;
  tags: string[];
  parameters: { name: string; in: string; required: boolean; schema: object }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { $ref?: string; description?: string }>;
}
interface Document {
  openapi: string;
  info: { version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object>; responses: Record<string, object> };
}

const document = createOpenApi('9.9.9') as unknown as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })));

function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => (key === '$ref' && typeof inner === 'string' ? [inner] : references(inner)));
}
const resolves = (pointer: string): boolean =>
  pointer
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((at, step) => (typeof at === 'object' && at !== null ? Reflect.get(at, step) : undefined), document) !== undefined;

describe('the OpenAPI description', () => {
  it('is version 3.1 and lists every route once', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document.info.version).toBe('9.9.9');
    expect(operations.map((o) => o.operation.operationId).sort()).toEqual(allRoutes().map((r) => r.id).sort());
  });

  it('has no reference that leads nowhere, and stays whole as JSON', () => {
    const all = references(document);
    expect(all.length).toBeGreaterThan(300);
    expect(all.filter((pointer) => !resolves(pointer))).toEqual([]);
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });

  it('declares every parameter of every path', () => {
    for (const { path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? '');
      const declared = operation.parameters.filter((p) => p.in === 'path');
      expect({ path, names: declared.map((p) => p.name).sort() }).toEqual({ path, names: inPath.sort() });
      expect(declared.every((p) => p.required)).toBe(true);
      expect(new Set(operation.parameters.map((p) => `${p.in} ${p.name}`)).size).toBe(operation.parameters.length);
    }
  });

  it('describes bodies of what takes one, and every answer', () => {
    for (const route of allRoutes()) {
      const found = operations.find((o) => o.operation.operationId === route.id);
      expect({ id: route.id, body: found?.operation.requestBody !== undefined }).toEqual({ id: route.id, body: route.body !== null || route.rawBodyLimit !== null });
      expect(found?.operation.responses[String(route.status)]).toBeDefined();
      expect(found?.operation.responses['400']).toBeDefined();
    }
  });

  it('describes every kind of problem', () => {
    for (const [code, { status }] of Object.entries(PROBLEMS)) expect(JSON.stringify(document.components.responses[`Problem${status}`])).toContain(code);
  });

  it('uses only schema words of JSON Schema 2020-12', () => {
    const words = new Set(Object.values(document.components.schemas).flatMap((s) => Object.keys(s)));
    for (const word of words) expect(['type', 'properties', 'required', 'additionalProperties', 'items', 'anyOf', 'oneOf', 'allOf', 'enum', 'const', 'format', 'pattern', 'default', 'description', 'propertyNames', 'minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems', '$ref', 'discriminator']).toContain(word);
  });
});

describe('what the API serves about itself', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.stop());

  it('serves the description and the reference page without a session, from its own files only', async () => {
    const description = await api.call<{ openapi: string }>('GET', '/api/v1/openapi.json');
    expect(description.status).toBe(200);
    expect(description.body.openapi).toBe('3.1.0');
    const page = await api.call<string>('GET', '/api/v1/docs');
    expect(page.type).toContain('text/html');
    const files = [...page.body.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map((m) => m[1] ?? '');
    expect(files.length).toBe(4);
    for (const file of files) {
      expect(file.startsWith('/')).toBe(true);
      expect((await api.call('GET', file)).status).toBe(200);
    }
    expect(page.body).not.toMatch(/https?:\/\//);
    expect(page.body).not.toMatch(/<script>|<style>|\son\w+="/);
  });

  it('is alive, and ready as soon as Postgres is there and migrated', async () => {
    expect((await api.call('GET', '/healthz')).body).toEqual({ status: 'ok', version: '1.2.3' });
    const ready = await api.call<{ status: string; checks: { name: string; ok: boolean }[] }>('GET', '/readyz');
    expect(ready.status).toBe(200);
    expect(ready.body.checks.map((c) => [c.name, c.ok])).toEqual([['postgres', true], ['temporal', true]]);
    api.gateway.isAway = true;
    const without = await api.call<{ checks: { name: string; ok: boolean }[] }>('GET', '/readyz');
    expect([without.status, without.body.checks[1]?.ok]).toEqual([200, false]);
    api.gateway.isAway = false;
  });
});
