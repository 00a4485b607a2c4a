import { randomUUID } from 'node:crypto';
import { checkCurrency } from '../../domain/cost/currency.ts';
import { DomainError } from '../../domain/errors.ts';
import { recordAudit } from '../audit.ts';
import type { Database } from '../connect.ts';
import { type Changes, given, missing, nameTaken, type RowKey, settingsChanged } from '../settings/shared.ts';
import { select, selectOne, transaction } from '../sql.ts';
import { iso, storableText } from '../values.ts';
import type { By } from './versions.ts';

/** What is told to the incident when its cost reaches it: `amount` as decimal text; project and type null = any. */
export interface CostAlertBody {
  name: string;
  projectId: string | null;
  typeId: string | null;
  amount: string;
  currency: string;
  /** `response` = people's time, `total` = with the other costs. */
  measure: 'response' | 'total';
  isEnabled: boolean;
}
/** An alert with the names of its project and type. */
export interface CostAlertView extends CostAlertBody {
  id: string;
  project: string | null;
  type: string | null;
}

const SELECT = `select a.id, a.name, a.project_id as "projectId", a.type_id as "typeId", trim_scale(a.amount)::text as amount, a.currency, a.measure, a.is_enabled as "isEnabled", p.name as project, t.name as type
  from cost_alerts a left join projects p on p.id = a.project_id left join incident_types t on t.id = a.type_id`;

/** All alerts by name. */
export async function listCostAlerts(db: Database, organizationId: string): Promise<CostAlertView[]> {
  return select<CostAlertView>(db, `${SELECT} where a.organization_id = $1 order by a.name`, [organizationId]);
}

/** Adds an alert; `conflict` when the name is taken, `unknown-reference` for a project or type of nobody. Incidents that are above it already are told at the next pass. */
export async function createCostAlert(db: Database, { organizationId, ...body }: CostAlertBody & { organizationId: string }, by: By): Promise<CostAlertView> {
  checkCurrency(body.currency, '/currency');
  return transaction(db, async (tx) => {
    await checkScope(tx, organizationId, body);
    const id = randomUUID();
    await select(tx, 'insert into cost_alerts (id, organization_id, project_id, type_id, name, amount, currency, measure, is_enabled) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id', [id, organizationId, ...values(body)]);
    await settingsChanged(tx, organizationId, id);
    await recordAudit(tx, { organizationId, ...by, action: 'cost-alert.created', subject: { kind: 'cost-alert', id, label: body.name }, after: body });
    return alertOf(tx, { organizationId, id });
  }).catch(nameTaken('an alert', body.name));
}

/** Changes some fields; `not-found`, `conflict`, `unknown-reference`. What was told already is not told again unless the cost was below in between. */
export async function updateCostAlert(db: Database, { changes, ...key }: RowKey & { changes: Changes<CostAlertBody> }, by: By): Promise<CostAlertView> {
  if (changes.currency !== undefined) checkCurrency(changes.currency, '/currency');
  return transaction(db, async (tx) => {
    await select(tx, 'select id from cost_alerts where organization_id = $1 and id = $2 for update', [key.organizationId, key.id]);
    const { id: _, project: _p, type: _t, ...before } = await alertOf(tx, key);
    const next: CostAlertBody = { ...before, ...given(changes) };
    await checkScope(tx, key.organizationId, next);
    await select(tx, 'update cost_alerts set project_id = $2, type_id = $3, name = $4, amount = $5, currency = $6, measure = $7, is_enabled = $8, updated_at = now() where id = $1 returning id', [key.id, ...values(next)]);
    await settingsChanged(tx, key.organizationId, key.id);
    await recordAudit(tx, { organizationId: key.organizationId, ...by, action: 'cost-alert.changed', subject: { kind: 'cost-alert', id: key.id, label: next.name }, before, after: next });
    return alertOf(tx, key);
  }).catch(nameTaken('an alert', changes.name));
}

/** Takes an alert away; what it told stays in the timelines. `not-found`. */
export async function removeCostAlert(db: Database, { organizationId, id }: RowKey, by: By): Promise<void> {
  await transaction(db, async (tx) => {
    const { id: _, project: _p, type: _t, ...before } = await alertOf(tx, { organizationId, id });
    await select(tx, 'delete from cost_alerts where id = $1 returning id', [id]);
    await settingsChanged(tx, organizationId, id);
    await recordAudit(tx, { organizationId, ...by, action: 'cost-alert.removed', subject: { kind: 'cost-alert', id, label: before.name }, before });
  });
}

/** Alerts that the cost of an incident has reached, with whether it is above now. */
export async function crossingsOf(db: Database, incidentId: string): Promise<{ alertId: string; name: string; isAbove: boolean; number: number; total: string; asOf: string }[]> {
  const rows = await select<{ alertId: string; name: string; isAbove: boolean; number: number; total: string; as_of: Date }>(
    db,
    'select x.alert_id as "alertId", a.name, x.is_above as "isAbove", x.number, x.total::text, x.as_of from cost_crossings x join cost_alerts a on a.id = x.alert_id where x.incident_id = $1 order by a.amount',
    [incidentId],
  );
  return rows.map(({ as_of: asOf, ...row }) => ({ ...row, asOf: iso(asOf) }));
}

async function alertOf(tx: Database, { organizationId, id }: RowKey): Promise<CostAlertView> {
  const row = await selectOne<CostAlertView>(tx, `${SELECT} where a.organization_id = $1 and a.id = $2`, [organizationId, id]);
  if (row === null) throw missing('alert');
  return row;
}

async function checkScope(tx: Database, organizationId: string, { projectId, typeId }: CostAlertBody): Promise<void> {
  const row = await selectOne<{ project: boolean; type: boolean }>(
    tx,
    'select $2::uuid is null or exists (select from projects where organization_id = $1 and id = $2) as project, $3::uuid is null or exists (select from incident_types where organization_id = $1 and id = $3) as type',
    [organizationId, projectId, typeId],
  );
  if (row?.project !== true) throw new DomainError('unknown-reference', 'There is no such project.', [{ pointer: '/project', detail: 'name one that is there' }]);
  if (!row.type) throw new DomainError('unknown-reference', 'There is no such incident type.', [{ pointer: '/type', detail: 'name one that is there' }]);
}

function values({ projectId, typeId, name, amount, currency, measure, isEnabled }: CostAlertBody): unknown[] {
  return [projectId, typeId, storableText(name), amount, currency, measure, isEnabled];
}
