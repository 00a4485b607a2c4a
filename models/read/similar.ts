import type { Viewer } from '../../domain/access.ts';
import type { Stage } from '../../domain/incident/types.ts';
import type { Database } from '../connect.ts';
import { select } from '../sql.ts';
import { iso, storableText } from '../values.ts';
import { createBinds, visibleTo } from './visible.ts';

/** An incident like another. */
export interface SimilarIncident {
  id: string;
  key: string;
  title: string;
  stage: Stage;
  reportedAt: string;
}
/** What to compare with: a title, or an incident (which is then not among the answers). */
export type Likeness = { title: string; limit?: number } | { incidentId: string; limit?: number };

/** Below this, titles only share a word by chance. */
const LIKE_ENOUGH = 0.2;
/** Newest incidents that are looked at: what the answer costs does not grow with the number of incidents. */
const NEWEST = 2000;
/** Of those, the newest with a word in common whose spelling is compared. */
const CANDIDATES = 200;

/** Incidents that the viewer may see whose titles are like this one, the likest first; open ones count a little more. */
export async function similarIncidents(db: Database, viewer: Viewer, likeness: Likeness): Promise<SimilarIncident[]> {
  const { bind, values } = createBinds();
  const id = 'incidentId' in likeness ? bind(likeness.incidentId) : null;
  const title = id === null && 'title' in likeness ? bind(storableText(likeness.title).trim().slice(0, 250)) : `(select title from incidents where id = ${id})`;
  const rows = await select<Omit<SimilarIncident, 'reportedAt'> & { reported_at: Date }>(
    db,
    // words in common find candidates, likeness of the spelling orders them
    `with given as materialized (select title::text, array_to_string(array(select quote_literal(w) from unnest(tsvector_to_array(to_tsvector('english', title::text))) w), ' | ') as words from (select ${title} as title) t)
     select c.id, c.key, c.title, c.stage, c.reported_at from (
       select i.id, i.key, i.title, i.stage, i.reported_at from (
         select * from incidents i where ${visibleTo(viewer, bind)} ${id === null ? '' : `and i.id <> ${id}`} order by i.reported_at desc, i.id desc limit ${NEWEST}) i
       where to_tsvector('english', i.title) @@ (select to_tsquery('simple', words) from given)
       order by i.reported_at desc limit ${CANDIDATES}) c, given, similarity(c.title, given.title) likeness
     where likeness > ${LIKE_ENOUGH} order by likeness + case when c.stage in ('active', 'stable') then 0.05 else 0 end desc, c.reported_at desc, c.id limit ${bind(likeness.limit ?? 5)}`,
    values,
  );
  return rows.map(({ reported_at, ...rest }) => ({ ...rest, reportedAt: iso(reported_at) }));
}
