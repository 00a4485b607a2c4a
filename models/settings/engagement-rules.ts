import { randomUUID } from 'node:crypto';
import type { EngagementMatch } from '../../domain/engagement/match.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Role } from '../../domain/incident/types.ts';
import type { Database } from '../connect.ts';
import { ensurePerson } from '../people.ts';
import { select } from '../sql.ts';
import { type Changes, type RowKey, given, missing, nameTaken, projectIdOf, settingsChanged } from './shared.ts';

/** An engagement rule: whom to ask in when; names throughout, `project` null = every project. */
export interface EngagementRuleBody {
  name: string;
  rank: number;
  isEnabled: boolean;
  project: string | null;
  match: EngagementMatch;
  target: { kind: 'service'; service: string } | { kind: 'person'; email: string };
  role: Exclude<Role, 'reporter'>;
}
/** See {@link EngagementRuleBody}. */
export type EngagementRuleView = EngagementRuleBody & { id: string };

interface Row extends Omit<EngagementRuleView, 'target'> {
  service: string | null;
  email: string | null;
}

const SQL = `select r.id, r.name, r.rank, r.is_enabled as "isEnabled", p.name as project, r.match, r.role, s.name as service, t.email
  from engagement_rules r left join projects p on p.id = r.project_id left join services s on s.id = r.service_id left join people t on t.id = r.person_id
  where r.organization_id = $1 and ($2::uuid is null or r.id = $2) order by r.rank, r.name`;

function view({ service, email, ...rest }: Row): EngagementRuleView {
  return { ...rest, target: service === null ? { kind: 'person', email: email ?? '' } : { kind: 'service', service } };
}

/** All rules, the first rank first. */
export async function listEngagementRules(db: Database, organizationId: string): Promise<EngagementRuleView[]> {
  return (await select<Row>(db, SQL, [organizationId, null])).map(view);
}

/** Adds a rule; an unknown person is created, an unknown service or project is an `unknown-reference`; `conflict` when the name is taken. */
export async function createEngagementRule(db: Database, organizationId: string, body: EngagementRuleBody): Promise<EngagementRuleView> {
  const { project, target, ...fields } = body;
  const projectId = await projectIdOf(db, organizationId, project);
  const row = await db.records.EngagementRule.create({ ...fields, ...(await targetIds(db, organizationId, target)), id: randomUUID(), organizationId, projectId }, { transaction: db.transaction }).catch(nameTaken('a rule', body.name));
  return changed(db, organizationId, row.id);
}

/** Changes some fields; `not-found`, `conflict`, `unknown-reference`. */
export async function updateEngagementRule(db: Database, { organizationId, id }: RowKey, changes: Changes<EngagementRuleBody>): Promise<EngagementRuleView> {
  const { project, target, ...fields } = changes;
  const row = await db.records.EngagementRule.findOne({ where: { organizationId, id }, transaction: db.transaction });
  if (row === null) throw missing('engagement rule');
  const moved = project === undefined ? {} : { projectId: await projectIdOf(db, organizationId, project) };
  const aimed = target === undefined ? {} : await targetIds(db, organizationId, target);
  await row.update({ ...given(fields), ...moved, ...aimed }, { transaction: db.transaction }).catch(nameTaken('a rule', changes.name));
  return changed(db, organizationId, id);
}

async function changed(db: Database, organizationId: string, id: string): Promise<EngagementRuleView> {
  await settingsChanged(db, organizationId, id);
  const [row] = await select<Row>(db, SQL, [organizationId, id]);
  if (row === undefined) throw missing('engagement rule');
  return view(row);
}

async function targetIds(db: Database, organizationId: string, target: EngagementRuleBody['target']) {
  if (target.kind === 'person') {
    const person = await ensurePerson(db, organizationId, { email: target.email });
    return { targetKind: 'person' as const, personId: person.personId, serviceId: null };
  }
  const rows = await db.records.Service.findAll({ where: { organizationId }, order: [['name', 'ASC']], transaction: db.transaction });
  const found = rows.find((s) => s.name.toLowerCase() === target.service.trim().toLowerCase() || s.id === target.service);
  if (found !== undefined) return { targetKind: 'service' as const, serviceId: found.id, personId: null };
  const detail = `“${target.service}” is not known; there is ${rows.map((s) => `“${s.name}”`).join(', ') || 'none yet'}`;
  throw new DomainError('unknown-reference', `service ${detail}`, [{ pointer: '/target/service', detail }]);
}
