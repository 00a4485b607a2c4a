import { setTimeout as sleep } from 'node:timers/promises';
import { isErasedAddress } from '../domain/incident/erase.ts';
import { claimPendingDeliveries, type Claimed, type DeliveryOutcome, type Outgoing, reserveDeliveries, settleDelivery } from '../models/delivery-claims.ts';
import { VendorError, type VendorPerson } from '../plugins/contract.ts';
import type { Provided } from '../plugins/registry-types.ts';
import { writeAccountMail } from './account-mail.ts';
import type { Kit } from './deps.ts';
import { failureText } from './failures.ts';
import type { Message } from './messages/parts/content.ts';
import type { Subject } from './subject.ts';

/** A message to one person. `purpose` makes it unique in the incident: the same purpose to the same person is one mail, however often it is asked for. */
export interface Letter {
  purpose: string;
  to: VendorPerson;
  message: Message;
  calendar?: { method: 'REQUEST' | 'CANCEL'; ics: string };
}
/** What became of letters, by e-mail address. `waiting` = sent by itself as soon as the mail server takes it. */
export interface MailOutcome {
  sent: string[];
  outbox: string[];
  waiting: string[];
  failed: string[];
}

/** Mail servers get this long before whoever asked goes on; what is not sent by then is sent in the background. */
const PATIENCE_MS = 4000;
/** A claimed mail is left to its sender for so long before another process may send it: longer than any mail server is waited for. */
const LEASE_SECONDS = 120;
/** Pauses between tries: one minute, doubled up to an hour; then it waits for a person. */
const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 3_600_000;
const MOST_TRIES = 10;

/**
 * Sends letters about an incident: each is a row before it leaves, so it leaves once. Never fails because of mail: what the server refuses or
 * does not take in time is in the outbox with its reason, and is tried again by the sweep. Nobody but participants hears of a restricted incident.
 */
export async function sendLetters(kit: Kit, subject: Subject, options: { kind: string; letters: readonly Letter[] }): Promise<MailOutcome> {
  const { organizationId, projectId } = subject.place;
  const inside = new Set(subject.present.map((p) => p.email.toLowerCase()));
  const letters = options.letters.filter((l) => l.to.email !== '' && !isErasedAddress(l.to.email) && (!subject.restricted || inside.has(l.to.email.toLowerCase())));
  const deliveries = await Promise.all(letters.map((letter) => outgoing(kit, { incidentId: subject.state.id, kind: options.kind, letter })));
  const provider = await kit.registry.find(organizationId, projectId, 'email');
  const place = { organizationId, incidentId: subject.state.id };
  const { claimed, states } = await reserveDeliveries(kit.db, place, { deliveries, state: provider === null ? 'outbox' : 'pending', leaseSeconds: LEASE_SECONDS });
  const done = new Map<string, DeliveryOutcome['state']>();
  const sending = Promise.all(claimed.map(async (delivery) => void done.set(delivery.key, await sendOne(kit, delivery))));
  await Promise.race([sending, sleep(PATIENCE_MS, undefined, { ref: false })]);
  const stateOf = ({ key }: Outgoing): string => done.get(key) ?? states.get(key) ?? 'pending';
  const having = (state: string): string[] => deliveries.filter((d) => stateOf(d) === state).map((d) => d.recipient);
  return { sent: having('sent'), outbox: having('outbox'), waiting: having('pending'), failed: having('failed') };
}

/** Sends mails that stayed pending: left behind by a crash, or refused for a while by their server. Answers how many were tried. */
export async function sendPending(kit: Kit, limit: number): Promise<number> {
  const claimed = await claimPendingDeliveries(kit.db, { limit, leaseSeconds: LEASE_SECONDS });
  await Promise.all(claimed.map((delivery) => sendOne(kit, delivery)));
  return claimed.length;
}

/** What became of the letters as a sentence for people; null when there is nothing to say. */
export function mailNote({ sent, outbox, waiting, failed }: MailOutcome): string | null {
  const parts: string[] = [];
  if (outbox.length > 0) parts.push(`${mails(outbox)} kept in the outbox, because no mail server is set up`);
  if (waiting.length > 0) parts.push(`${mails(waiting)} waiting for the mail server`);
  if (failed.length > 0) parts.push(`${mails(failed)} could not be sent (${failed.slice(0, 5).join(', ')}), see the outbox`);
  if (sent.length > 0) parts.unshift(`${mails(sent)} sent`);
  return parts.length === 0 ? null : parts.join('; ');
}

