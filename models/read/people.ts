import type { Database } from '../connect.ts';
import { decodeCursor, type Page, toPage } from '../paging.ts';
import type { PersonFacts } from '../people.ts';
import { select } from '../sql.ts';
import { likeText } from '../values.ts';
import { createBinds } from './visible.ts';

/** `q` = part of a name, an e-mail, a title or a team; `state`: may sign in, was deactivated, or is known by name only. */
export interface PeopleQuery {
  limit: number;
  cursor?: string | undefined;
  q?: string | undefined;
  accessLevel?: readonly string[] | undefined;
  state?: 'member' | 'deactivated' | 'named' | undefined;
}
/** A person in the list; `isMember` = was let in. */
export type Member = PersonFacts & { isMember: boolean };

const STATES = { member: 'p.is_active and p.admitted_at is not null', deactivated: 'not p.is_active', named: 'p.is_active and p.admitted_at is null' } as const;

/** Accented letters sort beside the plain ones. */
const SORTED = 'lower(unaccent(p.name))';

/** People of an organization by name, inactive ones too. */
export async function listPeople(db: Database, organizationId: string, query: PeopleQuery): Promise<Page<Member>> {
  const { bind, values } = createBinds();
  const where = [`p.organization_id = ${bind(organizationId)}`, `p.kind = 'person'`];
  const q = query.q?.trim() ?? '';
  if (q !== '') {
    const like = bind(`%${likeText(q)}%`);
    where.push(`(p.name ilike ${like} or unaccent(p.name) ilike unaccent(${like}) or p.email ilike ${like} or p.title ilike ${like} or p.team ilike ${like})`);
  }
  if (query.accessLevel !== undefined && query.accessLevel.length > 0) where.push(`p.access_level = any(${bind(query.accessLevel)}::text[])`);
  if (query.state !== undefined) where.push(STATES[query.state]);
  if (query.cursor !== undefined) {
    const [name, id] = decodeCursor(query.cursor, ['text', 'uuid']);
    where.push(`(${SORTED}, p.id) > (${bind(name)}, ${bind(id)}::uuid)`);
  }
  const rows = await select<Member & { sorted: string }>(
    db,
    `select p.id, p.email, p.name, p.title, p.team, p.department, p.location, p.time_zone as "timeZone", p.access_level as "accessLevel", p.is_active as "isActive", p.admitted_at is not null as "isMember", ${SORTED} as sorted
     from people p where ${where.join(' and ')} order by ${SORTED}, p.id limit ${bind(query.limit + 1)}`,
    values,
  );
  return toPage(rows, query.limit, { item: ({ sorted: _sorted, ...person }) => person, cursor: (row) => [row.sorted, row.id] });
}
