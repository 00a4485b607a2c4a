import { randomUUID } from 'node:crypto';
import type { AccessLevel, Viewer } from '../../domain/access.ts';
import type { CommandData, CommandName, Command } from '../../domain/incident/commands.ts';
import type { EventData } from '../../domain/incident/events.ts';
import { decide } from '../../domain/incident/machine.ts';
import { numbered } from '../../domain/incident/number.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import type { PersonRef } from '../../domain/incident/types.ts';
import type { ConnectOptions, Database } from '../../models/connect.ts';
import type { IdempotencyClaim } from '../../models/idempotency.ts';
import { appendEvents, declareIncident, loadState } from '../../models/ledger.ts';
import { ensurePerson, findPersonById, updatePerson } from '../../models/people.ts';
import { resolveReferences, type Resolved } from '../../models/references.ts';
import { ensureFoundation } from '../../models/seed.ts';
import { createTestDatabase } from './postgres.ts';

/** What a declaration in a test may say; the rest is an active open incident of the foundation's defaults, reported by Omar. */
export type DeclareOverrides = Partial<Omit<EventData['incident.declared'], 'key'>> & { idempotency?: IdempotencyClaim; at?: string };

/** A database with the foundation laid, and short ways to fill it. */
export interface IncidentWorld {
  db: Database;
  organizationId: string;
  resolved: Resolved;
  /** The person with that first name, made when missing. */
  person(name: string): Promise<PersonRef>;
  /** The person as somebody who asks. */
  viewer(name: string, level?: AccessLevel): Promise<Viewer>;
  declare(overrides?: DeclareOverrides): Promise<IncidentState>;
  /** Decides a command by that person and stores its events, as the incident's workflow does. */
  command<N extends CommandName>(incidentId: string, name: N, order: { data: CommandData[N]; by: PersonRef; at?: string }): Promise<IncidentState>;
  stop(): Promise<void>;
}

/** A world of its own for a test file. */
export async function createIncidentWorld(options: ConnectOptions = {}): Promise<IncidentWorld> {
  const database = await createTestDatabase(options);
  const { db } = database;
  const { organizationId } = await ensureFoundation(db);
  const resolved = await resolveReferences(db, organizationId, {});
  const person = (name: string) => ensurePerson(db, organizationId, { email: `${name.toLowerCase()}@example.com`, name });
  return {
    db,
    organizationId,
    resolved,
    person,
    async viewer(name, level = 'member') {
      const { personId, email } = await person(name);
      const facts = await findPersonById(db, organizationId, personId);
      if (facts?.accessLevel !== level) await updatePerson(db, { organizationId, id: personId }, { accessLevel: level });
      return { personId, organizationId, email, name, accessLevel: level };
    },
    async declare({ idempotency, at = new Date().toISOString(), ...overrides } = {}) {
      const reporter = overrides.reporter ?? (await person('Omar'));
      const data = {
        title: 'Checkout fails', description: 'Half of all payments fail.', stage: 'active' as const, visibility: 'open' as const, tags: [], reportedAt: at, commanderIsInterim: false,
        project: resolved.project, type: resolved.type, severity: resolved.severity, priority: resolved.priority, organizationId, reporter, commander: reporter, ...overrides,
      };
      const declared = await declareIncident(db, { incidentId: randomUUID(), at, actor: { kind: 'person', ...reporter }, data, idempotency: idempotency ?? null });
      return declared.state;
    },
    async command(incidentId, name, { data, by, at = new Date().toISOString() }) {
      const state = await loadState(db, incidentId);
      const commandId = randomUUID();
      // The mapped type cannot be built generically; name and data belong together by the signature.
      const order = { name, data, commandId, actor: { kind: 'person', ...by } } as unknown as Command;
      const events = numbered(decide(state, order, at), { incidentId, version: state.version, recordedAt: at, keyOf: (_, index) => `${commandId}/${index}` });
      return (await appendEvents(db, incidentId, events)).state;
    },
    stop: () => database.drop(),
  };
}
