import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { ContactCapability, ConversationCapability, OutgoingMessage } from '../../plugins/contract.ts';
import { startFakeSlack, type FakeSlack } from '../../plugins/slack/fake.ts';
import { ALL_SCOPES, type SlackChannel, addChannel, addMessage, addUser, openChannel } from '../../plugins/slack/fake/workspace.ts';
import { slack } from '../../plugins/slack/index.ts';
import { plainText, toBlocks, toMrkdwn } from '../../plugins/slack/markdown.ts';
import { channelName } from '../../plugins/slack/marks.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { expectKind } from './conformance/making.ts';
import { capabilitiesOf, registryWith } from './harness/instance.ts';

const PLACE = { organizationId: 'organization', projectId: null, pluginId: 'slack' };

function registry(fake: FakeSlack, changes: Record<string, unknown> = {}) {
  const settings = { botToken: fake.workspace.installation.token, signingSecret: 'not-a-real-secret', apiUrl: fake.apiUrl, timeoutMs: 1000, spaceCalls: false, ...changes };
  return registryWith({ plugin: slack, settings, store: createMemoryStore() });
}

async function connect(fake: FakeSlack, changes: Record<string, unknown> = {}): Promise<{ chat: ConversationCapability; contact: ContactCapability }> {
  const { conversation, contact } = await capabilitiesOf(registry(fake, changes), PLACE, slack.capabilities);
  if (!conversation || !contact) throw new Error('the plugin offers both');
  return { chat: conversation, contact };
}

const message = (key: string, more: Partial<OutgoingMessage> = {}): OutgoingMessage => ({ key, markdown: `Hello from ${key}`, onlyFor: null, buttons: [], pin: false, ...more });

