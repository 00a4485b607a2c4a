import { seesEveryIncident, type Viewer } from '../../domain/access.ts';
import type { Bind } from '../batch.ts';

/** The condition under which the viewer may know of the incident with this table alias; the same rule as `mayView` in domain/access.ts. */
export function visibleTo(viewer: Viewer, bind: Bind, alias = 'i'): string {
  const own = `${alias}.organization_id = ${bind(viewer.organizationId)}`;
  if (seesEveryIncident(viewer)) return own;
  return `${own} and (${alias}.visibility = 'open' or ${alias}.participant_ids @> array[${bind(viewer.personId)}]::uuid[])`;
}

/**
 * The same condition in two parts that exclude each other, for counting: the first can be answered by an index alone. Administrators have one.
 */
export function visibleParts(viewer: Viewer, bind: Bind): string[] {
  const own = `i.organization_id = ${bind(viewer.organizationId)}`;
  if (seesEveryIncident(viewer)) return [own];
  return [`${own} and i.visibility = 'open'`, `${own} and i.visibility = 'restricted' and i.participant_ids @> array[${bind(viewer.personId)}]::uuid[]`];
}

/** Placeholders and their values for one statement. */
export function createBinds(): { bind: Bind; values: unknown[] } {
  const values: unknown[] = [];
  return { bind: (value) => `$${values.push(value)}`, values };
}
