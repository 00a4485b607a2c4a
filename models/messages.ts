import { randomUUID } from 'node:crypto';
import { DomainError } from '../domain/errors.ts';
import type { PersonRef } from '../domain/incident/types.ts';
import type { Database } from './connect.ts';
import { notifyChange } from './live.ts';
import { selectOne, transaction } from './sql.ts';
import { storableJson, storableText } from './values.ts';

/** A message for an incident's built-in conversation. */
export interface NewMessage {
  incidentId: string;
  /** Unique per incident: a second post with the same key answers the first message. */
  key: string;
  kind: 'person' | 'system' | 'command';
  author: PersonRef | null;
  authorName: string;
  /** Markdown. */
  body: string;
  /** Only people with these e-mails see it; null = everybody. */
  onlyFor?: readonly string[] | null;
  /** E-mails of people who are mentioned. */
  mentions?: readonly string[];
  buttons?: readonly { label: string; url: string }[];
  fileIds?: readonly string[];
  replyTo?: string | null;
  pinned?: boolean;
}

/** Posts a message once, and tells the listeners. `not-found` when there is no such incident. */
export async function postMessage(db: Database, message: NewMessage): Promise<{ id: string; position: number; created: boolean }> {
  return transaction(db, async (tx) => {
    const id = randomUUID();
    const { incidentId, key, kind, author, authorName, onlyFor = null, mentions = [], buttons = [], fileIds = [], replyTo = null, pinned = false } = message;
    const made = await selectOne<{ position: string; organization_id: string }>(
      tx,
      `insert into messages (id, incident_id, key, kind, author_id, author_name, body, only_for, mentions, buttons, file_ids, reply_to, pinned)
       select $1, i.id, $3, $4, $5, $6, $7, $8::text[], $9::text[], $10::jsonb, $11::uuid[], $12, $13 from incidents i where i.id = $2
       on conflict (incident_id, key) do nothing
       returning position::text, (select organization_id from incidents where id = $2) as organization_id`,
      [id, incidentId, storableText(key), kind, author?.personId ?? null, storableText(authorName), storableText(message.body), onlyFor?.map((email) => email.toLowerCase()) ?? null, mentions.map((email) => email.toLowerCase()), storableJson(buttons), fileIds, replyTo, pinned],
    );
    if (made === null) return earlier(tx, message);
    await notifyChange(tx, { organizationId: made.organization_id, incidentId, topic: 'messages', entityId: id });
    return { id, position: Number(made.position), created: true };
  });
}

async function earlier(db: Database, { incidentId, key }: NewMessage): Promise<{ id: string; position: number; created: boolean }> {
  const row = await selectOne<{ id: string; position: string }>(db, 'select id, position::text from messages where incident_id = $1 and key = $2', [incidentId, storableText(key)]);
  if (row === null) throw new DomainError('not-found', `There is no incident ${incidentId}.`);
  return { id: row.id, position: Number(row.position), created: false };
}
