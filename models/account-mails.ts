import { randomUUID } from 'node:crypto';
import type { Database } from './connect.ts';
import { select } from './sql.ts';
import { storableJson, storableText } from './values.ts';

/** What can happen to somebody's second factors that they are told; `reset` = an administrator removed all of them. */
export type SecondFactorChange = 'added' | 'removed' | 'reset' | 'recovery-code-used' | 'recovery-codes-renewed';

/** What a mail about somebody's account is written from; one-time links are made when it is written, so that none stands in the database before. */
export type AccountMail =
  | { kind: 'registration'; name: string }
  | { kind: 'registration-known' }
  | { kind: 'registration-waiting'; applicant: { name: string; email: string }; via: string }
  | { kind: 'registration-approved' }
  | { kind: 'registration-refused' }
  | { kind: 'invitation'; invitationId: string; /** False where people sign in through another provider. */ chooses: boolean }
  | { kind: 'password-reset' }
  | { kind: 'password-changed'; at: string; address: string | null }
  | { kind: 'email-changed'; from: string; to: string }
  | { kind: 'second-factor-changed'; change: SecondFactorChange; factor: string | null; left: number; at: string; address: string | null };

/** A mail to one person of an organization. */
export interface AccountLetter {
  organizationId: string;
  to: { email: string; name: string };
  mail: AccountMail;
}

const SUBJECTS: Record<AccountMail['kind'], string> = {
  registration: 'Confirm your e-mail address',
  'registration-known': 'You have an account already',
  'registration-waiting': 'Somebody asks to join',
  'registration-approved': 'You can sign in now',
  'registration-refused': 'Your request to join',
  invitation: 'You are invited',
  'password-reset': 'Choose a new password',
  'password-changed': 'Your password was changed',
  'email-changed': 'Your e-mail address was changed',
  'second-factor-changed': 'Your second factors',
};
/** Kinds that carry a personal link: whoever has it can act as the recipient. */
const PRIVATE: readonly AccountMail['kind'][] = ['registration', 'invitation', 'password-reset'];

/** Puts mails into the outbox; the worker writes and sends them. With a transaction's `db` they are there only when it commits. */
export async function queueAccountMails(db: Database, letters: readonly AccountLetter[]): Promise<void> {
  if (letters.length === 0) return;
  const rows = letters.map(({ organizationId, to, mail }) => ({
    id: randomUUID(), organizationId, key: `account/${randomUUID()}`, message: mail.kind, recipient: to.email.toLowerCase(), recipientName: storableText(to.name), subject: SUBJECTS[mail.kind], draft: mail, isPrivate: PRIVATE.includes(mail.kind),
  }));
  await select(
    db,
    `with made as (
       insert into deliveries (id, organization_id, key, channel, message, recipient, recipient_name, subject, text, state, draft, is_private)
       select id, "organizationId", key, 'email', message, recipient, "recipientName", subject, '', 'pending', draft, "isPrivate"
       from jsonb_to_recordset($1::jsonb) as r(id uuid, "organizationId" uuid, key text, message text, recipient text, "recipientName" text, subject text, draft jsonb, "isPrivate" boolean)
       returning organization_id
     )
     insert into changes (organization_id, incident_id, topic, entity_id) select distinct organization_id, null::uuid, 'deliveries', null from made returning position`,
    [storableJson(rows)],
  );
}

/** Tells the active administrators of an organization that somebody waits for their decision. */
export async function tellAdministrators(db: Database, organizationId: string, mail: AccountMail): Promise<void> {
  const admins = await select<{ email: string; name: string }>(db, `select email, name from people where organization_id = $1 and kind = 'person' and is_active and access_level in ('admin', 'owner') order by email limit 50`, [organizationId]);
  await queueAccountMails(db, admins.map((to) => ({ organizationId, to, mail })));
}

/** Stores what a queued mail says, as written by the worker; from now on it is sent like every other. */
export async function storeWritten(db: Database, id: string, written: { subject: string; html: string; text: string }): Promise<void> {
  await select(db, 'update deliveries set subject = $2, html = $3, text = $4, draft = null where id = $1 returning id', [id, storableText(written.subject), storableText(written.html), storableText(written.text)]);
}