describe('Slack', () => {
  let fake: FakeSlack;
  beforeAll(async () => {
    fake = await startFakeSlack();
    for (const name of ['nadia', 'tom', 'ada']) addUser(fake.workspace, { name, realName: name, title: `${name} of all trades` });
    addUser(fake.workspace, { name: 'guest', isGuest: true });
    addUser(fake.workspace, { name: 'unconfirmed', hasConfirmedEmail: false });
  });
  beforeEach(() => {
    fake.workspace.channels.clear();
    fake.faults.clear();
    fake.workspace.installation.scopes = new Set(ALL_SCOPES);
    fake.workspace.installation.isRevoked = false;
  });
  afterAll(() => fake.stop());

  const user = (name: string) => [...fake.workspace.users.values()].find((u) => u.name === name)?.id ?? '';
  async function channel(changes: Record<string, unknown> = {}): Promise<{ chat: ConversationCapability; id: string; there: SlackChannel }> {
    const { chat } = await connect(fake, changes);
    const incidentId = randomUUID();
    const { externalId: id } = await chat.create({ incidentId, mark: `dispatch:${incidentId}:conversation`, name: 'INC-42', topic: 'Cards fail', private: false });
    const there = fake.workspace.channels.get(id);
    if (!there) throw new Error('the channel is not there');
    return { chat, id, there };
  }

  it('makes a channel named after the incident, with topic and a mark people can read past', async () => {
    const { there, id } = await channel({ channelName: 'incident-{name}' });
    expect(there).toMatchObject({ id, name: 'incident-inc-42', topic: 'Cards fail', isPrivate: false });
    expect(there.purpose).toMatch(/^Incident channel, kept up to date by Dispatch\. \[dispatch [0-9a-f]{16}\]$/);
  });

  it('tells two channels of one name apart, and never takes over one that people made', async () => {
    addChannel(fake.workspace, { name: 'inc-42', creator: user('tom') });
    const { there } = await channel();
    expect(there.name).toMatch(/^inc-42-[0-9a-f]{4}$/);
  });

  it.each(['conversations.setPurpose', 'conversations.setTopic'])('goes on with its channel when the answer to %s was lost', async (method) => {
    fake.faults.add(method, ['lost']);
    const { chat } = await connect(fake);
    const incidentId = randomUUID();
    const make = () => chat.create({ incidentId, mark: `dispatch:${incidentId}:conversation`, name: 'INC-42', topic: 'Cards fail', private: false });
    await expectKind('unavailable', make);
    await make();
    expect([...fake.workspace.channels.values()].map((c) => c.name)).toEqual(['inc-42']);
  });

  it('finds its channel again after people renamed it', async () => {
    const { chat } = await connect(fake);
    const incidentId = randomUUID();
    const make = () => chat.create({ incidentId, mark: `dispatch:${incidentId}:conversation`, name: 'INC-42', topic: '', private: false });
    const first = await make();
    const there = fake.workspace.channels.get(first.externalId);
    if (there) there.name = 'cards-are-on-fire';
    expect((await make()).externalId).toBe(first.externalId);
    expect(fake.workspace.channels.size).toBe(1);
  });

  it('is private where the incident is restricted or the settings say so', async () => {
    const { there } = await channel({ privateChannels: true });
    expect(there.isPrivate).toBe(true);
  });

  it('finds a message again whose answer was lost, also from another process', async () => {
    const { chat, id, there } = await channel();
    fake.faults.add('chat.postMessage', ['lost']);
    await expectKind('unavailable', () => chat.post(id, message('welcome')));
    const other = await connect(fake);
    await other.chat.post(id, message('welcome'));
    await chat.post(id, message('welcome'));
    expect(there.messages.filter((m) => m.subtype === null).map((m) => m.text)).toEqual(['Hello from welcome']);
  });

  it('pins what is to be pinned, and shows what is for some only to them', async () => {
    const { chat, id, there } = await channel();
    await chat.addMembers(id, [{ email: 'nadia@example.org', name: 'Nadia' }]);
    const { messageId } = await chat.post(id, message('summary', { pin: true }));
    await chat.post(id, message('private word', { onlyFor: ['nadia@example.org', 'nobody@example.org'] }));
    expect(there.pins).toEqual([messageId]);
    expect(there.messages.filter((m) => m.onlyFor !== null).map((m) => [m.onlyFor, m.text])).toEqual([[user('nadia'), 'Hello from private word']]);
  });

  it('keeps bookmarks that people added, and changes its own', async () => {
    const { chat, id, there } = await channel();
    there.bookmarks.push({ id: 'Bk1', title: 'Our notes', link: 'https://notes.example/', emoji: null, byPerson: true });
    await chat.setBookmarks(id, [{ title: 'Ticket', url: 'https://t.example/1' }, { title: 'Document', url: 'https://d.example/1' }]);
    await chat.setBookmarks(id, [{ title: 'Ticket', url: 'https://t.example/2' }]);
    expect(there.bookmarks.map((b) => [b.title, b.link])).toEqual([['Our notes', 'https://notes.example/'], ['Ticket', 'https://t.example/2']]);
  });

  it('adds a thousand people in few calls, past those it cannot add', async () => {
    const { workspace } = fake;
    const crowd = Array.from({ length: 1000 }, (_, n) => addUser(workspace, { name: `crowd${n}`, isStranger: n === 500 }));
    const { chat, id, there } = await channel();
    fake.calls.length = 0;
    const { failed } = await chat.addMembers(id, [...crowd.map((u) => ({ email: u.email ?? '', name: u.name })), { email: 'nobody@example.org', name: 'Nobody' }]);
    expect(failed.map((f) => f.email).sort()).toEqual(['crowd500@example.org', 'nobody@example.org']);
    expect(there.members.size).toBe(1000);
    expect(fake.calls.length).toBeLessThan(20);
    expect((await chat.members(id)).length).toBe(999);
    for (const one of crowd) workspace.users.delete(one.id);
  });

  it('matches only confirmed addresses of full members', async () => {
    const { contact } = await connect(fake);
    expect(await contact.find('unconfirmed@example.org')).toBeNull();
    expect(await contact.find('guest@example.org')).toBeNull();
    expect(await contact.find('ada@example.org')).toMatchObject({ title: 'ada of all trades' });
  });

  it('says what a person has to do where Slack lets no app do it', async () => {
    const { chat, id, there } = await channel();
    const { chat: withoutEnterprise } = await connect(fake, { adminToken: fake.workspace.installation.adminToken });
    for (const one of [chat, withoutEnterprise]) expect((await expectKind('invalid', () => one.setPrivate(id, true))).message).toContain('Change to a private channel');
    there.isPrivate = true;
    await chat.setPrivate(id, true);
    for (const one of [chat, withoutEnterprise]) await one.setPrivate(id, false);
  });

  it('opens an archived channel again with a person’s token, on every plan; without one it says what to do, and goes on once that is done', async () => {
    const { workspace } = fake;
    const { adminToken, personId, botUserId } = workspace.installation;
    const { chat, id, there } = await channel();
    await chat.archive(id);
    expect(there.members.has(botUserId)).toBe(false);
    expect((await expectKind('conflict', () => chat.unarchive(id))).message).toMatch(/choose “Unarchive”.*\/invite @Dispatch.*retry here.*user or admin token/);
    openChannel(there, { by: user('tom') });
    expect((await expectKind('conflict', () => chat.unarchive(id))).message).toMatch(/not in it: type \/invite @Dispatch/);
    there.members.add(botUserId);
    await chat.unarchive(id);
    await chat.post(id, message('back'));
    await chat.archive(id);
    const able = (await connect(fake, { adminToken })).chat;
    await able.unarchive(id);
    await able.unarchive(id);
    await able.post(id, message('back again'));
    expect([...there.members].toSorted()).toEqual([personId, botUserId, user('tom')].toSorted());
  });

  it('opens a private channel again where the token’s person is in it or administers an Enterprise, and else says what to do', async () => {
    const { workspace } = fake;
    const { adminToken, personId } = workspace.installation;
    const { chat, id, there } = await channel({ privateChannels: true, adminToken });
    await chat.archive(id);
    await (await connect(fake)).chat.setPrivate(id, false);
    expect((await expectKind('not-found', async () => (await connect(fake)).chat.unarchive(id))).message).toMatch(/private one that is archived.*“Unarchive”.*supply another/);
    expect((await expectKind('conflict', () => chat.unarchive(id))).message).toMatch(/token under Integrations cannot.*“Unarchive”.*feature_not_enabled/);
    there.members.add(personId);
    await chat.unarchive(id);
    await chat.archive(id);
    there.members.delete(personId);
    workspace.isEnterprise = true;
    await chat.unarchive(id);
    workspace.isEnterprise = false;
    await chat.post(id, message('back'));
    expect(there.members.has(personId)).toBe(false);
  });

  it('leaves somebody in a public channel whom Slack lets no app take out, and says who can where the channel is private', async () => {
    const { workspace } = fake;
    const tom = { email: 'tom@example.org', name: 'Tom' };
    const { chat, id, there } = await channel();
    await chat.addMembers(id, [tom]);
    await chat.removeMember(id, tom.email);
    expect(there.members.has(user('tom'))).toBe(true);
    there.isPrivate = true;
    fake.faults.add('conversations.kick', [{ error: 'restricted_action' }]);
    expect((await expectKind('auth', () => chat.removeMember(id, tom.email))).message).toContain('Members → Remove');
    there.isPrivate = false;
    workspace.whoRemoves = 'everyone';
    await chat.removeMember(id, tom.email);
    await chat.removeMember(id, tom.email);
    workspace.whoRemoves = 'admins';
    expect(there.members.has(user('tom'))).toBe(false);
  });

  it('says a direct message once although its answer was lost, and posts what is longer than Slack takes', async () => {
    const { chat, id, there } = await channel();
    const direct = (await connect(fake)).chat.direct;
    const say = () => direct?.({ email: 'ada@example.org', name: 'Ada' }, message('to you'));
    fake.faults.add('chat.postMessage', ['lost']);
    await expectKind('unavailable', async () => say());
    await (await connect(fake)).chat.direct?.({ email: 'ada@example.org', name: 'Ada' }, message('to you'));
    expect([...fake.workspace.channels.values()].filter((c) => c.isIm).flatMap((c) => c.messages.map((m) => m.text))).toEqual(['Hello from to you']);
    await chat.post(id, message('long', { markdown: 'A long report. '.repeat(2000) }));
    expect(JSON.stringify(there.messages.at(-1)?.blocks)).toContain('the whole is on the web');
  });

  it('goes on without a feature whose scope lacks, and names both in the answer and in settings', async () => {
    const { chat, id } = await channel();
    fake.workspace.installation.scopes.delete('bookmarks:write');
    expect(await chat.setBookmarks(id, [{ title: 'T', url: 'https://t.example' }])).toMatchObject({ lacking: expect.stringContaining('bookmarks:write') });
    const health = await registry(fake).health(PLACE);
    expect(health).toMatchObject({ ok: false });
    expect(health.detail).toContain('bookmarks:write (links above the channel)');
  });

  it('says when the app was taken out of the workspace or of the channel', async () => {
    const { chat, id, there } = await channel();
    there.members.delete('U0DISPATCH');
    expect((await expectKind('conflict', () => chat.post(id, message('x')))).message).toContain('/invite');
    fake.workspace.installation.isRevoked = true;
    expect((await expectKind('auth', () => chat.setTopic(id, 'x'))).message).toContain('install it again');
  });

  it('waits as long as Slack says when it is too fast', async () => {
    fake.setRateLimits(true);
    const { chat, id } = await channel();
    const error = await expectKind('rate-limited', async () => {
      for (let n = 0; n < 30; n += 1) await chat.setTopic(id, `topic ${n}`);
    });
    expect(error.retryAfterMs).toBeGreaterThan(0);
    fake.setRateLimits(false);
  });

  it('tells who wrote when, threads included, without bots and system messages', async () => {
    const { chat, id, there } = await channel();
    const since = new Date(Date.now() - 60_000).toISOString();
    const first = addMessage(fake.workspace, there, { user: user('nadia'), text: 'Looking' });
    addMessage(fake.workspace, there, { user: user('tom'), text: 'Reply', threadTs: first.ts });
    addMessage(fake.workspace, there, { user: user('tom'), text: 'joined', subtype: 'channel_join' });
    await chat.post(id, message('from the bot'));
    expect((await chat.activity?.(id, since))?.map((a) => a.email)).toEqual(['nadia@example.org', 'tom@example.org']);
  });

  it('reads ten thousand messages page by page', async () => {
    const { chat, id, there } = await channel({ timeoutMs: 10_000 });
    for (let n = 0; n < 10_000; n += 1) there.messages.push({ ...addMessage(fake.workspace, { ...there, messages: [] }, { user: user('ada'), text: `m${n}` }) });
    const found = await chat.activity?.(id, new Date(Date.now() - 3_600_000).toISOString());
    expect(found?.length).toBe(10_000);
  }, 30_000);
});

