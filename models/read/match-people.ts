import type { PersonRef } from '../../domain/incident/types.ts';
import type { Database } from '../connect.ts';
import { select } from '../sql.ts';

/** A person that a written name may mean; `closeness` 1 = e-mail, 2 = its local part, 3 = whole name (spaces do not count), 4 = first name. */
export interface NameMatch extends PersonRef {
  word: string;
  closeness: number;
}

/** Active people of the organization whom the written names may mean (lower case, without `@` in front), closest first. */
export async function matchPeople(db: Database, organizationId: string, words: readonly string[]): Promise<NameMatch[]> {
  if (words.length === 0) return [];
  return select<NameMatch>(
    db,
    `select * from (
       select p.id as "personId", p.email, p.name, w.word,
         case when p.email = w.word then 1 when split_part(p.email, '@', 1) = w.word then 2
           when replace(lower(p.name), ' ', '') = replace(w.word, ' ', '') then 3 when split_part(lower(p.name), ' ', 1) = w.word then 4 end as closeness
       from people p, unnest($2::text[]) as w(word) where p.organization_id = $1 and p.is_active and p.kind = 'person'
     ) m where closeness is not null order by word, closeness, name limit 500`,
    [organizationId, words],
  );
}
