import type { Database } from '../connect.ts';
import { decodeCursor, encodeCursor, type Page } from '../paging.ts';
import { select, selectOne } from '../sql.ts';
import { iso, isoOrNull } from '../values.ts';
import type { PersonView } from './incident-summary.ts';

/** A message of the built-in conversation as one person sees it. */
export interface MessageView {
  id: string;
  position: number;
  kind: 'person' | 'system' | 'command';
  author: PersonView | null;
  authorName: string;
  body: string;
  onlyForYou: boolean;
  mentions: string[];
  buttons: { label: string; url: string }[];
  files: { id: string; name: string; mediaType: string; size: number }[];
  replyTo: string | null;
  pinned: boolean;
  createdAt: string;
  editedAt: string | null;
}
/** A page back in time from `cursor`, or everything new `after` a position. */
export interface MessageQuery {
  incidentId: string;
  limit: number;
  cursor?: string | undefined;
  after?: number | undefined;
}

interface Row extends Omit<MessageView, 'position' | 'author' | 'onlyForYou' | 'createdAt' | 'editedAt'> {
  position: string;
  author_id: string | null;
  author_email: string;
  author_person_name: string;
  only_for: string[] | null;
  created_at: Date;
  edited_at: Date | null;
}

const SQL = `select m.id, m.position::text, m.kind, m.author_id, p.email as author_email, p.name as author_person_name, m.author_name as "authorName", m.body, m.only_for, m.mentions, m.buttons,
    m.reply_to as "replyTo", m.pinned, m.created_at, m.edited_at,
    (select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'mediaType', f.media_type, 'size', f.size) order by f.created_at), '[]')
     from files f where f.id = any(m.file_ids) and f.incident_id = m.incident_id and f.deleted_at is null) as files
  from messages m left join people p on p.id = m.author_id
  where m.incident_id = $1 and m.deleted_at is null and (m.only_for is null or $2 = any(m.only_for))`;

function toMessage({ position, author_id, author_email, author_person_name, only_for, created_at, edited_at, ...rest }: Row): MessageView {
  const author = author_id === null ? null : { id: author_id, email: author_email, name: author_person_name };
  return { ...rest, position: Number(position), author, onlyForYou: only_for !== null, createdAt: iso(created_at), editedAt: isoOrNull(edited_at) };
}

/**
 * Messages that the person with this e-mail may see, oldest first inside a page: the newest page, or the one before `cursor`; with `after`
 * the oldest ones after that position (then `nextCursor` is null). Whoever shows them checks access to the incident.
 */
export async function listMessages(db: Database, viewer: { email: string }, { incidentId, ...query }: MessageQuery): Promise<Page<MessageView>> {
  if (query.after !== undefined) {
    const newer = await select<Row>(db, `${SQL} and m.position > $3 order by m.position limit $4`, [incidentId, viewer.email, query.after, query.limit]);
    return { data: newer.map(toMessage), nextCursor: null };
  }
  const [before] = query.cursor === undefined ? [null] : decodeCursor(query.cursor, ['number']);
  const rows = await select<Row>(db, `${SQL} and ($3::bigint is null or m.position < $3) order by m.position desc limit $4`, [incidentId, viewer.email, before, query.limit + 1]);
  const shown = rows.slice(0, query.limit).map(toMessage).toReversed();
  const first = shown[0];
  return { data: shown, nextCursor: rows.length > query.limit && first !== undefined ? encodeCursor([first.position]) : null };
}

/** One message as that person sees it; null when there is none for them. */
export async function messageById(db: Database, viewer: { email: string }, { incidentId, id }: { incidentId: string; id: string }): Promise<MessageView | null> {
  const row = await selectOne<Row>(db, `${SQL} and m.id = $3`, [incidentId, viewer.email, id]);
  return row === null ? null : toMessage(row);
}
