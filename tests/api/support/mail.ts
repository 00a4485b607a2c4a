import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { pino } from 'pino';
import { createActivities } from '../../../activities/index.ts';
import { select } from '../../../models/sql.ts';
import type { TestApi } from './api.ts';

/** A mail as the outbox keeps it when no mail server is set up. */
export interface KeptMail {
  id: string;
  message: string;
  recipient: string;
  subject: string;
  text: string;
  state: string;
}

/** Resolves when the condition holds; rejects after 5 s. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 5_000; !(await condition()); await sleep(5)) if (Date.now() > end) throw new Error('the condition did not come to hold');
}

/** Lets the worker's sweep write the waiting mails, then answers those to an address, the oldest first. */
export async function mailsTo(api: TestApi, email: string): Promise<KeptMail[]> {
  const noTemporal = {} as Client;
  const { tidy } = createActivities({ db: api.db, registry: api.deps.registry, config: api.config, logger: pino({ level: 'silent' }), client: noTemporal, now: () => new Date() });
  await tidy();
  return select<KeptMail>(api.db, 'select id, message, recipient, subject, text, state from deliveries where recipient = $1 order by created_at, id', [email]);
}

/** Sends a request that mails something after its answer, and waits until that is in the outbox. */
export async function andMail<T>(api: TestApi, request: () => Promise<T>): Promise<T> {
  const before = api.gateway.mailsAsked;
  const answer = await request();
  await until(() => api.gateway.mailsAsked > before);
  return answer;
}

/** The token of the one-time link in a mail. */
export function tokenIn(mail: Pick<KeptMail, 'text'> | undefined): string {
  return /[?&]token=([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? '';
}
