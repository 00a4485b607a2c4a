import { DomainError } from '../../domain/errors.ts';
import type { Database } from '../connect.ts';
import { notifyChange } from '../live.ts';
import { explainViolation, select } from '../sql.ts';

/** Some fields of a configured row; undefined = stays. */
export type Changes<Body> = { [K in keyof Body]?: Body[K] | undefined };

/** A configured row of an organization. */
export interface RowKey {
  organizationId: string;
  id: string;
}

/** Tables of configured rows of which at most one is the default. */
export type DefaultTable = 'projects' | 'incident_types' | 'incident_severities' | 'incident_priorities';

/** The fields that are named. */
export function given<T extends object>(changes: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/** Turns a violated unique name into a `conflict` that says so. */
export function nameTaken(noun: string, name: string | undefined): (error: unknown) => never {
  return (error) => explainViolation(error, `There is already ${noun} named “${name ?? ''}”.`, '/name');
}

/** `not-found` for a configured row. */
export function missing(noun: string): DomainError {
  return new DomainError('not-found', `There is no such ${noun}.`);
}

/** Makes the row the only default: of the organization, or of its project when it belongs to one. */
export async function makeOnlyDefault(db: Database, change: { table: DefaultTable; organizationId: string; id: string }): Promise<void> {
  const { table, organizationId, id } = change;
  const sameProject = table === 'projects' ? '' : `and project_id is not distinct from (select project_id from ${table} where id = $2)`;
  await select(db, `update ${table} set is_default = false, updated_at = now() where organization_id = $1 and id <> $2 and is_default ${sameProject} returning id`, [organizationId, id]);
}

/** A default may not be unset or disabled: incidents that name nothing need it. */
export function keepDefault(row: { isDefault: boolean; name: string }, changes: { isDefault?: boolean | undefined; isEnabled?: boolean | undefined }): void {
  if (!row.isDefault) return;
  const detail = 'make another one the default first';
  if (changes.isDefault === false) throw new DomainError('conflict', `“${row.name}” is the default: ${detail}.`, [{ pointer: '/isDefault', detail }]);
  if (changes.isEnabled === false) throw new DomainError('conflict', `“${row.name}” is the default and cannot be disabled: ${detail}.`, [{ pointer: '/isEnabled', detail }]);
}

/** A default that is disabled from the start makes no sense. */
export function refuseDisabledDefault(body: { isDefault: boolean; isEnabled: boolean }): void {
  if (body.isDefault && !body.isEnabled) throw new DomainError('conflict', 'The default cannot be disabled.', [{ pointer: '/isEnabled', detail: 'enable it, or do not make it the default' }]);
}

/** Tells the listeners that settings changed. */
export async function settingsChanged(db: Database, organizationId: string, entityId: string): Promise<void> {
  await notifyChange(db, { organizationId, incidentId: null, topic: 'settings', entityId });
}

/** The id of the project with this name (any case) or id; null for null. `unknown-reference` naming what exists. */
export async function projectIdOf(db: Database, organizationId: string, name: string | null): Promise<string | null> {
  if (name === null) return null;
  const rows = await db.records.Project.findAll({ where: { organizationId }, order: [['name', 'ASC']], transaction: db.transaction });
  const wanted = name.trim().toLowerCase();
  const found = rows.find((p) => p.name.toLowerCase() === wanted || p.id === wanted);
  if (found !== undefined) return found.id;
  const detail = `“${name}” is not known; there is ${rows.map((p) => `“${p.name}”`).join(', ')}`;
  throw new DomainError('unknown-reference', `project ${detail}`, [{ pointer: '/project', detail }]);
}

/** Project id → name. */
export async function projectNames(db: Database, organizationId: string): Promise<Map<string, string>> {
  const rows = await db.records.Project.findAll({ where: { organizationId }, attributes: ['id', 'name'], transaction: db.transaction });
  return new Map(rows.map((p) => [p.id, p.name]));
}
