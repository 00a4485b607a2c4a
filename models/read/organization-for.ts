import type { Database } from '../connect.ts';
import { selectOne } from '../sql.ts';

/** An organization by id or slug; id null = the one that was made first. Null when there is none. */
export async function organizationFor(db: Database, wanted: { id: string | null } | { slug: string }): Promise<{ id: string; slug: string; name: string } | null> {
  const [id, slug] = 'slug' in wanted ? [null, wanted.slug] : [wanted.id, null];
  return selectOne(db, 'select id, slug, name from organizations where ($1::uuid is null or id = $1) and ($2::text is null or slug = $2) order by created_at, slug limit 1', [id, slug]);
}
