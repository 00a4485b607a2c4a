import { mayDo, type Viewer } from '../../domain/access.ts';
import type { Bind } from '../batch.ts';
import type { Database } from '../connect.ts';
import { OPENS_ELSEWHERE } from '../delivery-claims.ts';
import type { DeliveryState } from '../deliveries.ts';
import { decodeCursor, type Page, toPage } from '../paging.ts';
import { select, selectOne } from '../sql.ts';
import { iso, isoOrNull, likeText } from '../values.ts';
import { createBinds, visibleTo } from './visible.ts';

/** An outbound message in the outbox. */
export interface DeliveryView {
  id: string;
  channel: 'email' | 'conversation';
  message: string;
  recipient: string;
  recipientName: string;
  subject: string;
  state: DeliveryState;
  provider: string | null;
  attempts: number;
  lastError: string | null;
  incident: { id: string; key: string } | null;
  createdAt: string;
  sentAt: string | null;
}
/** Filters; `state` one or several, comma separated; `incident` an id or key. */
export interface DeliveryQuery {
  limit: number;
  cursor?: string | undefined;
  state?: string | undefined;
  q?: string | undefined;
  incident?: string | undefined;
}

interface Row extends Omit<DeliveryView, 'createdAt' | 'sentAt'> {
  created_at: Date;
  sent_at: Date | null;
}
const COLUMNS = `d.id, d.channel, d.message, d.recipient, d.recipient_name as "recipientName", d.subject, d.state, d.provider, d.attempts, d.last_error as "lastError",
  case when i.id is not null then jsonb_build_object('id', i.id, 'key', i.key) end as incident, d.created_at, d.sent_at`;
const TABLES = 'deliveries d left join incidents i on i.id = d.incident_id';

function toView<R extends Row>({ created_at, sent_at, ...rest }: R) {
  return { ...rest, createdAt: iso(created_at), sentAt: isoOrNull(sent_at) };
}

/** Administrators see everything; others their own mail, unless it is about an incident that they may not know of any more. */
function mayRead(viewer: Viewer, bind: Bind): string {
  const own = `d.organization_id = ${bind(viewer.organizationId)}`;
  if (mayDo(viewer, 'readEveryMail')) return own;
  return `${own} and d.recipient = ${bind(viewer.email)} and (i.id is null or (${visibleTo(viewer, bind)}))`;
}

/** Outbound messages that the viewer may read, newest first. */
export async function listDeliveries(db: Database, viewer: Viewer, query: DeliveryQuery): Promise<Page<DeliveryView>> {
  const { bind, values } = createBinds();
  const where = [mayRead(viewer, bind)];
  const states = (query.state ?? '').split(',').map((s) => s.trim()).filter((s) => s !== '');
  if (states.length > 0) where.push(`d.state = any(${bind(states)}::text[])`);
  if (query.incident !== undefined) {
    const named = bind(query.incident);
    where.push(`(i.id::text = lower(${named}) or i.id = (select k.incident_id from incident_keys k where k.organization_id = ${bind(viewer.organizationId)} and k.key = upper(${named})))`);
  }
  const q = query.q?.trim() ?? '';
  if (q !== '') {
    const like = bind(`%${likeText(q)}%`);
    where.push(`(d.subject ilike ${like} or d.recipient ilike ${like} or d.recipient_name ilike ${like} or d.message ilike ${like})`);
  }
  if (query.cursor !== undefined) {
    const [at, id] = decodeCursor(query.cursor, ['time', 'uuid']);
    where.push(`(d.created_at, d.id) < (${bind(at)}::timestamptz, ${bind(id)}::uuid)`);
  }
  const rows = await select<Row>(db, `select ${COLUMNS} from ${TABLES} where ${where.join(' and ')} order by d.created_at desc, d.id desc limit ${bind(query.limit + 1)}`, values);
  return toPage(rows, query.limit, { item: (row) => toView(row), cursor: (row) => [iso(row.created_at), row.id] });
}

/** One outbound message with its content; null when there is none that the viewer may read. */
export async function deliveryById(db: Database, viewer: Viewer, id: string): Promise<(DeliveryView & { html: string; text: string; isPrivate: boolean; opensElsewhere: boolean }) | null> {
  const { bind, values } = createBinds();
  const where = `${mayRead(viewer, bind)} and d.id = ${bind(id)}`;
  const row = await selectOne<Row & { html: string; text: string; isPrivate: boolean; opensElsewhere: boolean }>(db, `select ${COLUMNS}, d.html, d.text, d.is_private as "isPrivate", ${OPENS_ELSEWHERE} as "opensElsewhere" from ${TABLES} where ${where}`, values);
  return row === null ? null : toView(row);
}
