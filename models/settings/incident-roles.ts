import { ROLES, type Role } from '../../domain/incident/types.ts';
import type { Database } from '../connect.ts';
import { changeStandardMultiplier, standardSettings } from '../cost/standard-model.ts';
import { transaction } from '../sql.ts';
import { type Changes, given, missing, settingsChanged } from './shared.ts';

/** Words of an incident role, and its multiplier in the organization's standard cost model. */
export interface IncidentRoleView {
  role: Role;
  label: string;
  description: string;
  costMultiplier: number;
}

function view({ role, label, description, costMultiplier }: Omit<IncidentRoleView, 'costMultiplier'> & { costMultiplier: string }): IncidentRoleView {
  return { role, label, description, costMultiplier: Number(costMultiplier) };
}

/** The six roles in their usual order. */
export async function listIncidentRoles(db: Database, organizationId: string): Promise<IncidentRoleView[]> {
  const rows = await db.records.IncidentRole.findAll({ where: { organizationId }, transaction: db.transaction });
  const multipliers = (await standardSettings(db, organizationId))?.settings.multipliers;
  return rows.map(view).map((row) => ({ ...row, costMultiplier: Number(multipliers?.[row.role] ?? row.costMultiplier) })).sort((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role));
}

/** Changes some fields of a role. Another multiplier counts from now on. */
export async function updateIncidentRole(db: Database, { organizationId, role }: { organizationId: string; role: Role }, changes: Changes<Omit<IncidentRoleView, 'role'>>): Promise<IncidentRoleView> {
  return transaction(db, async (tx) => {
    const row = await tx.records.IncidentRole.findOne({ where: { organizationId, role }, lock: true, transaction: tx.transaction });
    if (row === null) throw missing('role');
    const { costMultiplier, ...words } = changes;
    if (costMultiplier !== undefined) await changeStandardMultiplier(tx, { organizationId, role, multiplier: String(costMultiplier) });
    await row.update({ ...given(words), ...(costMultiplier === undefined ? {} : { costMultiplier: costMultiplier.toFixed(3) }) }, { transaction: tx.transaction });
    await settingsChanged(tx, organizationId, role);
    const changed = (await listIncidentRoles(tx, organizationId)).find((r) => r.role === role);
    if (changed === undefined) throw missing('role');
    return changed;
  });
}
