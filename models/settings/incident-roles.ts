import { ROLES, type Role } from '../../domain/incident/types.ts';
import type { Database } from '../connect.ts';
import { type Changes, given, missing, settingsChanged } from './shared.ts';

/** Words and cost multiplier of an incident role. */
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
  const rows = await db.records.IncidentRole.findAll({ where: { organizationId } });
  return rows.map(view).sort((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role));
}

/** Changes some fields of a role. */
export async function updateIncidentRole(db: Database, { organizationId, role }: { organizationId: string; role: Role }, changes: Changes<Omit<IncidentRoleView, 'role'>>): Promise<IncidentRoleView> {
  const row = await db.records.IncidentRole.findOne({ where: { organizationId, role } });
  if (row === null) throw missing('role');
  const { costMultiplier, ...words } = changes;
  await row.update({ ...given(words), ...(costMultiplier === undefined ? {} : { costMultiplier: costMultiplier.toFixed(3) }) });
  await settingsChanged(db, organizationId, role);
  await row.reload();
  return view(row);
}
