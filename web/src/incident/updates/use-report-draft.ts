import { useDraft } from '../drafts.ts';
import type { Incident } from '../queries.ts';
import { type Report, type ReportKind, startFrom } from './fields.ts';

/** Reads the texts of a kept draft; what is no object of texts is an empty one. */
export function readValues(kept: string): Record<string, string> {
  try {
    const parsed: unknown = JSON.parse(kept);
    if (typeof parsed !== 'object' || parsed === null) return {};
    return Object.fromEntries(Object.entries(parsed).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    return {};
  }
}

/** A report being written: the last one of its kind with what was changed since, kept on this device until it is posted. */
export function useReportDraft(incident: Incident, kind: ReportKind, reports: readonly Report[]) {
  const [kept, setKept] = useDraft(`report.${kind}.${incident.id}`);
  const changes = readValues(kept);
  return {
    values: { ...startFrom(kind, reports), ...changes },
    changed: kept !== '',
    write: (name: string, text: string) => setKept(JSON.stringify({ ...changes, [name]: text })),
    clear: () => setKept(''),
  };
}
