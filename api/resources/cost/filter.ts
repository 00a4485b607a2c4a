import type { IncidentFilter } from '../../../models/read/list-incidents.ts';

/** Which incidents a request means: keys or ids, and one project, type and severity by name. */
export interface TargetBody {
  incidents?: string[] | undefined;
  project?: string | undefined;
  type?: string | undefined;
  severity?: string | undefined;
  reportedAfter?: string | undefined;
  reportedBefore?: string | undefined;
}

/** The filter of a request as the lists of incidents take it. */
export function targetFilter({ incidents, project, type, severity, reportedAfter, reportedBefore }: TargetBody): IncidentFilter & { names: string[] | undefined } {
  const one = (value: string | undefined): string[] | undefined => (value === undefined ? undefined : [value]);
  return { names: incidents, project: one(project), type: one(type), severity: one(severity), reportedAfter, reportedBefore };
}
