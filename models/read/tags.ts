import type { Viewer } from '../../domain/access.ts';
import type { Database } from '../connect.ts';
import { select } from '../sql.ts';
import { likeText, storableText } from '../values.ts';
import { createBinds, visibleTo } from './visible.ts';

/** Tags of incidents that the viewer may see, the most used first; `like` = they contain this, in any case. */
export async function usedTags(db: Database, viewer: Viewer, { like, limit }: { like: string; limit: number }): Promise<string[]> {
  const { bind, values } = createBinds();
  const sql = `select tag from incidents i, unnest(i.tags) tag where ${visibleTo(viewer, bind)} and tag ilike ${bind(`%${likeText(storableText(like))}%`)} group by tag order by count(*) desc, tag limit ${bind(limit)}`;
  return (await select<{ tag: string }>(db, sql, values)).map(({ tag }) => tag);
}
