import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SmtpSettings } from '../../config/config.ts';
import { loadConfig } from '../../config/load.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import { queueAccountMails } from '../../models/account-mails.ts';
import { createOrganization } from '../../models/organizations.ts';
import { requestReset } from '../../models/password-links.ts';
import { createPerson } from '../../models/people.ts';
import { savePluginInstance } from '../../models/plugin-instances.ts';
import { type FakeSmtp, startFakeSmtp } from '../../plugins/email/fake.ts';
import { type ActivityWorld, joining, openActivityWorld } from '../support/activity-world.ts';

let world: ActivityWorld;
let smtp: FakeSmtp;
let settings: SmtpSettings;
beforeAll(async () => {
  world = await openActivityWorld();
  smtp = await startFakeSmtp();
  settings = { host: smtp.host, port: smtp.port, user: smtp.user, password: smtp.password, secure: false, from: 'Dispatch <dispatch@example.org>' };
}, 120_000);
beforeEach(() => void smtp.mails.splice(0));
afterAll(async () => {
  await smtp.stop();
  await world.stop();
});

const step = (state: IncidentState, name: string, run = 1) => ({ incidentId: state.id, step: name, run });
const deliveries = (id: string) =>
  world.rows<{ id: string; recipient: string; state: string; attempts: number; last_error: string | null; subject: string; html: string; text: string; message: string }>('select * from deliveries where incident_id = $1 order by recipient', [id]);
const announceTo = (addresses: string[]) => world.rows(`update projects set settings = jsonb_set(settings, '{announcementAddresses}', $1::jsonb)`, [JSON.stringify(addresses)]);
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('without a mail server', () => {
  it('keeps every mail for reading, once', async () => {
    const state = await world.declare();
    await world.record(state.id, [joining(world.kim)]);
    const first = await world.activities.sendWelcome(step(state, 'welcome'));
    expect(first.note).toBe('2 mails kept in the outbox, because no mail server is set up');
    await world.another().sendWelcome(step(state, 'welcome'));
    const rows = await deliveries(state.id);
    expect(rows.map((r) => [r.recipient, r.state])).toEqual([['eve@example.com', 'outbox'], ['kim@example.com', 'outbox']]);
    expect(rows[0]?.html).toContain('<html');
    expect(rows[0]?.text).toContain(state.title);
  });
});

describe('MJML_PATH', () => {
  it('names the folder of the program that makes mails; without it they are made in the process', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'dispatch-mjml-'));
    writeFileSync(path.join(folder, 'mjml'), '#!/bin/sh\ncat > /dev/null\necho "<html>made elsewhere</html>"\n');
    chmodSync(path.join(folder, 'mjml'), 0o755);
    const mailOf = async (env: Record<string, string>) => {
      const { mjmlPath } = loadConfig({ NODE_ENV: 'test', ...env }, { part: 'worker', envFile: null });
      const state = await world.declare();
      await world.another({ mjmlPath }).sendWelcome(step(state, 'welcome'));
      return (await deliveries(state.id))[0]?.html.trim();
    };
    expect(await mailOf({ MJML_PATH: folder })).toBe('<html>made elsewhere</html>');
    expect(await mailOf({})).toContain('prefers-color-scheme');
    rmSync(folder, { recursive: true });
  });
});

