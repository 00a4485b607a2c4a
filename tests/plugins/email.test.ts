import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { calendarEntry } from '../../activities/messages/ics.ts';
import { startFakeSmtp, type FakeSmtp } from '../../plugins/email/fake.ts';
import type { EmailSettings } from '../../plugins/email/index.ts';
import { checkServer, createMailer } from '../../plugins/email/mailer.ts';
import { createOutbound } from '../../plugins/outbound/index.ts';
import { expectKind } from './conformance/making.ts';

const way = createOutbound({ allow: ['127.0.0.1'] });
let smtp: FakeSmtp;
beforeAll(async () => {
  smtp = await startFakeSmtp();
});
afterAll(() => smtp.stop());

const settings = (changes: Partial<EmailSettings> = {}): EmailSettings => ({
  host: smtp.host,
  port: smtp.port,
  secure: false,
  user: smtp.user,
  password: smtp.password,
  from: 'Dispatch <dispatch@example.org>',
  timeoutMs: 1000,
  ...changes,
});
const mail = (messageId: string) => ({
  messageId,
  to: { email: 'nadia@example.org', name: 'Rahman, Nadia' },
  subject: 'INC-42',
  html: '<p>Hello</p>',
  text: 'Hello',
});

describe('a mail', () => {
  it('carries what was asked for', async () => {
    const meeting = {
      uid: 'm@dispatch',
      sequence: 1,
      title: 'Review',
      description: '',
      startsAt: '2026-05-12T14:00:00.000Z',
      endsAt: '2026-05-12T14:45:00.000Z',
      url: null,
      attendees: [],
    };
    const calendar = calendarEntry(meeting, {
      organizer: { email: 'dispatch@example.org', name: 'Dispatch' },
      now: '2026-05-01T00:00:00.000Z',
    });
    await createMailer(settings({ replyTo: 'ops@example.org' }), way).send({
      ...mail('<one@dispatch.example>'),
      threadId: 'inc-42@dispatch.example',
      calendar,
    });
    const { raw, from } = smtp.mails.at(-1) ?? { raw: '', from: '' };
    expect(from).toBe('dispatch@example.org');
    expect(raw).toContain('Message-ID: <one@dispatch.example>');
    expect(raw).toContain('References: <inc-42@dispatch.example>');
    expect(raw).toContain('Reply-To: ops@example.org');
    expect(raw).toContain('To: "Rahman, Nadia" <nadia@example.org>');
    expect(raw).toContain('Auto-Submitted: auto-generated');
    expect(raw).toMatch(/text\/calendar;[^\r]*method=REQUEST/i);
    expect(raw).toContain('multipart/alternative');
  });

  it('cannot smuggle headers or recipients through its words', async () => {
    await createMailer(settings(), way).send({
      ...mail('two@dispatch.example'),
      subject: 'INC-42\r\nBcc: eve@example.org',
      to: { email: 'nadia@example.org', name: 'Nadia\r\nBcc: eve@example.org' },
    });
    const arrived = smtp.mails.at(-1);
    expect(arrived?.to).toEqual(['nadia@example.org']);
    expect(arrived?.raw).not.toMatch(/^Bcc:/im);
  });

  it('to a server that asks for a user, without one, is auth', async () => {
    await expectKind('auth', () =>
      createMailer({ ...settings(), user: undefined, password: undefined }, way).send(
        mail('three@dispatch.example'),
      ),
    );
  });
});

describe('refusals', () => {
  it.each([
    [450, '4.2.0 Greylisted', 'unavailable'],
    [452, '4.3.1 Out of space', 'unavailable'],
    [550, '5.1.1 Unknown mailbox', 'invalid'],
    [553, '5.1.3 Bad address', 'invalid'],
    [421, '4.7.0 Too many connections', 'unavailable'],
  ] as const)('%d %s is %s and quotes the server', async (code, text, kind) => {
    smtp.failNext({ code, text });
    const error = await expectKind(kind, () => createMailer(settings(), way).send(mail('x@dispatch.example')));
    expect(error.message).toContain(text.slice(6));
  });

  it('a server that is not there is unavailable', async () => {
    const error = await expectKind('unavailable', () =>
      createMailer(settings({ port: 1 }), way).send(mail('x@dispatch.example')),
    );
    expect(error.message).toContain('cannot be reached');
  });

  it('a server in a private network is refused with the remedy, unless an operator allows it', async () => {
    const guarded = createOutbound({ allow: [] });
    const error = await expectKind('invalid', () => createMailer(settings(), guarded).send(mail('x@dispatch.example')));
    expect(error.message).toContain('DISPATCH_OUTBOUND_ALLOW=127.0.0.1');
    expect(await checkServer(settings(), guarded)).toMatchObject({ ok: false, detail: expect.stringContaining('DISPATCH_OUTBOUND_ALLOW') });
  });

  it('health says which: password, server', async () => {
    expect(await checkServer(settings(), way)).toMatchObject({ ok: true });
    expect((await checkServer(settings({ password: 'wrong-secret' }), way)).detail).toMatch(/password/);
    expect((await checkServer(settings({ port: 1 }), way)).detail).toContain('cannot be reached');
  });
});
