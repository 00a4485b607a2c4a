import { randomUUID } from 'node:crypto';
import type { AccountMail } from './account-mails.ts';
import type { Database } from './connect.ts';
import type { DeliveryState } from './deliveries.ts';
import { select, selectOne } from './sql.ts';
import { storableJson, storableText } from './values.ts';

/** An outbound message before it is sent; `key` is unique for ever, so that the same message to the same person is one row. */
export interface Outgoing {
  key: string;
  channel: 'email' | 'conversation';
  /** Kind of message, e.g. `welcome`. */
  message: string;
  recipient: string;
  recipientName: string;
  subject: string;
  html: string;
  text: string;
  /** A calendar entry that goes along. */
  calendar: { method: 'REQUEST' | 'CANCEL'; ics: string } | null;
}
/** A message that the caller now has to send. */
export interface Claimed extends Outgoing {
  /** What it is written from before it is sent; null = it is written. */
  draft: AccountMail | null;
  id: string;
  organizationId: string;
  projectId: string | null;
  /** Tries before this one. */
  attempts: number;
  /** False = the recipient may not know of the incident any more: it was restricted meanwhile, or they were removed from it. */
  mayReach: boolean;
  /** It holds a link with which one can act as the recipient. */
  isPrivate: boolean;
  /** That link would open another organization too. */
  opensElsewhere: boolean;
}
/** What became of reserved messages: those to send now, and the states of all by key. */
export interface Reserved {
  claimed: Claimed[];
  states: Map<string, DeliveryState>;
}

/** True where a row of `deliveries`, alias `d`, holds a link of somebody who is a member of another organization of the installation too. */
export const OPENS_ELSEWHERE = `(d.is_private and exists (select 1 from people e where e.email = d.recipient and e.organization_id <> d.organization_id and e.kind = 'person' and e.is_active and e.admitted_at is not null))`;

const COLUMNS = `d.id, d.organization_id as "organizationId", i.project_id as "projectId", d.key, d.channel, d.message, d.recipient, d.recipient_name as "recipientName",
  d.subject, d.html, d.text, d.calendar, d.attempts, d.draft,
  (i.id is null or i.visibility = 'open' or exists (select 1 from people p where p.organization_id = i.organization_id and p.email = d.recipient and p.id = any(i.participant_ids))) as "mayReach",
  d.is_private as "isPrivate", ${OPENS_ELSEWHERE} as "opensElsewhere"`;

/**
 * Makes sure that a row exists for each message and claims those that nobody is sending for `leaseSeconds`; what was sent before, or is being sent by
 * another process, is not claimed. With `state` `outbox` new rows are kept for people to read and nothing is claimed.
 */
export async function reserveDeliveries(db: Database, place: { organizationId: string; incidentId: string | null }, options: { deliveries: readonly Outgoing[]; state: 'pending' | 'outbox'; leaseSeconds: number }): Promise<Reserved> {
  const rows = options.deliveries.map((d) => ({ ...d, id: randomUUID(), recipient: d.recipient.toLowerCase() }));
  if (rows.length === 0) return { claimed: [], states: new Map() };
  await select(
    db,
    `with made as (
       insert into deliveries (id, organization_id, incident_id, key, channel, message, recipient, recipient_name, subject, html, text, calendar, state)
       select id, $1, $2, key, channel, message, recipient, "recipientName", subject, html, text, calendar, $4
       from jsonb_to_recordset($3::jsonb) as r(id uuid, key text, channel text, message text, recipient text, "recipientName" text, subject text, html text, text text, calendar jsonb)
       on conflict (key) do nothing returning id
     )
     insert into changes (organization_id, incident_id, topic, entity_id) select $1, $2, 'deliveries', null where exists (select 1 from made) returning position`,
    [place.organizationId, place.incidentId, storableJson(rows), options.state],
  );
  const keys = rows.map((r) => r.key);
  const claimed = options.state === 'pending' ? await claim(db, { where: 'key = any($2::text[])', values: [keys], leaseSeconds: options.leaseSeconds }) : [];
  const states = await select<{ key: string; state: DeliveryState }>(db, 'select key, state from deliveries where key = any($1::text[])', [keys]);
  return { claimed, states: new Map(states.map((s) => [s.key, s.state])) };
}

/** Claims pending e-mails whose time has come, oldest first: what a crash left behind, and what waits for another try. */
export async function claimPendingDeliveries(db: Database, options: { limit: number; leaseSeconds: number }): Promise<Claimed[]> {
  return claim(db, { where: `channel = 'email' order by next_attempt_at nulls first limit $2`, values: [options.limit], leaseSeconds: options.leaseSeconds });
}

