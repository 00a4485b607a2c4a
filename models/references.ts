import { DomainError, type FieldProblem } from '../domain/errors.ts';
import type { PriorityRef, ProjectRef, SeverityRef, TypeRef, Visibility } from '../domain/incident/types.ts';
import type { Database } from './connect.ts';
import type { ProjectSettings } from './records/project.ts';
import { selectOne } from './sql.ts';

/** Names (any case) or ids; absent = the default. */
export interface ReferenceNames {
  project?: string | undefined;
  type?: string | undefined;
  severity?: string | undefined;
  priority?: string | undefined;
}
/** What an incident is declared with. */
export interface Resolved {
  project: ProjectRef;
  projectPrefix: string;
  projectSettings: ProjectSettings;
  type: TypeRef;
  /** Visibility of incidents of this type when nobody says otherwise. */
  typeVisibility: Visibility;
  severity: SeverityRef;
  priority: PriorityRef;
}

interface Row {
  id: string;
  name: string;
  rank: number;
  projectId: string | null;
  isDefault: boolean;
}
interface Tables {
  projects: (Row & { prefix: string; settings: ProjectSettings })[];
  types: (Row & { visibility: Visibility; wantsPostmortem: boolean; reviewDueDays: number })[];
  severities: Row[];
  priorities: (Row & { tacticalReportMinutes: number | null; executiveReportMinutes: number | null; pageCommander: boolean })[];
}

const COMMON = `'id', id, 'name', name, 'rank', rank, 'projectId', project_id, 'isDefault', is_default`;
const list = (table: string, more = '') => `(select coalesce(jsonb_agg(jsonb_build_object(${COMMON}${more}) order by rank, name), '[]') from ${table} where organization_id = $1 and is_enabled)`;
const SQL = `select
  (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name, 'rank', 1, 'projectId', null, 'isDefault', is_default, 'prefix', key_prefix, 'settings', settings) order by name), '[]')
     from projects where organization_id = $1 and is_enabled) as projects,
  ${list('incident_types', `, 'visibility', visibility, 'wantsPostmortem', wants_postmortem, 'reviewDueDays', review_due_days`)} as types,
  ${list('incident_severities')} as severities,
  ${list('incident_priorities', `, 'tacticalReportMinutes', tactical_report_minutes, 'executiveReportMinutes', executive_report_minutes, 'pageCommander', page_commander`)} as priorities`;

/** Resolves the names of a declaration in one statement; what is not named gets the default of the project, else of the organization. One `unknown-reference` names every wrong field and what exists. */
export async function resolveReferences(db: Database, organizationId: string, names: ReferenceNames): Promise<Resolved> {
  const tables = await readTables(db, organizationId);
  const problems: FieldProblem[] = [];
  const project = choose(tables.projects, { field: 'project', name: names.project, problems });
  const among = <R extends Row>(rows: R[]) => rows.filter((r) => r.projectId === null || r.projectId === project?.id);
  const type = choose(among(tables.types), { field: 'type', name: names.type, problems });
  const severity = choose(among(tables.severities), { field: 'severity', name: names.severity, problems });
  const priority = choose(among(tables.priorities), { field: 'priority', name: names.priority, problems });
  if (!project || !type || !severity || !priority) throw unknown(problems);
  return {
    project: projectRef(project),
    projectPrefix: project.prefix,
    projectSettings: project.settings,
    type: typeRef(type),
    typeVisibility: type.visibility,
    severity: severityRef(severity),
    priority: priorityRef(priority),
  };
}

