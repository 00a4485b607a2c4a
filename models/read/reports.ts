import type { ReportBody } from '../../domain/incident/types.ts';
import type { Database } from '../connect.ts';
import { select } from '../sql.ts';
import { iso } from '../values.ts';

/** A posted report; `author` is a name. */
export interface ReportView {
  id: string;
  kind: ReportBody['kind'];
  fields: { name: string; label: string; text: string }[];
  author: string;
  postedAt: string;
}

interface Row {
  id: string;
  body: ReportBody;
  author: string;
  posted_at: Date;
}

const SQL = 'select r.id, r.body, r.author_name as author, r.posted_at from reports r where r.incident_id = $1';

function toReport({ id, body, author, posted_at }: Row): ReportView {
  return { id, kind: body.kind, fields: fieldsOf(body), author, postedAt: iso(posted_at) };
}

function fieldsOf(body: ReportBody): ReportView['fields'] {
  if (body.kind === 'tactical') {
    return [
      { name: 'conditions', label: 'Conditions', text: body.conditions },
      { name: 'actions', label: 'Actions', text: body.actions },
      { name: 'needs', label: 'Needs', text: body.needs },
    ];
  }
  return [
    { name: 'currentStatus', label: 'Current status', text: body.currentStatus },
    { name: 'overview', label: 'Overview', text: body.overview },
    { name: 'nextSteps', label: 'Next steps', text: body.nextSteps },
  ];
}

/** Reports of an incident, newest first. Whoever shows them checks access. */
export async function listReports(db: Database, incidentId: string): Promise<ReportView[]> {
  return (await select<Row>(db, `${SQL} order by r.posted_at desc, r.seq desc`, [incidentId])).map(toReport);
}

/** One report of an incident, or null. */
export async function reportById(db: Database, incidentId: string, reportId: string): Promise<ReportView | null> {
  const [row] = await select<Row>(db, `${SQL} and r.id = $2`, [incidentId, reportId]);
  return row === undefined ? null : toReport(row);
}
