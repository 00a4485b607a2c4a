import { DomainError } from '../domain/errors.ts';
import type { EngagementRule } from '../domain/engagement/match.ts';
import type { PersonRef, ProjectRef } from '../domain/incident/types.ts';
import type { Database } from './connect.ts';
import type { ProjectSettings } from './records/project.ts';
import type { Rotation } from './records/service.ts';
import { select, selectOne } from './sql.ts';

/** Settings of a project, and who is on call when, as the tables hold them. */
export type { ProjectSettings, Rotation };

/** A project with what it decides. */
export interface ProjectFacts {
  project: ProjectRef;
  organizationId: string;
  settings: ProjectSettings;
}

/** The project with its settings; `not-found` when there is none. */
export async function projectOf(db: Database, projectId: string): Promise<ProjectFacts> {
  const row = await selectOne<{ id: string; name: string; organization_id: string; settings: ProjectSettings }>(db, 'select id, name, organization_id, settings from projects where id = $1', [projectId]);
  if (row === null) throw new DomainError('not-found', 'There is no such project.');
  return { project: { id: row.id, name: row.name }, organizationId: row.organization_id, settings: row.settings };
}

/** What an engagement rule asks in: whoever is on call for a service, or one person. */
export type EngagementTarget =
  | { kind: 'service'; serviceId: string; name: string; oncallPlugin: string; externalId: string | null; rotation: Rotation | null }
  | { kind: 'person'; personId: string; person: PersonRef };

/** An engagement rule in force, with what is needed to find whom it asks in. */
export interface EngagementRuleFacts extends EngagementRule {
  target: EngagementTarget;
}

interface RuleRow extends Omit<EngagementRuleFacts, 'target'> {
  service: Omit<EngagementTarget & { kind: 'service' }, 'kind'> | null;
  person: PersonRef | null;
}

/** The enabled rules of the project and of the whole organization, by rank; rules for disabled services and people are left out. */
export async function engagementFacts(db: Database, organizationId: string, projectId: string): Promise<EngagementRuleFacts[]> {
  const rows = await select<RuleRow>(
    db,
    `select r.id, r.name, r.rank, r.is_enabled as "isEnabled", r.project_id as "projectId", r.match, r.role,
       case when s.id is not null then jsonb_build_object('serviceId', s.id, 'name', s.name, 'oncallPlugin', s.oncall_plugin, 'externalId', s.external_id, 'rotation', s.rotation) end as service,
       case when p.id is not null then jsonb_build_object('personId', p.id, 'email', p.email, 'name', p.name) end as person
     from engagement_rules r left join services s on s.id = r.service_id and s.is_enabled left join people p on p.id = r.person_id and p.is_active
     where r.organization_id = $1 and r.is_enabled and (r.project_id is null or r.project_id = $2) and (s.id is not null or p.id is not null)
     order by r.rank, r.name`,
    [organizationId, projectId],
  );
  return rows.flatMap(({ service, person, ...rule }): EngagementRuleFacts[] => {
    if (service !== null) return [{ ...rule, target: { kind: 'service', ...service } }];
    return person === null ? [] : [{ ...rule, target: { kind: 'person', personId: person.personId, person } }];
  });
}
