import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { type Activities, type ActivityDeps, createActivities } from '../../activities/index.ts';
import type { SmtpSettings } from '../../config/config.ts';
import { createLogger } from '../../config/logger.ts';
import { createCipher } from '../../config/secrets.ts';
import type { EventData, NewEvent } from '../../domain/incident/events.ts';
import { numbered } from '../../domain/incident/number.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import type { PersonRef, Role } from '../../domain/incident/types.ts';
import { createBuiltinStore } from '../../models/builtin-store.ts';
import { projectOf } from '../../models/configuration.ts';
import type { Database } from '../../models/connect.ts';
import { appendEvents, declareIncident, loadState } from '../../models/ledger.ts';
import { organizationSlug } from '../../models/organizations.ts';
import { ensurePeople } from '../../models/people.ts';
import { pluginInstances, savePluginInstance } from '../../models/plugin-instances.ts';
import { resolveReferences } from '../../models/references.ts';
import { ensureFoundation } from '../../models/seed.ts';
import { createRegistry, type Registry } from '../../plugins/registry.ts';
import { temporalLogger } from '../../worker/telemetry.ts';
import { plugin as fakeVendor } from './fake-vendor/plugin.ts';
import { createTestDatabase, startTestPostgres, TEST_SERVER } from './postgres.ts';

const WEB_URL = 'https://dispatch.example';
const KEY = Buffer.alloc(32, 7).toString('base64');

type Declared = Omit<EventData['incident.declared'], 'key'>;

/** Activities on a real database and real plugins, with an organization to declare incidents in. */
export interface ActivityWorld {
  db: Database;
  registry: Registry;
  activities: Activities;
  organizationId: string;
  eve: PersonRef;
  kim: PersonRef;
  /** Activities of another process on the same database, e.g. after a crash, with other settings. */
  another(options?: { smtp?: SmtpSettings | null; client?: ActivityDeps['client']; now?: () => Date; mjmlPath?: string | null }): Activities;
  /** Declares an incident: reported and commanded by Eve unless said otherwise. */
  declare(overrides?: Partial<Declared>): Promise<IncidentState>;
  person(email: string, name?: string): Promise<PersonRef>;
  /** Appends events to the ledger, as the workflow would. */
  record(incidentId: string, events: NewEvent[]): Promise<IncidentState>;
  /** Runs a step's activity (the world's own, unless told) and records what it brought. */
  make(incidentId: string, activity: StepActivity, activities?: Activities): Promise<IncidentState>;
  state(incidentId: string): Promise<IncidentState>;
  /** Sets the fake vendor up for some capabilities of the organization. */
  useVendor(vendor: { url: string; token: string }, capabilities: readonly string[]): Promise<void>;
  rows<Row extends object>(sql: string, bind?: unknown[]): Promise<Row[]>;
  stop(): Promise<void>;
}
/** Activities of steps that bring a resource. */
export type StepActivity = 'createTicket' | 'createConversation' | 'createStorage' | 'createIncidentDocument' | 'createReviewDocument' | 'createConference' | 'createTacticalGroup' | 'createNotificationsGroup' | 'draftPostmortem';
/** Input of a step's activity. */
export interface StepOf {
  incidentId: string;
  step: string;
  run: number;
}

