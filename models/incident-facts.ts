import { moneyText } from './money.ts';
import { DomainError } from '../domain/errors.ts';
import type { IncidentState } from '../domain/incident/state.ts';
import type { Database } from './connect.ts';
import type { ProjectSettings } from './records/project.ts';
import { select, selectOne } from './sql.ts';

/** An incident with what its effects need to know besides: its cost and the configuration of its type and project as they are now. */
export interface IncidentFacts {
  state: IncidentState;
  /** Exact total as stored; null = never calculated. */
  cost: { total: string; currency: string } | null;
  /** Markdown; null = the built-in one. */
  incidentTemplate: string | null;
  reviewTemplate: string | null;
  ticketMetadata: Record<string, unknown>;
  projectSettings: ProjectSettings;
  organizationName: string;
  /** Where the review meeting takes place; null = not scheduled. */
  meetingUrl: string | null;
}

interface Row {
  state: IncidentState;
  cost_total: string | null;
  cost_currency: string | null;
  incident_template: string | null;
  review_template: string | null;
  ticket_metadata: Record<string, unknown>;
  settings: ProjectSettings;
  organization_name: string;
  meeting_url: string | null;
}

/** Everything about one incident in one statement; `not-found` when there is none. */
export async function loadIncidentFacts(db: Database, incidentId: string): Promise<IncidentFacts> {
  const row = await selectOne<Row>(
    db,
    `select i.state, k.total::text as cost_total, k.currency as cost_currency, t.incident_template, t.review_template, t.ticket_metadata, p.settings, o.name as organization_name, m.meeting_url
     from incidents i join incident_types t on t.id = i.type_id join projects p on p.id = i.project_id join organizations o on o.id = i.organization_id
     left join postmortems m on m.incident_id = i.id left join costs k on k.incident_id = i.id
     where i.id = $1`,
    [incidentId],
  );
  if (row === null) throw new DomainError('not-found', `There is no incident ${incidentId}.`);
  return {
    state: row.state,
    cost: row.cost_total === null || row.cost_currency === null ? null : { total: moneyText(row.cost_total, row.cost_currency), currency: row.cost_currency },
    incidentTemplate: row.incident_template,
    reviewTemplate: row.review_template,
    ticketMetadata: row.ticket_metadata,
    projectSettings: row.settings,
    organizationName: row.organization_name,
    meetingUrl: row.meeting_url,
  };
}

/** What messages say or need about people besides name and address. */
export interface PersonDetails {
  title: string | null;
  team: string | null;
  timeZone: string | null;
}

/** Details of the people with these lower-case e-mails, by e-mail; unknown ones are missing. */
export async function personDetails(db: Database, organizationId: string, emails: readonly string[]): Promise<Map<string, PersonDetails>> {
  if (emails.length === 0) return new Map();
  const rows = await select<PersonDetails & { email: string }>(
    db,
    `select email, title, team, time_zone as "timeZone" from people where organization_id = $1 and email = any($2::text[])`,
    [organizationId, [...emails]],
  );
  return new Map(rows.map(({ email, ...details }) => [email, details]));
}