/** `for update skip locked`: two processes never claim the same message. */
async function claim(db: Database, { where, values, leaseSeconds }: { where: string; values: unknown[]; leaseSeconds: number }): Promise<Claimed[]> {
  return select<Claimed>(
    db,
    `with free as (
       select id from deliveries where state = 'pending' and (next_attempt_at is null or next_attempt_at <= now()) and ${where} for update skip locked
     ), taken as (
       update deliveries d set next_attempt_at = now() + make_interval(secs => $1) from free where d.id = free.id returning d.*
     )
     select ${COLUMNS} from taken d left join incidents i on i.id = d.incident_id order by d.created_at, d.id`,
    [leaseSeconds, ...values],
  );
}

/** What stays of a mail with a personal link once it left: links may not lie around where they work. */
const PRIVATE_TEXT = 'This mail was sent. It holds a personal link, which is kept by its recipient only.';

/** How a try to send a claimed message ended: it left through a provider, is kept for reading, is tried again at a time (ISO), or waits for a person. */
export type DeliveryOutcome = { state: 'sent'; provider: string } | { state: 'outbox' } | { state: 'pending'; error: string; nextAttemptAt: string } | { state: 'failed'; error: string };

/** Notes how the try ended and gives the message free. */
export async function settleDelivery(db: Database, id: string, outcome: DeliveryOutcome): Promise<void> {
  const provider = outcome.state === 'sent' ? outcome.provider : null;
  const error = outcome.state === 'pending' || outcome.state === 'failed' ? storableText(outcome.error) : null;
  const nextAttemptAt = outcome.state === 'pending' ? outcome.nextAttemptAt : null;
  await selectOne(
    db,
    `with done as (
       update deliveries set state = $2, provider = coalesce($3, provider), last_error = $4, next_attempt_at = $5, attempts = attempts + 1, sent_at = case when $2 = 'sent' then now() else sent_at end,
         html = case when $2 = 'sent' and is_private then '' else html end, text = case when $2 = 'sent' and is_private then $6 else text end
       where id = $1 and state = 'pending' returning id, organization_id, incident_id
     )
     insert into changes (organization_id, incident_id, topic, entity_id) select organization_id, incident_id, 'deliveries', id::text from done returning position`,
    [id, outcome.state, provider, error, nextAttemptAt, PRIVATE_TEXT],
  );
}

/** Makes a message of a conversation that was given up pending again; nothing when it has not failed. */
export async function reviveMessage(db: Database, key: string): Promise<void> {
  await select(db, `update deliveries set state = 'pending', next_attempt_at = null where key = $1 and state = 'failed' and channel = 'conversation' returning id`, [key]);
}

/** Keys of an incident's conversation messages that were said, as their senders know them. `isOurs` = in the product's own conversation. */
export async function saidMessages(db: Database, incidentId: string, isOurs: boolean): Promise<Set<string>> {
  const rows = isOurs
    ? await select<{ key: string }>(db, `select key from messages where incident_id = $1 and kind = 'system'`, [incidentId])
    : await select<{ key: string }>(db, `select substr(key, length($1::text || '/chat/') + 1) as key from deliveries where incident_id = $1::uuid and channel = 'conversation' and state = 'sent'`, [incidentId]);
  return new Set(rows.map(({ key }) => key));
}

/** Incidents with announcements that could not be said and that nobody is sending now, those that waited longest first. */
export async function incidentsWithUnsaid(db: Database, limit: number): Promise<string[]> {
  const rows = await select<{ id: string }>(
    db,
    `select d.incident_id as id from deliveries d where d.channel = 'conversation' and d.state = 'pending' and d.key like '%/chat/event/%' and (d.next_attempt_at is null or d.next_attempt_at <= now())
       and d.incident_id is not null group by d.incident_id order by min(d.created_at) limit $1`,
    [limit],
  );
  return rows.map(({ id }) => id);
}

/** Gives up on conversation messages that were left behind for so long: reminders soon, because a late one helps nobody, announcements after a day. Answers how many. */
export async function failAbandonedMessages(db: Database, olderThanMinutes: number): Promise<number> {
  const rows = await select(
    db,
    `update deliveries set state = 'failed', last_error = coalesce(last_error, 'Sending it was interrupted') where state = 'pending' and channel = 'conversation'
       and created_at < now() - case when key like '%/chat/event/%' then interval '1 day' else make_interval(mins => $1) end returning id`,
    [olderThanMinutes],
  );
  return rows.length;
}