describe('with a mail server', () => {
  it('sends each mail once, whoever asks how often', async () => {
    const state = await world.declare();
    await world.make(state.id, 'createConversation');
    const [one, two] = [world.another({ smtp: settings }), world.another({ smtp: settings })];
    await Promise.all([one.sendWelcome(step(state, 'welcome')), two.sendWelcome(step(state, 'welcome'))]);
    await one.sendWelcome(step(state, 'welcome'));
    expect(smtp.mails).toHaveLength(1);
    expect(await deliveries(state.id)).toMatchObject([{ state: 'sent', attempts: 1 }]);
    const messages = await world.rows<{ body: string }>('select body from messages where incident_id = $1', [state.id]);
    expect(messages).toHaveLength(1);
  });

  it('sends again under the same Message-ID when it crashed before it could note it', async () => {
    const state = await world.declare();
    smtp.failNext('cut-after-data');
    const sender = world.another({ smtp: settings });
    expect((await sender.sendWelcome(step(state, 'welcome'))).note).toBe('1 mail waiting for the mail server');
    const [row] = await deliveries(state.id);
    expect(row).toMatchObject({ state: 'pending', attempts: 1 });
    await world.rows(`update deliveries set next_attempt_at = now() where incident_id = $1`, [state.id]);
    expect((await world.another({ smtp: settings }).tidy()).deliveries).toBe(1);
    expect(smtp.mails).toHaveLength(2);
    expect(new Set(smtp.mails.map((m) => m.messageId))).toEqual(new Set([`${row?.id}@dispatch.example`]));
    expect(await deliveries(state.id)).toMatchObject([{ state: 'sent', attempts: 2, last_error: null }]);
  });

  it('leaves a mail that another process is sending alone until its lease is over', async () => {
    const state = await world.declare();
    await world.activities.sendWelcome(step(state, 'welcome'));
    await world.rows(`update deliveries set state = 'pending', next_attempt_at = now() + interval '1 minute' where incident_id = $1`, [state.id]);
    const sender = world.another({ smtp: settings });
    expect((await sender.sendWelcome(step(state, 'welcome'))).note).toBe('1 mail waiting for the mail server');
    await sender.tidy();
    expect(smtp.mails).toHaveLength(0);
    await world.rows(`update deliveries set next_attempt_at = now() - interval '1 second' where incident_id = $1`, [state.id]);
    await sender.tidy();
    expect(smtp.mails).toHaveLength(1);
  });

  it('tells whom it could not reach and reaches the others', async () => {
    const state = await world.declare();
    const ghost = await world.person('ghost@example.com', 'Ghost');
    smtp.strangers.add(ghost.email);
    await world.record(state.id, [joining(ghost), joining(world.kim)]);
    const { note } = await world.another({ smtp: settings }).sendWelcome(step(state, 'welcome'));
    expect(note).toContain('2 mails sent');
    expect(note).toContain('1 mail could not be sent (ghost@example.com)');
    const rows = await deliveries(state.id);
    expect(rows.find((r) => r.recipient === ghost.email)).toMatchObject({ state: 'failed' });
    expect(rows.find((r) => r.recipient === ghost.email)?.last_error).toContain('No such mailbox');
  });

  it('backs off from a server that refuses for now, and gives up in the end', async () => {
    const state = await world.declare();
    const sender = world.another({ smtp: settings });
    for (let n = 1; n <= 10; n += 1) {
      smtp.failNext({ code: 451, text: '4.7.1 Greylisted' });
      if (n === 1) await sender.sendWelcome(step(state, 'welcome'));
      else await sender.tidy();
      const [row] = await deliveries(state.id);
      expect(row).toMatchObject({ attempts: n, state: n < 10 ? 'pending' : 'failed' });
      await world.rows(`update deliveries set next_attempt_at = now() where incident_id = $1 and state = 'pending'`, [state.id]);
    }
    await sender.tidy();
    expect(smtp.mails).toHaveLength(0);
  });
});

describe('a mail server that an organization set up for itself', () => {
  it('gives links that open an account to nobody but the installation’s own', async () => {
    const { db, organizationId } = world;
    const theirs = await startFakeSmtp();
    const plain = { title: null, team: null, department: null, location: null, timeZone: null, accessLevel: 'owner' as const, isActive: true };
    await createPerson(db, organizationId, { ...plain, email: 'olga@example.com', name: 'Olga' });
    const { host, port, user, password } = theirs;
    await savePluginInstance(db, null, { organizationId, project: null, pluginId: 'email', isEnabled: true, capabilities: ['email'], settings: { host, port, user, password, from: 'A <a@example.org>' }, secretNames: [] });
    try {
      await requestReset(db, 'olga@example.com');
      await queueAccountMails(db, [{ organizationId, to: { email: 'olga@example.com', name: 'Olga' }, mail: { kind: 'registration-approved' } }]);
      await world.another({ smtp: settings }).tidy();
      expect([smtp.mails.length, theirs.mails.length]).toEqual([1, 1]);
      expect(JSON.stringify(theirs.mails)).not.toContain('token=');
      // Without one of the installation, not even that way where the link opens another organization too.
      await createOrganization(db, { slug: 'other', name: 'Other', ownerEmail: 'olga@example.com', reserved: [], by: 'test' });
      await requestReset(db, 'olga@example.com');
      await world.another({ smtp: null }).tidy();
      expect(theirs.mails).toHaveLength(1);
      expect(await world.rows(`select state from deliveries where recipient = 'olga@example.com' and message = 'password-reset' order by created_at`)).toEqual([{ state: 'sent' }, { state: 'outbox' }]);
    } finally {
      await world.rows(`delete from plugin_instances where plugin_id = 'email'`);
      await theirs.stop();
    }
  });
});

