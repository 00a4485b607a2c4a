import { randomUUID } from 'node:crypto';
import { DomainError } from '../../domain/errors.ts';
import type { Database } from '../connect.ts';
import { saveRatesOf, withoutRates, withRates } from '../cost/project-rates.ts';
import { ratesInForce } from '../cost/rates.ts';
import type { ProjectSettings } from '../records/project.ts';
import { selectOne, transaction } from '../sql.ts';
import { type Changes, type RowKey, given, keepDefault, makeOnlyDefault, missing, nameTaken, refuseDisabledDefault, settingsChanged } from './shared.ts';

/** A project with what it decides for its incidents. */
export interface ProjectBody {
  name: string;
  description: string;
  keyPrefix: string;
  isDefault: boolean;
  isEnabled: boolean;
  settings: ProjectSettings;
}
/** See {@link ProjectBody}. */
export type ProjectView = ProjectBody & { id: string };

async function views(db: Database, organizationId: string, rows: readonly ProjectView[]): Promise<ProjectView[]> {
  const rates = await ratesInForce(db, organizationId);
  return rows.map(({ id, name, description, keyPrefix, isDefault, isEnabled, settings }) => ({ id, name, description, keyPrefix, isDefault, isEnabled, settings: withRates(settings, rates.get(id)) }));
}

async function view(db: Database, organizationId: string, row: ProjectView): Promise<ProjectView> {
  const [one = row] = await views(db, organizationId, [row]);
  return one;
}

/** All projects by name, with the rates in force now. */
export async function listProjects(db: Database, organizationId: string): Promise<ProjectView[]> {
  const rows = await db.records.Project.findAll({ where: { organizationId }, order: [['name', 'ASC']], transaction: db.transaction });
  return views(db, organizationId, rows);
}

/** Adds a project; `conflict` when name or key prefix are taken. A new default takes the place of the old. Rates in its settings count since ever. */
export async function createProject(db: Database, organizationId: string, body: ProjectBody): Promise<ProjectView> {
  refuseDisabledDefault(body);
  const row = await transaction(db, async (tx) => {
    await refusePrefix(tx, { organizationId, id: null, keyPrefix: body.keyPrefix });
    // the old default must be gone before the new one is there: the database allows one
    if (body.isDefault) await makeOnlyDefault(tx, { table: 'projects', organizationId, id: '00000000-0000-0000-0000-000000000000' });
    const made = await db.records.Project.create({ ...body, settings: withoutRates(body.settings), id: randomUUID(), organizationId }, { transaction: tx.transaction });
    await saveRatesOf(tx, { organizationId, projectId: made.id, settings: body.settings });
    await settingsChanged(tx, organizationId, made.id);
    return made;
  }).catch(nameTaken('a project', body.name));
  return view(db, organizationId, row);
}

/** Changes some fields, `settings` as a whole; `not-found`, `conflict`. A new key prefix is for new incidents, other rates are for the hours from now on. */
export async function updateProject(db: Database, { organizationId, id }: RowKey, changes: Changes<ProjectBody>): Promise<ProjectView> {
  const row = await transaction(db, async (tx) => {
    const found = await db.records.Project.findOne({ where: { organizationId, id }, lock: true, transaction: tx.transaction });
    if (found === null) throw missing('project');
    keepDefault(found, changes);
    if (changes.keyPrefix !== undefined) await refusePrefix(tx, { organizationId, id, keyPrefix: changes.keyPrefix });
    if (changes.isDefault === true) await makeOnlyDefault(tx, { table: 'projects', organizationId, id });
    await found.update(given({ ...changes, settings: changes.settings && withoutRates(changes.settings) }), { transaction: tx.transaction });
    if (changes.settings !== undefined) await saveRatesOf(tx, { organizationId, projectId: id, settings: changes.settings });
    refuseDisabledDefault(found);
    await settingsChanged(tx, organizationId, id);
    return found;
  }).catch(nameTaken('a project', changes.name));
  return view(db, organizationId, row);
}

async function refusePrefix(db: Database, { organizationId, id, keyPrefix }: { organizationId: string; id: string | null; keyPrefix: string }): Promise<void> {
  const other = await selectOne<{ name: string }>(db, 'select name from projects where organization_id = $1 and key_prefix = $2 and id is distinct from $3', [organizationId, keyPrefix, id]);
  if (other !== null) throw new DomainError('conflict', `The project “${other.name}” has the key prefix ${keyPrefix} already.`, [{ pointer: '/keyPrefix', detail: 'take another one' }]);
}