function mails(list: readonly string[]): string {
  return list.length === 1 ? '1 mail' : `${list.length} mails`;
}

async function outgoing(kit: Kit, { incidentId, kind, letter }: { incidentId: string; kind: string; letter: Letter }): Promise<Outgoing> {
  const { purpose, to, message, calendar } = letter;
  const email = to.email.toLowerCase();
  return {
    key: `${incidentId}/${purpose}/${email}`,
    channel: 'email',
    message: kind,
    recipient: email,
    recipientName: to.name,
    subject: message.subject,
    html: await htmlOf(kit, message),
    text: message.text,
    calendar: calendar ?? null,
  };
}

/** A mail that cannot be laid out still says what it has to say. */
async function htmlOf(kit: Kit, message: Message): Promise<string> {
  try {
    return await kit.mail.html(message.mjml);
  } catch (error) {
    kit.logger.error({ err: error }, 'a mail could not be laid out and goes as text only');
    return '';
  }
}

/** Never throws: whatever happens is noted on the row, or the row is claimed again when its lease is over. */
async function sendOne(kit: Kit, delivery: Claimed): Promise<DeliveryOutcome['state']> {
  const outcome = await kit.mailRooms(delivery.organizationId, () => attempt(kit, delivery));
  try {
    await settleDelivery(kit.db, delivery.id, outcome);
    return outcome.state;
  } catch (error) {
    kit.logger.warn({ err: error, deliveryId: delivery.id }, 'how a mail was sent could not be noted');
    return 'pending';
  }
}

async function attempt(kit: Kit, delivery: Claimed): Promise<DeliveryOutcome> {
  const { id, recipient, recipientName, calendar } = delivery;
  if (!delivery.mayReach) return { state: 'failed', error: 'Not sent: the incident is restricted now, and the recipient takes no part in it' };
  try {
    const written = delivery.draft === null ? delivery : await writeAccountMail(kit, delivery, delivery.draft);
    if (written === null) return { state: 'failed', error: 'It is not needed any more: what it was about was taken back' };
    const { subject, html, text } = written;
    const provider = await mailServer(kit, delivery);
    if (provider === null) return { state: 'outbox' };
    const to = { email: recipient, name: recipientName };
    // The same id at every try: a mail that was sent just before a crash is recognized as the same by those who read it.
    await provider.impl.send({ messageId: `${id}@${new URL(kit.config.server.uiUrl).hostname}`, to, subject, html, text, ...(calendar === null ? {} : { calendar }) });
    return { state: 'sent', provider: provider.pluginId };
  } catch (error) {
    return afterFailure(kit, delivery, error);
  }
}

/** Whoever set up an organization's mail server could read a link on its way, and act as an owner, or in another organization: links go by the installation's own where there is one. */
async function mailServer({ registry }: Kit, { organizationId, projectId, isPrivate, opensElsewhere }: Claimed): Promise<Provided<'email'> | null> {
  const own = isPrivate ? await registry.mailOfInstallation(organizationId) : null;
  return own !== null || opensElsewhere ? own : registry.find(organizationId, projectId, 'email');
}

function afterFailure(kit: Kit, { id, attempts }: Claimed, error: unknown): DeliveryOutcome {
  const text = error instanceof Error ? failureText(error) : String(error);
  const passes = !(error instanceof VendorError) || error.kind === 'unavailable' || error.kind === 'rate-limited';
  kit.logger.warn({ err: error, deliveryId: id, attempts: attempts + 1 }, 'a mail could not be sent');
  if (!passes || attempts + 1 >= MOST_TRIES) return { state: 'failed', error: text };
  const asked = error instanceof VendorError ? error.retryAfterMs : null;
  const pause = asked ?? Math.min(FIRST_PAUSE_MS * 2 ** attempts, LONGEST_PAUSE_MS);
  return { state: 'pending', error: text, nextAttemptAt: new Date(kit.now().getTime() + pause).toISOString() };
}
