import { z } from 'zod';
import type { Plugin } from '../contract.ts';
import { checkServer, createMailer } from './mailer.ts';

const Address = z.string().trim().max(320);

const EmailSettings = z.object({
  host: z
    .string()
    .trim()
    .min(1, 'may not be empty: name the SMTP server, e.g. smtp.example.org')
    .max(253)
    .describe('SMTP server'),
  port: z
    .int()
    .min(1)
    .max(65_535)
    .default(587)
    .describe('465 with TLS from the first byte, 587 or 25 with STARTTLS where the server offers it'),
  secure: z.boolean().default(false).describe('TLS from the first byte (port 465)'),
  user: Address.optional().describe('User name; empty when the server asks for none'),
  password: z.string().max(1000).optional().describe('Password of the user'),
  from: Address.min(3, 'may not be empty: name the sender, e.g. Dispatch <dispatch@example.org>').describe(
    'Sender of all mail, e.g. Dispatch <dispatch@example.org>',
  ),
  timeoutMs: z
    .int()
    .min(500)
    .max(120_000)
    .default(15_000)
    .describe('How long to wait for the server, in milliseconds'),
  replyTo: Address.optional().describe('Where answers go; empty = to the sender'),
});
/** Settings of the mail plugin. */
export type EmailSettings = z.infer<typeof EmailSettings>;

/** Mail through any SMTP server. */
export const email: Plugin<EmailSettings> = {
  id: 'email',
  name: 'E-mail (SMTP)',
  description:
    'Sends mail through an SMTP server. Without it mail stays in the outbox, where people can read it.',
  setup: 'Ask whoever runs your mail for a server, a user for applications, and an address to send from.',
  settings: EmailSettings,
  secrets: ['password'],
  capabilities: ['email'],
  connect: (settings, context) => ({ email: createMailer(settings, context) }),
  health: (settings, context) => checkServer(settings, context),
};