describe('text for Slack', () => {
  it('wakes nobody and forges no link', () => {
    const text = toMrkdwn('Title <!channel> <@U1> <https://evil.example|bank> & **bold** [open it](https://x.example/?a=1&b=2)');
    expect(text).not.toMatch(/<[!@#]/);
    expect(text).toContain('<https://x.example/?a=1&b=2|open it>');
    expect(plainText('**Hi** <!here> & [you](https://x.example)')).toBe('Hi &lt;!here&gt; &amp; you');
  });

  it('is cut into sections that Slack takes, and loses nothing', () => {
    const markdown = Array.from({ length: 200 }, (_, n) => `Line number ${n} of a long report.`).join('\n\n');
    const blocks = toBlocks({ markdown, buttons: [{ label: 'Open', url: 'https://x.example' }, { label: 'Bad', url: 'javascript:alert(1)' }] });
    const texts = blocks.map((b) => JSON.stringify(b));
    expect(Math.max(...texts.map((t) => t.length))).toBeLessThan(4000);
    expect(texts.join('')).toContain('Line number 199');
    expect(texts.join('')).not.toContain('javascript:');
  });

  it.each([['INC-42', 'inc-42'], ['Größe & Co.', 'gro-e-co'], ['日本', 'incident'], ['x'.repeat(200), 'x'.repeat(80)]])('names a channel for %s', (name, expected) => {
    expect(channelName('{name}', name)).toBe(expected);
  });
});
