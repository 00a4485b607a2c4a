import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { keysOf } from '../../api/http/validate.ts';
import type { Route } from '../../api/contract/route.ts';
import type { IncidentDetail } from '../../api/contract/incidents.ts';
import { allRoutes } from '../../api/openapi.ts';
import { addressOf } from './support/sample.ts';
import { startApi, type Caller, type TestApi } from './support/api.ts';

const RUNS = 30;
const writes = allRoutes().filter((r) => r.body !== null && r.scope === 'organization');
const reads = allRoutes().filter((r) => r.method === 'get' && r.query !== null && r.produces === null);

let api: TestApi;
let owner: Caller;
let incident: IncidentDetail;
beforeAll(async () => {
  api = await startApi();
  owner = await api.person('olga', 'owner');
  incident = (await owner.call<IncidentDetail>('POST', '/incidents', { title: 'T', description: 'd' })).body;
});
afterAll(async () => {
  expect(api.errors).toEqual([]);
  await api.stop();
});

/** The names that a body of the route takes, so that random values get past "is not known". */
function fieldsOf(route: Route): string[] {
  return route.body ? keysOf(route.body) : [];
}
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', ' ', '\u0000', '\ud800', 'a@b.co', '2026-01-01T00:00:00Z', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59+23:59', incidentLike(), 'active', 'x'.repeat(300), '/stage closed', '__proto__', "'; --"));
function incidentLike(): string {
  return '00000000-0000-4000-8000-000000000000';
}
const value = fc.oneof({ weight: 4, arbitrary: text }, fc.jsonValue({ depthSize: 'small' }), fc.integer(), fc.double(), fc.constantFrom(null, true, [], {}, 1e308, -1, 2 ** 53), fc.array(text, { maxLength: 3 }));
/** Bodies that are accepted, so that random fields beside them reach the database and the incident. */
const VALID: Record<string, object> = {
  'incidents.declare': { title: 'T', description: 'd' },
  'tasks.create': { title: 'T' },
  'timeline.addEvent': { text: 'note' },
  'timeline.postMessage': { body: 'hello' },
  'timeline.postReport': { kind: 'tactical', conditions: 'a', actions: 'b', needs: 'c' },
  'incident-types.create': { name: 'N' },
  'services.create': { name: 'N' },
  'people.create': { email: 'new@example.com', name: 'N' },
  'plugins.configure': { capabilities: [] },
  'cost-lines.add': { kind: 'vendor', amount: '1', note: 'n' },
  'cost-rates.add': { project: 'Default', effectiveFrom: '2026-01-01T00:00:00Z', annualEmployeeCost: '1', businessHoursPerYear: '1', currency: 'EUR' },
  'cost-models.create': { name: 'N', settings: {} },
  'cost-alerts.create': { name: 'N', amount: '1', currency: 'EUR' },
  'cost.simulate': { incident: 'INC-1' },
};
const bodyOf = (route: Route): fc.Arbitrary<unknown> => {
  const names = fieldsOf(route);
  const known = names.length === 0 ? fc.constant({}) : fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 2 });
  const valid = VALID[route.id] ?? {};
  return fc.oneof({ weight: 5, arbitrary: known.map((fields) => ({ ...valid, ...fields })) }, fc.jsonValue());
};

describe('random input', () => {
  it.each(writes.map((r) => [r.id, r] as const))('never makes %s fail', async (_id, route) => {
    const address = addressOf(route, { incident: incident.id });
    await fc.assert(
      fc.asyncProperty(bodyOf(route), async (body) => {
        const reply = await owner.call(route.method.toUpperCase(), address, JSON.stringify(body));
        return reply.status < 500;
      }),
      { numRuns: RUNS },
    );
  });

  it.each(reads.map((r) => [r.id, r] as const))('never makes the query of %s fail', async (_id, route) => {
    const names = keysOf(route.query ?? z.object({}));
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.constantFrom(...names), fc.oneof(text, fc.integer().map(String), fc.double().map(String))), async (query) => {
        const search = new URLSearchParams(Object.entries(query).map(([name, given]) => [name, given.toWellFormed()])).toString();
        const reply = await owner.call('GET', `${addressOf(route, { incident: incident.id })}?${search}`);
        return reply.status < 500;
      }),
      { numRuns: RUNS },
    );
  });

  it('never makes a path fail', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (name) => (await owner.call('GET', `/incidents/${encodeURIComponent(name.toWellFormed())}`)).status < 500),
      { numRuns: 60 },
    );
  });
});
