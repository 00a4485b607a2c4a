import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Card, ConversationCapability, InboundHost, InteractionRequest, Listener, PluginContext } from '../../plugins/contract.ts';
import { VendorError } from '../../plugins/contract.ts';
import { startFakeSlack, type FakeSlack } from '../../plugins/slack/fake.ts';
import { ALL_SCOPES, addMessage, addUser, type SlackChannel } from '../../plugins/slack/fake/workspace.ts';
import { slack } from '../../plugins/slack/index.ts';
import { SlackSettings } from '../../plugins/slack/settings.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { expectKind } from './conformance/making.ts';
import { capabilitiesOf, registryWith } from './harness/instance.ts';

const PLACE = { organizationId: 'organization', projectId: null, pluginId: 'slack' };
const BASE = { signingSecret: 'not-a-real-secret', timeoutMs: 1000 };

async function eventually(isSo: () => boolean): Promise<void> {
  for (let n = 0; n < 250 && !isSo(); n += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  if (!isSo()) throw new Error('it did not come');
}

describe('what Slack shows of an incident', () => {
  let fake: FakeSlack;
  let count = 0;
  beforeAll(async () => {
    fake = await startFakeSlack();
    addUser(fake.workspace, { name: 'tom' });
  });
  beforeEach(() => {
    fake.workspace.channels.clear();
    fake.workspace.canvases.clear();
    fake.workspace.installation.scopes = new Set(ALL_SCOPES);
    fake.faults.clear();
  });
  afterAll(() => fake.stop());

  /** As another process: nothing is remembered. */
  async function connect(): Promise<ConversationCapability> {
    count += 1;
    const settings = { ...BASE, botToken: fake.workspace.installation.token, apiUrl: fake.apiUrl, spaceCalls: false, timelineReaction: `r${count}` };
    const { conversation } = await capabilitiesOf(registryWith({ plugin: slack, settings, store: createMemoryStore() }), PLACE, ['conversation']);
    if (!conversation) throw new Error('the plugin offers it');
    return conversation;
  }
  async function channel(): Promise<{ chat: ConversationCapability; id: string; there: SlackChannel }> {
    const chat = await connect();
    const incidentId = randomUUID();
    const { externalId: id } = await chat.create({ incidentId, mark: `dispatch:${incidentId}:conversation`, name: `INC-${count}`, topic: '', private: false });
    const there = fake.workspace.channels.get(id);
    if (!there) throw new Error('the channel is not there');
    return { chat, id, there };
  }
  const cards = (stage: string): Card[] => [{ markdown: '## INC-1: Cards fail' }, { markdown: `Stage: ${stage}`, buttons: [{ label: 'Join', action: 'join', value: 'x' }] }];
  const summaries = (there: SlackChannel) => there.messages.filter((m) => !m.isDeleted && JSON.stringify(m.blocks).includes('Stage:'));
  const page = (who: string) => ({ title: 'Participants of INC-1', markdown: `# Participants\n\n- ${who}` });

  it('keeps one pinned summary up to date in place, and changes nothing that is so already', async () => {
    const { chat, id, there } = await channel();
    await chat.showSummary?.(id, cards('active'));
    await chat.showSummary?.(id, cards('stable'));
    const before = fake.calls.length;
    await chat.showSummary?.(id, cards('stable'));
    expect(fake.calls.length).toBe(before);
    expect(summaries(there)).toHaveLength(1);
    expect(there.pins).toEqual([summaries(there)[0]?.ts]);
    expect(JSON.stringify(summaries(there)[0]?.blocks)).toContain('Stage: stable');
  });

  it('finds its summary again from another process, also when somebody took the pin away or its answer was lost', async () => {
    const { id, there, chat } = await channel();
    fake.faults.add('chat.postMessage', ['lost']);
    await expectKind('unavailable', async () => chat.showSummary?.(id, cards('active')));
    for (let n = 0; n < 150; n += 1) addMessage(fake.workspace, there, { user: 'U1', text: `m${n}` });
    await (await connect()).showSummary?.(id, cards('stable'));
    there.pins = [];
    await (await connect()).showSummary?.(id, cards('closed'));
    expect(summaries(there).map((m) => JSON.stringify(m.blocks).includes('Stage: closed'))).toEqual([true]);
    expect(there.pins).toHaveLength(1);
  });

  it('says it anew when somebody deleted it, and removes doubles', async () => {
    const { chat, id, there } = await channel();
    await chat.showSummary?.(id, cards('active'));
    const [first] = summaries(there);
    if (first) first.isDeleted = true;
    await chat.showSummary?.(id, cards('stable'));
    const [second] = summaries(there);
    if (second) there.messages.push({ ...second, ts: `${Number(second.ts) + 1}.000000` });
    there.pins.push(`${Number(second?.ts) + 1}.000000`);
    await (await connect()).showSummary?.(id, cards('closed'));
    expect(summaries(there).map((m) => m.ts)).toEqual([second?.ts]);
  });

  it('keeps a canvas of participants, and leaves one that people made alone', async () => {
    const { chat, id } = await channel();
    const canvases = () => [...fake.workspace.canvases.values()];
    await chat.showParticipants?.(id, page('Tom'));
    await (await connect()).showParticipants?.(id, page('Tom, Ada'));
    expect(canvases().map((c) => [c.channel, c.title, c.markdown.includes('Tom, Ada')])).toEqual([[id, 'Participants of INC-1', true]]);
    const [canvas] = canvases();
    if (canvas) canvas.markdown = 'Our own notes';
    await (await connect()).showParticipants?.(id, page('Ada'));
    expect(canvases()[0]?.markdown).toBe('Our own notes');
  });

  it('goes on without canvases where the workspace has none, and keeps one summary although a scope lacks, which it names', async () => {
    const { chat, id, there } = await channel();
    fake.faults.add('conversations.canvases.create', [{ error: 'canvas_disabled_user_team' }]);
    await chat.showParticipants?.(id, page('Tom'));
    fake.workspace.installation.scopes.delete('pins:read');
    for (const stage of ['active', 'stable']) expect(await (await connect()).showSummary?.(id, cards(stage))).toMatchObject({ lacking: expect.stringContaining('pins:read') });
    expect(summaries(there).map((m) => JSON.stringify(m.blocks).includes('Stage: stable'))).toEqual([true]);
  });

  it('spaces its calls: a burst within the limits is never refused, and a pause that Slack wants is kept by all', async () => {
    fake.setRateLimits(true);
    const settings = { ...BASE, botToken: fake.workspace.installation.token, apiUrl: fake.apiUrl };
    const { conversation } = await capabilitiesOf(registryWith({ plugin: slack, settings, store: createMemoryStore() }), PLACE, ['conversation']);
    const { id } = await channel();
    const outcomes = await Promise.allSettled(Array.from({ length: 30 }, async (_, n) => conversation?.setTopic(id, `topic ${n}`)));
    const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason as VendorError] : []));
    expect(refused).toHaveLength(10);
    expect(refused[0]).toMatchObject({ kind: 'rate-limited', message: expect.stringContaining('Waiting for Slack: conversations.setTopic') });
    expect(fake.calls.filter((call) => call.error === 'ratelimited')).toEqual([]);
    fake.faults.add('conversations.info', [{ status: 429, retryAfter: '30' }]);
    await expectKind('rate-limited', () => conversation?.setPrivate(id, false) ?? Promise.resolve());
    const before = fake.calls.length;
    await expectKind('rate-limited', () => conversation?.setPrivate(id, false) ?? Promise.resolve());
    expect(fake.calls.length).toBe(before);
    fake.setRateLimits(false);
  });
});

