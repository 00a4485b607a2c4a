import type { IncidentEvent } from '../../domain/incident/events.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import type { Batch } from '../batch.ts';
import { excerpt, storableText } from '../values.ts';
import { incidentColumns } from './incident-columns.ts';

const CASTS: Record<string, string> = { state: 'jsonb', tags: 'text[]', participant_ids: 'uuid[]' };

/** Writes the row of an incident: inserts it for its first event, else updates every derived column. */
export function writeIncident(batch: Batch, change: { before: IncidentState | null; after: IncidentState; events: readonly IncidentEvent[] }): void {
  const { before, after, events } = change;
  const columns = { ...incidentColumns(after), ...reportText(events) };
  const entries = Object.entries(columns);
  if (before === null) {
    batch.add((bind) => {
      const values = entries.map(([name, value]) => bind(value) + cast(name));
      return `insert into incidents (id, ${entries.map(([name]) => name).join(', ')}) values (${bind(after.id)}, ${values.join(', ')}) returning id`;
    });
    // the references are checked when the statement has ended, so the order of its parts does not matter
    batch.add((bind) => `insert into costs (incident_id, organization_id, reported_at) values (${bind(after.id)}, ${bind(after.organizationId)}, ${bind(after.reportedAt)}) returning incident_id`);
  } else {
    batch.add((bind) => {
      const sets = entries.map(([name, value]) => `${name} = ${bind(value)}${cast(name)}`);
      return `update incidents set ${sets.join(', ')}, updated_at = now() where id = ${bind(after.id)} returning id`;
    });
  }
  writeKeys(batch, { before, after });
}

function cast(column: string): string {
  const type = CASTS[column];
  return type === undefined ? '' : `::${type}`;
}

/** A key that another incident answers to fails on `incident_keys_pkey` or on the key of the row itself. */
function writeKeys(batch: Batch, { before, after }: { before: IncidentState | null; after: IncidentState }): void {
  if (before?.key === after.key) return;
  const mayComeBack = before === null ? '' : 'on conflict (organization_id, key) do update set incident_id = excluded.incident_id where incident_keys.incident_id = excluded.incident_id';
  batch.add((bind) => `insert into incident_keys (organization_id, key, incident_id) values (${bind(after.organizationId)}, ${bind(after.key)}, ${bind(after.id)}) ${mayComeBack} returning key`);
}

/** What lists show of the last report: what is being done, or how things stand. */
function reportText(events: readonly IncidentEvent[]): { last_report_text?: string } {
  const last = events.findLast((e) => e.kind === 'report.posted');
  if (last === undefined) return {};
  const { report } = last.data;
  return { last_report_text: excerpt(storableText(report.kind === 'tactical' ? report.actions : report.currentStatus), 240) };
}
