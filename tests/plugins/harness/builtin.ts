import { randomUUID } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { type BuiltinStore, type MfaAnswer, type MfaAsk, VendorError } from '../../../plugins/contract.ts';
import { builtin } from '../../../plugins/builtin/index.ts';
import { createBuiltinStore } from '../../../models/builtin-store.ts';
import { declareIncident } from '../../../models/ledger.ts';
import { ensurePerson } from '../../../models/people.ts';
import { resolveReferences } from '../../../models/references.ts';
import { ensureFoundation } from '../../../models/seed.ts';
import { select } from '../../../models/sql.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { usable } from '../conformance/making.ts';
import type { Harness, World } from '../conformance/world.ts';
import { capabilitiesOf, registryWith } from './instance.ts';

const ROTATION = {
  people: ['ada@example.org', 'bo@example.org'],
  startsAt: '2026-05-01T08:00:00.000Z',
  hoursPerShift: 12,
};

/** The product itself, on its real tables. */
export const builtinHarness: Harness = {
  pluginId: 'builtin',
  capabilities: builtin.capabilities,
  hasWire: false,
  async open() {
    const database = await createTestDatabase();
    const { organizationId } = await ensureFoundation(database.db);
    const nadia = await ensurePerson(database.db, organizationId, {
      email: 'nadia@example.org',
      name: 'Nadia Rahman',
    });
    const serviceId = randomUUID();
    await select(
      database.db,
      `insert into services (id, organization_id, name, rotation) values ($1, $2, 'payments', $3::jsonb) returning id`,
      [serviceId, organizationId, JSON.stringify(ROTATION)],
    );
    return {
      world: () => world({ ...database, organizationId, serviceId, nadia }),
      close: () => database.drop(),
    };
  },
};

interface Opened extends Pick<TestDatabase, 'db'> {
  organizationId: string;
  serviceId: string;
  nadia: { personId: string; email: string; name: string };
}

async function world({ db, organizationId, serviceId, nadia }: Opened): Promise<World> {
  const store: BuiltinStore = createBuiltinStore(db, organizationId);
  const losing = losingStore(store);
  const registry = registryWith({ plugin: builtin, settings: {}, store: losing.store });
  const place = { organizationId, projectId: null, pluginId: 'builtin' };
  const count = async (sql: string, value: string) =>
    (await select<{ count: number }>(db, sql, [value]))[0]?.count ?? 0;
  return {
    use: usable(await capabilitiesOf(registry, place, builtin.capabilities)),
    withBadCredentials: null,
    incident: () => declare({ db, organizationId, serviceId, nadia }),
    count: (mark) =>
      count(
        'select ((select count(*) from builtin_objects where mark = $1) + (select count(*) from documents where mark = $1))::int as count',
        mark,
      ),
    loseNextAnswer: () => losing.loseNext(),
    wire: null,
    stranger: { email: 'not an address', name: 'A Stranger' },
    service: {
      id: serviceId,
      at: '2026-05-02T20:00:00.000Z',
      current: 'bo@example.org',
      next: 'ada@example.org',
    },
    writeAsPerson: (id, line) => writeAsPerson(store, id, line),
    messageCount: (id) =>
      count(
        'select count(*)::int as count from messages m join builtin_objects o on o.incident_id = m.incident_id where o.id = $1::uuid',
        id,
      ),
    mails: async () => [],
    knownPerson: nadia,
    secondFactor: codeOf,
    health: () => registry.health(place),
    healthWithBadCredentials: null,
    stop: async () => undefined,
  };
}

/** The code that an authenticator app shows for the secret it was given. */
async function codeOf(ask: MfaAsk, how: 'allow' | 'deny'): Promise<MfaAnswer> {
  if (ask.kind !== 'code') throw new Error('only codes are answered here');
  const code = new TOTP({ secret: Secret.fromBase32(ask.secret ?? '') }).generate();
  return { kind: 'code', code: how === 'allow' ? code : String((Number(code) + 1) % 1_000_000).padStart(6, '0') };
}

async function declare({ db, organizationId, nadia }: Opened): Promise<string> {
  const { project, type, severity, priority } = await resolveReferences(db, organizationId, {});
  const at = new Date().toISOString();
  const facts = {
    title: 'Card payments are failing',
    description: 'Most fail.',
    stage: 'active',
    visibility: 'open',
    tags: [],
    reportedAt: at,
    commanderIsInterim: false,
  } as const;
  const { incidentId } = await declareIncident(db, {
    incidentId: randomUUID(),
    at,
    actor: { kind: 'person', ...nadia },
    data: {
      ...facts,
      tags: [],
      project,
      type,
      severity,
      priority,
      reporter: nadia,
      commander: nadia,
      organizationId,
    },
    idempotency: null,
  });
  return incidentId;
}

/** Saves as the editor does: again on top of the newer revision when somebody else saved first. */
async function writeAsPerson(store: BuiltinStore, id: string, line: string): Promise<void> {
  for (let saved = false; !saved;) {
    const source = await store.documentSource(id);
    if (source === null) throw new Error(`there is no document ${id}`);
    ({ saved } = await store.saveDocumentSource(id, {
      body: `${source.body}${line}\n`,
      revision: source.revision,
      author: 'Nadia Rahman',
    }));
  }
}

/** A store whose next create does its work and then fails, as when the process dies between the commit and the answer. */
function losingStore(store: BuiltinStore): { store: BuiltinStore; loseNext(): void } {
  let lose = false;
  const losing =
    <I, O>(create: (input: I) => Promise<O>) =>
    async (input: I) => {
      const made = await create(input);
      if (!lose) return made;
      lose = false;
      throw new VendorError('unavailable', 'the answer was lost on purpose');
    };
  return {
    store: {
      ...store,
      ensureObject: losing((input: Parameters<BuiltinStore['ensureObject']>[0]) => store.ensureObject(input)),
      ensureDocument: losing((input: Parameters<BuiltinStore['ensureDocument']>[0]) =>
        store.ensureDocument(input),
      ),
    },
    loseNext() {
      lose = true;
    },
  };
}