/** Resolves only what an edit names, among what the incident's project may use; fields that are not named are absent in the answer. */
export async function resolveSome(db: Database, { organizationId, projectId }: { organizationId: string; projectId: string }, names: Omit<ReferenceNames, 'project'>): Promise<{ type?: TypeRef; severity?: SeverityRef; priority?: PriorityRef }> {
  if (names.type === undefined && names.severity === undefined && names.priority === undefined) return {};
  const tables = await readTables(db, organizationId);
  const problems: FieldProblem[] = [];
  const find = <R extends Row>(rows: R[], field: keyof ReferenceNames) =>
    names[field as 'type'] === undefined ? null : choose(rows.filter((r) => r.projectId === null || r.projectId === projectId), { field, name: names[field as 'type'], problems });
  const type = find(tables.types, 'type');
  const severity = find(tables.severities, 'severity');
  const priority = find(tables.priorities, 'priority');
  if (problems.length > 0) throw unknown(problems);
  return { ...(type ? { type: typeRef(type) } : {}), ...(severity ? { severity: severityRef(severity) } : {}), ...(priority ? { priority: priorityRef(priority) } : {}) };
}

async function readTables(db: Database, organizationId: string): Promise<Tables> {
  const tables = await selectOne<Tables>(db, SQL, [organizationId]);
  return tables ?? { projects: [], types: [], severities: [], priorities: [] };
}

interface Choice {
  field: keyof ReferenceNames;
  name: string | undefined;
  problems: FieldProblem[];
}

/** Rows of the project itself come before those of every project. */
function choose<R extends Row>(rows: readonly R[], { field, name, problems }: Choice): R | null {
  const ordered = [...rows].sort((a, b) => Number(a.projectId === null) - Number(b.projectId === null));
  const wanted = name?.trim().toLowerCase();
  const found = wanted === undefined ? (ordered.find((r) => r.isDefault) ?? ordered[0]) : ordered.find((r) => r.name.toLowerCase() === wanted || r.id === wanted);
  if (found !== undefined) return found;
  const exists = rows.map((r) => `“${r.name}”`).join(', ') || 'none yet: an administrator adds them in the settings';
  problems.push({ pointer: `/${field}`, detail: wanted === undefined ? `is needed, but there is ${exists}` : `“${name}” is not known; there is ${exists}` });
  return null;
}

function unknown(problems: FieldProblem[]): DomainError {
  return new DomainError('unknown-reference', problems.map((p) => `${p.pointer.slice(1)} ${p.detail}`).join('; '), problems);
}

function projectRef({ id, name, settings }: Tables['projects'][number]): ProjectRef {
  const { staleHours, closeHours } = settings;
  return { id, name, ...(staleHours === undefined ? {} : { staleHours }), ...(closeHours === undefined ? {} : { closeHours }) };
}
function typeRef(r: Tables['types'][number]): TypeRef {
  return { id: r.id, name: r.name, wantsPostmortem: r.wantsPostmortem, reviewDueDays: r.reviewDueDays };
}
function severityRef(r: Row): SeverityRef {
  return { id: r.id, name: r.name, rank: r.rank };
}
function priorityRef(r: Tables['priorities'][number]): PriorityRef {
  return { id: r.id, name: r.name, rank: r.rank, tacticalReportMinutes: r.tacticalReportMinutes, executiveReportMinutes: r.executiveReportMinutes, pageCommander: r.pageCommander };
}

/** One name that a form offers. */
export interface OfferedName {
  name: string;
  isDefault: boolean;
}
/** The names that a form offers, in the order people know them. */
export type Offered = Record<'projects' | 'types' | 'severities' | 'priorities', OfferedName[]>;

/** What can be chosen for an incident of a project (its name or id; absent = the default project). */
export async function offeredNames(db: Database, organizationId: string, project?: string): Promise<Offered> {
  const tables = await readTables(db, organizationId);
  const chosen = choose(tables.projects, { field: 'project', name: project, problems: [] });
  const offer = (rows: readonly Row[]): OfferedName[] => rows.filter((r) => r.projectId === null || r.projectId === chosen?.id).map(({ name, isDefault }) => ({ name, isDefault }));
  return { projects: tables.projects.map(({ name, id }) => ({ name, isDefault: id === chosen?.id })), types: offer(tables.types), severities: offer(tables.severities), priorities: offer(tables.priorities) };
}