describe('a mail server that hangs', () => {
  let silent: Server;
  let port = 0;
  const sockets = new Set<Socket>();
  beforeAll(async () => {
    silent = createServer((socket) => void sockets.add(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    port = address !== null && typeof address === 'object' ? address.port : 0;
  });
  const hangUp = () => {
    silent.close();
    for (const socket of sockets) socket.destroy();
  };
  afterAll(hangUp);

  it('never holds up a step, and is named once it gave up', async () => {
    const state = await world.declare();
    for (let n = 0; n < 8; n += 1) await world.record(state.id, [joining(await world.person(`p${n}@example.com`))]);
    const began = Date.now();
    const { note } = await world.another({ smtp: { ...settings, host: '127.0.0.1', port } }).sendWelcome(step(state, 'welcome'));
    expect(Date.now() - began).toBeLessThan(8000);
    expect(note).toBe('9 mails waiting for the mail server');
    hangUp();
    const unsaid = async () => (await deliveries(state.id)).filter((row) => row.last_error === null);
    for (let n = 0; n < 100 && (await unsaid()).length > 0; n += 1) await wait(100);
    expect(await unsaid()).toEqual([]);
  }, 30_000);
});

describe('an announcement', () => {
  afterAll(() => announceTo([]));

  it('goes to the project’s addresses, but not to those who take part already', async () => {
    await announceTo(['all@example.com', 'Eve@Example.com']);
    const state = await world.declare();
    await world.another({ smtp: settings }).sendAnnouncement(step(state, 'announce'));
    expect(smtp.mails.map((m) => m.to.join())).toEqual(['all@example.com']);
  });

  it('of a restricted incident goes to nobody, and says so', async () => {
    await announceTo(['all@example.com']);
    const state = await world.declare({ visibility: 'restricted', title: 'Mallory reads our mail' });
    const sender = world.another({ smtp: settings });
    expect((await sender.sendAnnouncement(step(state, 'announce'))).note).toContain('restricted');
    const recorded = await world.record(state.id, [
      { kind: 'stage.changed', actor: { kind: 'person', ...world.eve }, data: { from: 'active', to: 'stable', reason: null } },
      { kind: 'report.posted', actor: { kind: 'person', ...world.eve }, data: { reportId: state.id, report: { kind: 'executive', currentStatus: 'contained', overview: '-', nextSteps: '-' } } },
    ]);
    await world.make(state.id, 'createConversation', sender);
    await sender.announceEvents({ incidentId: state.id, seqs: [recorded.version - 1, recorded.version] });
    await sender.sendReport({ incidentId: state.id, reportId: state.id });
    await sender.announcePostmortem(step(state, 'announce-postmortem'));
    expect(smtp.mails.filter((m) => !m.to.includes('eve@example.com'))).toEqual([]);
  });
});

describe('messages about what happened', () => {
  it('tell the conversation each event once, in order, and mail those whom it concerns', async () => {
    const { id } = await world.declare();
    await world.make(id, 'createConversation');
    const before = (await world.state(id)).version;
    await world.record(id, [
      joining(world.kim),
      { kind: 'role.assigned', actor: { kind: 'person', ...world.eve }, data: { person: world.kim, role: 'scribe', previous: null } },
      { kind: 'task.created', actor: { kind: 'person', ...world.eve }, data: { taskId: id, title: 'Fail over', description: '', kind: 'response', assignee: world.kim, dueAt: null } },
    ]);
    const seqs = [before + 1, before + 2, before + 3];
    const sender = world.another({ smtp: settings });
    await sender.announceEvents({ incidentId: id, seqs });
    await sender.announceEvents({ incidentId: id, seqs });
    const messages = await world.rows<{ body: string; key: string }>('select body, key from messages where incident_id = $1 order by position', [id]);
    expect(messages.map((m) => m.key)).toEqual(seqs.map((seq) => `event/${seq}`));
    expect(messages.map((m) => m.body).join('\n')).toMatch(/Kim[\s\S]*scribe[\s\S]*Fail over/);
    expect(smtp.mails.map((m) => m.to.join())).toEqual(['kim@example.com', 'kim@example.com']);
    expect(smtp.mails.map((m) => m.subject).join()).toMatch(/scribe[\s\S]*Fail over/);
  });

  it('remind the commander alone, once a deadline', async () => {
    const { id } = await world.declare();
    await world.make(id, 'createConversation');
    const sender = world.another({ smtp: settings });
    const reminder = { incidentId: id, kind: 'tactical', deadline: '2026-03-02T08:30:00.000Z' } as const;
    const first = await sender.sendReportReminder(reminder);
    expect(first).toEqual({ to: ['eve@example.com'], text: expect.stringContaining('tactical report is due') });
    await sender.sendReportReminder(reminder);
    await sender.sendReportReminder({ ...reminder, deadline: '2026-03-02T09:00:00.000Z' });
    expect(smtp.mails).toHaveLength(2);
    expect(await world.rows('select only_for from messages where incident_id = $1', [id])).toEqual([{ only_for: ['eve@example.com'] }, { only_for: ['eve@example.com'] }]);
  });

  it('go into no archived conversation', async () => {
    const { id } = await world.declare();
    await world.make(id, 'createConversation');
    await world.record(id, [{ kind: 'resource.archived', actor: { kind: 'system', name: 'Dispatch' }, data: { kind: 'conversation', archived: true } }]);
    await world.activities.sendStageReminder({ incidentId: id, reminder: 'close', deadline: '2026-03-02T08:30:00.000Z' });
    expect(await world.rows('select 1 from messages where incident_id = $1', [id])).toEqual([]);
    expect(await deliveries(id)).toHaveLength(1);
  });
});