describe('Slack through a socket', () => {
  let fake: FakeSlack;
  let listener: Listener | null = null;
  const asked: InteractionRequest[] = [];
  const accepted: string[] = [];
  let canStore = true;
  const host: InboundHost = {
    async accept(eventId) {
      if (!canStore) throw new Error('the database is away');
      accepted.push(eventId);
      return true;
    },
    async interact(request) {
      asked.push(request);
      return request.kind === 'options' ? { kind: 'options', options: [{ value: 'tom', label: 'Tom' }] } : { kind: 'cards', cards: [{ markdown: 'Done.' }] };
    },
    opensForm: () => false,
    later: (work) => void work().catch(() => undefined),
  };
  const health = (settings: SlackSettings) => slack.health(settings, context());
  const context = (): PluginContext => ({
    organizationId: 'organization', projectId: null, webUrl: 'https://dispatch.example', organizationSlug: 'default', fetch: globalThis.fetch, now: () => new Date(), store: createMemoryStore(),
    openSocket: () => Promise.reject(new Error('not used')), createHttp: () => { throw new Error('not used'); }, vendorError: (kind, message, retryAfterMs = null) => new VendorError(kind, message, retryAfterMs),
  });
  const settingsWith = (appToken: string) => SlackSettings.parse({ ...BASE, botToken: fake.workspace.installation.token, apiUrl: fake.apiUrl, appToken });
  const listen = (appToken = fake.workspace.installation.appToken): void => void (listener = slack.listen?.(settingsWith(appToken), context(), host) ?? null);

  beforeAll(async () => {
    fake = await startFakeSlack();
    addUser(fake.workspace, { id: 'U0TOM', name: 'tom' });
  });
  beforeEach(() => {
    asked.length = accepted.length = 0;
    canStore = true;
  });
  afterAll(async () => {
    await listener?.stop();
    await fake.stop();
  });

  it('takes events, commands and selects with the handlers of the request addresses, and says that it is connected', async () => {
    listen();
    await eventually(() => fake.sockets.count() === 1);
    const inbound = fake.socketInbound();
    const said = await inbound.event({ type: 'message', channel: 'C1', user: 'U0TOM', text: 'Hello', ts: '1.1' }, { eventId: 'Ev1' });
    const typed = await inbound.command({ user: 'U0TOM', channel: 'C1', command: '/dispatch', text: 'assign-role scribe <@U0TOM|tom>' });
    const options = await inbound.options({ user: 'U0TOM', actionId: 'search:people', value: 'to' });
    expect([said.status, typed.status, options.status]).toEqual([200, 200, 200]);
    expect(accepted).toEqual([`${fake.workspace.teamId}/Ev1`]);
    await eventually(() => asked.some((request) => request.kind === 'command'));
    expect(asked.find((request) => request.kind === 'command')).toMatchObject({ text: 'assign-role scribe tom@example.org', person: { email: 'tom@example.org' } });
    expect(options.body).toMatchObject({ options: [{ value: 'tom' }] });
    const now = await health(settingsWith(fake.workspace.installation.appToken));
    expect(now.parts?.[0]).toMatchObject({ ok: true, detail: expect.stringContaining('through a socket, connected since') });
  });

  it('does not acknowledge an event that could not be stored, so that Slack sends it again', async () => {
    canStore = false;
    const answer = await fake.sockets.deliver({ type: 'events_api', payload: { type: 'event_callback', event_id: 'Ev2', event: { type: 'message', channel: 'C1', user: 'U0TOM', text: 'x', ts: '1.2' } } }, 150);
    expect(answer).toBeNull();
  });

  it.each([['recycles it', () => fake.sockets.recycle()], ['breaks it', () => fake.sockets.drop()]])('connects again when Slack %s', async (_what, end) => {
    const before = fake.calls.filter((call) => call.method === 'apps.connections.open').length;
    end();
    await eventually(() => fake.calls.filter((call) => call.method === 'apps.connections.open').length > before && fake.sockets.count() === 1);
    expect((await fake.socketInbound().options({ user: 'U0TOM', actionId: 'search:people', value: '' })).status).toBe(200);
  });

  it('is gone once it is stopped', async () => {
    await listener?.stop();
    listener = null;
    await eventually(() => fake.sockets.count() === 0);
  });

  it('says why it cannot connect, and stops at once', async () => {
    listen('xapp-wrong');
    await eventually(() => fake.calls.some((call) => call.token === 'xapp-wrong'));
    let now = await health(settingsWith('xapp-wrong'));
    // The answer is on its way when the fake has the call.
    for (let n = 0; n < 250 && now.parts?.[0]?.detail === 'connecting'; n += 1) now = await health(settingsWith('xapp-wrong'));
    expect(now).toMatchObject({ ok: false });
    expect(now.parts?.[0]).toMatchObject({ ok: false, detail: expect.stringContaining('invalid_auth') });
    await listener?.stop();
  });
});