/** Opens a world with a database of its own; starts a PostgreSQL for it unless the run has one. */
export async function openActivityWorld(): Promise<ActivityWorld> {
  const server = await startTestPostgres();
  process.env[TEST_SERVER] = JSON.stringify(server.settings);
  const database = await createTestDatabase();
  const { db } = database;
  const { organizationId } = await ensureFoundation(db);
  const registryWith = (smtp: SmtpSettings | null): Registry =>
    createRegistry({
      webUrl: WEB_URL, smtp, cacheMs: 0, plugins: [fakeVendor], outboundAllow: ['127.0.0.0/8'],
      instances: (id) => pluginInstances(db, createCipher(KEY), id),
      organizationSlug: (id) => organizationSlug(db, id),
      projectSettings: async (id) => (await projectOf(db, id)).settings,
      store: (id) => createBuiltinStore(db, id),
    });
  const another: ActivityWorld['another'] = ({ smtp = null, client, now = () => new Date(), mjmlPath = null } = {}) =>
    createActivities({ db, registry: registryWith(smtp), config: { server: serverSettings(), mjmlPath }, logger: createLogger({ logLevel: 'silent' }, 'test'), client: client ?? noClient(), now });
  const person = async (email: string, name?: string): Promise<PersonRef> => {
    const [found] = await ensurePeople(db, organizationId, [{ email, name }]);
    if (found === undefined) throw new Error(`no person ${email}`);
    return found;
  };
  const eve = await person('eve@example.com', 'Eve');
  const kim = await person('kim@example.com', 'Kim');
  const world: ActivityWorld = {
    db, organizationId, eve, kim, another, person,
    registry: registryWith(null),
    activities: another(),
    declare: (overrides = {}) => declare(db, { organizationId, eve, overrides }),
    record: (incidentId, events) => record(db, incidentId, events),
    async make(incidentId, activity, activities = world.activities) {
      const step = activity;
      const { resource } = await activities[activity]({ incidentId, step, run: 1 });
      return record(db, incidentId, [{ kind: 'step.succeeded', actor: { kind: 'system', name: 'Dispatch' }, data: { step, run: 1, resource, note: null } }]);
    },
    state: (incidentId) => loadState(db, incidentId),
    async useVendor(vendor, capabilities) {
      const settings = { baseUrl: vendor.url, token: vendor.token, timeoutMs: 1000 };
      await savePluginInstance(db, createCipher(KEY), { organizationId, project: null, pluginId: fakeVendor.id, isEnabled: true, capabilities: [...capabilities], settings, secretNames: ['token'] });
    },
    async rows<Row extends object>(sql: string, bind: unknown[] = []) {
      const [rows] = await db.sequelize.query(sql, { bind });
      return rows as Row[];
    },
    async stop() {
      await database.drop();
      await server.stop();
    },
  };
  return world;
}

/** Runs an activity as a worker would, with its context; `info` says which try it is and what was heartbeated. */
export function inWorker<T>(work: () => Promise<T>, info: { attempt?: number; heartbeatDetails?: unknown } = {}): Promise<T> {
  return new MockActivityEnvironment(info, { logger: temporalLogger(createLogger({ logLevel: 'silent' }, 'test')) }).run(work);
}

/** The participant.added event of somebody asked in by hand. */
export function joining(person: PersonRef, role: Role = 'participant'): NewEvent {
  return { kind: 'participant.added', actor: { kind: 'system', name: 'Dispatch' }, data: { person, role, source: { kind: 'added' } } };
}

async function declare(db: Database, { organizationId, eve, overrides }: { organizationId: string; eve: PersonRef; overrides: Partial<Declared> }): Promise<IncidentState> {
  const { project, type, severity, priority } = await resolveReferences(db, organizationId, {});
  const at = overrides.reportedAt ?? new Date().toISOString();
  const data: Declared = {
    title: 'Cards fail', description: 'EU cards time out', stage: 'active', project, type, severity, priority, visibility: 'open', tags: [], reportedAt: at, reporter: eve, commander: eve,
    commanderIsInterim: true, organizationId, ...overrides,
  };
  const { state } = await declareIncident(db, { incidentId: randomUUID(), at, actor: { kind: 'person', ...eve }, idempotency: null, data });
  return state;
}

async function record(db: Database, incidentId: string, events: NewEvent[]): Promise<IncidentState> {
  const { version } = await loadState(db, incidentId);
  const rows = numbered(events, { incidentId, version, recordedAt: new Date().toISOString(), keyOf: (_, __, seq) => `test/${seq}` });
  return (await appendEvents(db, incidentId, rows)).state;
}

function serverSettings() {
  return { host: '127.0.0.1', port: 0, uiUrl: WEB_URL, staticDir: '', trustedProxies: [] };
}

/** Temporal is asked for by one activity only; the others must never touch it. */
function noClient(): ActivityDeps['client'] {
  return new Proxy({}, { get: () => { throw new Error('this activity must not talk to Temporal'); } }) as ActivityDeps['client'];
}
