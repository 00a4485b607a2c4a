import { randomUUID } from 'node:crypto';
import type { Database } from '../connect.ts';
import { ensurePeople } from '../people.ts';
import type { Rotation } from '../records/service.ts';
import { type Changes, type RowKey, given, missing, nameTaken, projectIdOf, projectNames, settingsChanged } from './shared.ts';

/** A service with who is on call for it; `project` is a name, null = every project. */
export interface ServiceBody {
  name: string;
  description: string;
  project: string | null;
  isEnabled: boolean;
  oncallPlugin: string;
  externalId: string | null;
  rotation: Rotation | null;
}
/** See {@link ServiceBody}. */
export type ServiceView = ServiceBody & { id: string };

type Row = Omit<ServiceView, 'project'> & { projectId: string | null };

function view(row: Row, projects: Map<string, string>): ServiceView {
  const { id, name, description, isEnabled, oncallPlugin, externalId, rotation } = row;
  const project = row.projectId === null ? null : (projects.get(row.projectId) ?? null);
  return { id, name, description, project, isEnabled, oncallPlugin, externalId, rotation: rotation ?? null };
}

/** All services by name. */
export async function listServices(db: Database, organizationId: string): Promise<ServiceView[]> {
  const rows = await db.records.Service.findAll({ where: { organizationId }, order: [['name', 'ASC']], transaction: db.transaction });
  const projects = await projectNames(db, organizationId);
  return rows.map((row) => view(row, projects));
}

/** Adds a service; people of its rotation who are unknown are created. `conflict`, `unknown-reference`. */
export async function createService(db: Database, organizationId: string, body: ServiceBody): Promise<ServiceView> {
  const { project, ...fields } = body;
  const projectId = await projectIdOf(db, organizationId, project);
  await knowPeople(db, organizationId, body.rotation);
  const row = await db.records.Service.create({ ...fields, id: randomUUID(), organizationId, projectId }, { transaction: db.transaction }).catch(nameTaken('a service', body.name));
  await settingsChanged(db, organizationId, row.id);
  return view(row, await projectNames(db, organizationId));
}

/** Changes some fields; `not-found`, `conflict`, `unknown-reference`. */
export async function updateService(db: Database, { organizationId, id }: RowKey, changes: Changes<ServiceBody>): Promise<ServiceView> {
  const { project, ...fields } = changes;
  const row = await db.records.Service.findOne({ where: { organizationId, id }, transaction: db.transaction });
  if (row === null) throw missing('service');
  const moved = project === undefined ? {} : { projectId: await projectIdOf(db, organizationId, project) };
  await knowPeople(db, organizationId, changes.rotation ?? null);
  await row.update({ ...given(fields), ...moved }, { transaction: db.transaction }).catch(nameTaken('a service', changes.name));
  await settingsChanged(db, organizationId, id);
  return view(row, await projectNames(db, organizationId));
}

async function knowPeople(db: Database, organizationId: string, rotation: Rotation | null): Promise<void> {
  if (rotation !== null) await ensurePeople(db, organizationId, rotation.people.map((email) => ({ email })));
}
