import { callbackify } from 'node:util';
import type { SendMailOptions, Transporter } from 'nodemailer';
import type { EmailCapability, Health, OutgoingEmail, PluginContext } from '../contract.ts';
import type { EmailSettings } from './index.ts';
import { smtpError } from './smtp-errors.ts';

/** What it needs of the context. */
type Way = Pick<PluginContext, 'openSocket'>;

/** Sends through the server of the settings; nodemailer is loaded with the first mail. Connections are kept for the next mails. */
export function createMailer(settings: EmailSettings, way: Way): EmailCapability {
  let transport: Promise<Transporter> | null = null;
  return {
    async send(mail) {
      transport ??= open(settings, way, true);
      try {
        const sent: unknown = await (await transport).sendMail(messageOf(mail, settings));
        return { providerId: queueId(sent) };
      } catch (error) {
        throw smtpError(error, settings.host);
      }
    },
  };
}

/** Connects and signs in without sending anything. */
export async function checkServer(settings: EmailSettings, way: Way): Promise<Health> {
  const transport = await open(settings, way, false);
  try {
    await transport.verify();
    return {
      ok: true,
      detail: `${settings.host}:${settings.port} answers${settings.user ? ` and knows ${settings.user}` : ''}.`,
    };
  } catch (error) {
    return { ok: false, detail: smtpError(error, settings.host).message };
  } finally {
    transport.close();
  }
}

async function open(settings: EmailSettings, way: Way, pool: boolean): Promise<Transporter> {
  const { createTransport } = await import('nodemailer');
  const { host, port, secure, user, password, timeoutMs } = settings;
  const options = {
    host,
    port,
    secure,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    // Names are looked up, checked and connected to by us, for every connection anew.
    getSocket: callbackify(async (_options: unknown) => ({ connection: await way.openSocket({ host, port, timeoutMs }) })),
    ...(user ? { auth: { user, pass: password ?? '' } } : {}),
  };
  // No second try in here: after a cut connection the mail may have been taken, and deciding to send again is the caller's.
  return pool
    ? createTransport({ ...options, pool: true, maxConnections: 3, maxRequeues: 0 })
    : createTransport(options);
}

function messageOf(mail: OutgoingEmail, settings: EmailSettings): SendMailOptions {
  const replyTo = mail.replyTo ?? settings.replyTo;
  return {
    from: settings.from,
    to: { name: mail.to.name, address: mail.to.email },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: bracketed(mail.messageId),
    ...(replyTo ? { replyTo } : {}),
    ...(mail.threadId ? { references: bracketed(mail.threadId), inReplyTo: bracketed(mail.threadId) } : {}),
    ...(mail.calendar ? { icalEvent: { method: mail.calendar.method, content: mail.calendar.ics } } : {}),
    // Robots (RFC 3834): no out-of-office answers to mail that a machine sent.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    // Our own content only: nodemailer would otherwise read files and addresses that a text might name.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function bracketed(id: string): string {
  return id.startsWith('<') ? id : `<${id}>`;
}

/** The server's own id of the mail, when its answer names one. */
function queueId(sent: unknown): string | null {
  const response: unknown = sent !== null && typeof sent === 'object' ? Reflect.get(sent, 'response') : null;
  if (typeof response !== 'string') return null;
  return /\bqueued as (\S+)/i.exec(response)?.[1] ?? /^2\d\d \S+ (.{1,200})$/.exec(response)?.[1] ?? null;
}
