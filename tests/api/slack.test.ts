import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createInteractions } from '../../api/interactions/index.ts';
import { startListeners } from '../../api/webhooks/listeners.ts';
import { hostOf } from '../../api/webhooks/router.ts';
import type { InboundFact } from '../../plugins/contract.ts';
import { startFakeSlack, type FakeSlack } from '../../plugins/slack/fake.ts';
import type { Inbound } from '../../plugins/slack/fake/inbound.ts';
import { addChannel, addMessage, addUser, type SlackChannel } from '../../plugins/slack/fake/workspace.ts';
import { ensurePerson } from '../../models/people.ts';
import { select } from '../../models/sql.ts';
import { startApi, type TestApi } from './support/api.ts';

const SECRET = 'a-signing-secret-of-the-test';
const MANY = 10_000;

describe('Slack and the product', () => {
  let api: TestApi;
  let slack: FakeSlack;
  let inbound: Inbound;
  let channel: SlackChannel;
  let incident: { id: string; key: string };
  const users = new Map<string, string>();

  beforeAll(async () => {
    [api, slack] = await Promise.all([startApi(), startFakeSlack()]);
    await api.person('admin', 'admin');
    for (const name of ['nadia', 'tom', 'vera']) await api.person(name);
    await ensurePerson(api.db, api.organizationId, { email: 'named@example.com' });
    for (const name of ['nadia', 'tom', 'vera', 'stranger', 'named']) users.set(name, addUser(slack.workspace, { name, email: `${name}@example.com`, realName: name }).id);
    users.set('guest', addUser(slack.workspace, { name: 'guest', email: 'vera@example.com', isGuest: true }).id);
    expect(await configure()).toMatchObject({ status: 200 });
    inbound = slack.inbound({ baseUrl: `${api.base}/events/slack`, signingSecret: SECRET });
  });
  beforeEach(async () => {
    const nadia = await api.person('nadia');
    const { body } = await nadia.call<{ id: string; key: string }>('POST', '/incidents', { title: 'Cards fail', description: 'EU cards time out.' });
    incident = body;
    channel = addChannel(slack.workspace, { name: body.key.toLowerCase(), creator: 'U0DISPATCH' });
    channel.members.add(id('nadia')).add(id('tom'));
    // The workflow makes the channel in the real product; here only its row is needed.
    await select(api.db, `insert into incident_resources (incident_id, kind, provider, external_id, url, name, state) values ($1, 'conversation', 'slack', $2, null, $3, 'ready')
      on conflict (incident_id, kind) do update set provider = 'slack', external_id = $2`, [body.id, channel.id, `#${channel.name}`]);
  });
  afterAll(async () => {
    await api.stop();
    await slack.stop();
  });

  const configure = async (more: Record<string, unknown> = {}) =>
    (await api.person('admin')).call('PUT', '/plugins/slack', { project: null, isEnabled: true, capabilities: ['conversation'], settings: { botToken: slack.workspace.installation.token, signingSecret: SECRET, apiUrl: slack.apiUrl, ...more } });
  const id = (name: string): string => users.get(name) ?? '';
  const eventually = async <T>(look: () => T | null | undefined | false | Promise<T | null | undefined | false>): Promise<T> => {
    for (let tries = 0; tries < 200; tries += 1) {
      const found = await look();
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('it did not come');
  };
  const state = async (): Promise<Record<string, unknown>> => (await (await api.person('admin')).call('GET', `/incidents/${incident.id}`)).body;
  const timeline = async (): Promise<string[]> => (await (await api.person('admin')).call<{ data: { text: string }[] }>('GET', `/incidents/${incident.id}/events?limit=100`)).body.data.map((e) => e.text);
  const command = (name: string, text: string) => inbound.command({ user: id(name), channel: channel.id, command: '/dispatch', text });

  it.each([
    ['forged', { secret: 'another' }],
    ['unsigned', { dropSignature: true }],
    ['old', { skewSeconds: -301 }],
    ['from the future', { skewSeconds: 360 }],
  ])('refuses what is %s, and does nothing', async (_what, how) => {
    const before = slack.calls.length;
    expect((await inbound.event({ type: 'message', channel: channel.id, user: id('tom'), text: 'x', ts: '1.1' }, how)).status).toBe(401);
    expect((await inbound.command({ user: id('tom'), channel: channel.id, command: '/dispatch', text: 'stage closed' }, how)).status).toBe(401);
    expect(slack.calls.length).toBe(before);
  });

  it('answers the handshake, and unknown things without an error of ours', async () => {
    const post = (path: string, body: string) => fetch(`${api.base}/events/${path}`, { method: 'POST', body });
    expect((await post('slack/event', '{}')).status).toBe(401);
    expect((await post('nosuch/event', '{}')).status).toBe(404);
    expect((await inbound.event({ type: 'something_new' })).status).toBe(200);
  });

  it('gives strangers, guests and those whom only incidents name nothing, and says whom to ask', async () => {
    for (const name of ['stranger', 'guest', 'named']) {
      const answer = await command(name, 'list');
      await eventually(() => answer.responses.length > 0);
      expect(JSON.stringify(answer.responses)).toContain('does not know you');
      expect(JSON.stringify(answer.responses)).not.toContain(incident.key);
    }
  });

  it('lets people do in Slack what they may do on the web, and nothing else', async () => {
    const answer = await command('vera', 'stage closed');
    await eventually(() => answer.responses.length > 0);
    expect(JSON.stringify(answer.responses)).toContain('join it first');
    expect((await state())['stage']).toBe('active');
    await (await api.person('admin')).call('PATCH', `/incidents/${incident.id}`, { visibility: 'restricted' });
    const hidden = await command('vera', 'summary');
    await eventually(() => hidden.responses.length > 0);
    expect(JSON.stringify(hidden.responses)).not.toContain('Cards fail');
    const list = await command('vera', 'list');
    await eventually(() => list.responses.length > 0);
    expect(JSON.stringify(list.responses)).not.toContain(incident.key);
  });

  it('shows a restricted incident on the home tab of its people only, and previews it to nobody', async () => {
    const homeOf = async (name: string): Promise<string> => {
      await inbound.event({ type: 'app_home_opened', user: id(name), tab: 'home' });
      const home = await eventually(() => [...slack.workspace.views.values()].find((view) => view.kind === 'home' && view.user === id(name)));
      return JSON.stringify(home.view);
    };
    expect(await homeOf('vera')).toContain(`|${incident.key}>`);
    await (await api.person('admin')).call('PATCH', `/incidents/${incident.id}`, { visibility: 'restricted' });
    slack.workspace.views.clear();
    expect(await homeOf('nadia')).toContain(`|${incident.key}>`);
    expect(await homeOf('vera')).not.toContain(`|${incident.key}>`);
    for (const url of [`${api.config.server.uiUrl}/incidents/${incident.key}`, `${api.config.server.uiUrl}/incidents/%ZZ`]) {
      const post = addMessage(slack.workspace, channel, { user: id('nadia'), text: url });
      await inbound.event({ type: 'link_shared', channel: channel.id, user: id('nadia'), message_ts: post.ts, links: [{ url }] });
      await api.inbound.settled();
      expect(post.unfurls).toEqual({});
    }
  });

  it('counts what people write, and makes an observer who writes a participant', async () => {
    await (await api.person('tom')).call('POST', `/incidents/${incident.id}/participants/join`);
    await inbound.event({ type: 'member_joined_channel', channel: channel.id, user: id('tom'), event_ts: '1.4' });
    await api.inbound.settled();
    for (const text of ['Looking', 'Found it', 'Fixed']) {
      const { ts } = addMessage(slack.workspace, channel, { user: id('tom'), text });
      await inbound.event({ type: 'message', channel: channel.id, user: id('tom'), text, ts, event_ts: ts });
      await api.inbound.settled();
    }
    const activities = await select<{ email: string; kind: string }>(api.db, 'select email, kind from recorded_activities where incident_id = $1', [incident.id]);
    expect(activities).toEqual(Array.from({ length: 3 }, () => ({ email: 'tom@example.com', kind: 'message' })));
    const { participants } = (await state()) as { participants: { person: { email: string }; roles: { role: string; to: string | null }[] }[] };
    expect(participants.find((p) => p.person.email === 'tom@example.com')?.roles.filter((r) => r.to === null).map((r) => r.role)).toContain('participant');
  });

  describe('what does not come as it should', () => {
    const move = (name: string, type: 'member_joined_channel' | 'member_left_channel', at: string) => inbound.event({ type, channel: channel.id, user: id(name), event_ts: at });
    const takesPart = async (name: string): Promise<boolean> => {
      const { participants } = (await state()) as { participants: { person: { email: string }; removedAt: string | null }[] };
      return participants.some(({ person, removedAt }) => person.email === `${name}@example.com` && removedAt === null);
    };

    it.each([
      ['left before they joined', [['left', '1.2'], ['joined', '1.1']], false],
      ['joined again before they left', [['joined', '2.1'], ['joined', '2.3'], ['left', '2.2']], true],
      ['joined, left and joined in order', [['joined', '3.1'], ['left', '3.2'], ['joined', '3.3']], true],
    ] as const)('knows who is there of somebody who %s', async (_what, moves, isThere) => {
      for (const [what, at] of moves) {
        expect((await move('tom', `member_${what}_channel`, at)).status).toBe(200);
        await api.inbound.settled();
      }
      expect(await takesPart('tom')).toBe(isThere);
    });

    it('keeps and counts a message once, whatever is told before it', async () => {
      const { ts } = addMessage(slack.workspace, channel, { user: id('tom'), text: 'Rolled back' });
      const reaction = (type: string) => inbound.event({ type, reaction: 'stopwatch', user: id('nadia'), item_user: id('tom'), item: { type: 'message', channel: channel.id, ts } });
      await reaction('reaction_removed');
      await reaction('reaction_added');
      await inbound.event({ type: 'message', subtype: 'message_changed', channel: channel.id, message: { type: 'message', user: id('tom'), text: 'Rolled back now', ts }, ts: '9.9', event_ts: '9.9' });
      await inbound.event({ type: 'message', channel: channel.id, user: id('tom'), text: 'Rolled back', ts, event_ts: ts });
      await inbound.event({ type: 'message', subtype: 'message_deleted', channel: channel.id, deleted_ts: ts, ts: '10.1', event_ts: '10.1' });
      await api.inbound.settled();
      expect((await timeline()).filter((line) => line.includes('Rolled back'))).toEqual(['**Tom** wrote: Rolled back']);
      expect(await select(api.db, 'select kind from recorded_activities where incident_id = $1', [incident.id])).toEqual([{ kind: 'message' }]);
    });

    it('tells whoever waits when a form could not be opened in time, wherever they asked for it', async () => {
      slack.faults.add('views.open', Array.from({ length: 3 }, () => ({ error: 'expired_trigger_id' })));
      const typed = await command('nadia', 'update');
      const pressed = await inbound.action({ user: id('nadia'), channel, actions: [{ action_id: 'form:0-1', value: `update ${incident.id}` }] });
      await inbound.shortcut({ user: id('nadia'), callbackId: 'report-incident' });
      for (const { responses } of [typed, pressed]) expect(JSON.stringify(await eventually(() => responses.length > 0 && responses))).toContain('type the command again');
      await eventually(() => [...slack.workspace.channels.values()].some((one) => one.isIm && one.members.has(id('nadia')) && JSON.stringify(one.messages).includes('type the command again')));
    });

    it('fills the form although the answer to its opening was lost', async () => {
      slack.faults.add('views.open', ['lost']);
      const before = new Set(slack.workspace.views.keys());
      const { responses } = await command('nadia', 'update');
      const opened = () => [...slack.workspace.views.values()].filter((one) => !before.has(one.id));
      await eventually(() => opened().some((one) => one.view['callback_id'] === 'update'));
      expect(opened()).toHaveLength(1);
      expect(responses).toEqual([]);
    });

    it('cuts no text that is longer than a field, and takes away nobody whom Slack does not know', async () => {
      const admin = await api.person('admin');
      const description = 'x'.repeat(4000);
      await admin.call('PATCH', `/incidents/${incident.id}`, { description });
      const { body: task } = await admin.call<{ id: string }>('POST', `/incidents/${incident.id}/tasks`, { title: 'Ask', assigneeEmail: 'admin@example.com' });
      const sends = async (value: string, values: Record<string, Record<string, unknown>>) => {
        const before = new Set(slack.workspace.views.keys());
        await inbound.action({ user: id('nadia'), channel, actions: [{ action_id: 'form:0-1', value }] });
        const view = await eventually(() => [...slack.workspace.views.values()].find((one) => !before.has(one.id) && one.view['callback_id'] !== 'waiting'));
        expect((await inbound.submit({ user: id('nadia'), view, values })).body).toEqual({ response_action: 'clear' });
        return JSON.stringify(view.view);
      };
      const field = (value: string) => ({ f: { type: 'plain_text_input', value } });
      expect(await sends(`update ${incident.id}`, { title: field('Cards fail in the EU'), resolution: field('') })).toContain('change it on the web');
      expect(await state()).toMatchObject({ title: 'Cards fail in the EU', description });
      expect(await sends(`edit-task ${incident.id} ${task.id}`, { title: field('Ask them'), description: field(''), state: { f: { selected_option: { value: 'open' } } } })).toContain('admin@example.com');
      expect((await state())['tasks']).toMatchObject([{ title: 'Ask them', assignee: { email: 'admin@example.com' } }]);
    });

    it('takes ten thousand messages in, each twice, with few at a time in memory, and counts each once', async () => {
      const source = { organizationId: api.organizationId, projectId: null, pluginId: 'slack' };
      const author = { vendorId: id('vera'), email: 'vera@example.com', name: 'vera' };
      const at = new Date().toISOString();
      const message = (n: number): InboundFact => ({ kind: 'message', conversationId: channel.id, messageId: `7.${n}`, threadId: null, author, markdown: '', links: [], isBot: false, at });
      // ten messages an event, so that the test is about carrying them out
      const deliver = (n: number) => api.inbound.accept(source, `Ev-many-${n}`, Array.from({ length: 10 }, (_, k) => message(10 * n + k)));
      let most = 0;
      for (let from = 0; from < MANY / 10; from += 250) {
        const events = Array.from({ length: 250 }, (_, n) => from + n);
        expect(await Promise.all(events.map(deliver))).not.toContain(false);
        const [leased] = await select<{ n: number }>(api.db, 'select count(*)::int as n from inbound_events where done_at is null and next_attempt_at > now()', []);
        most = Math.max(most, leased?.n ?? 0);
        expect(await Promise.all(events.map(deliver))).not.toContain(true);
      }
      await api.inbound.settled();
      expect(most).toBeLessThanOrEqual(20 * 20 + 20);
      expect(await select(api.db, 'select count(*)::int as n, count(distinct key)::int as keys from recorded_activities where incident_id = $1', [incident.id])).toEqual([{ n: MANY, keys: MANY }]);
      expect(await select(api.db, 'select count(*)::int as n from inbound_events where done_at is null', [])).toEqual([{ n: 0 }]);
    });
  });

  it('works through a socket as soon as an app-level token is set, shows it in settings, and ends with it', async () => {
    const listeners = startListeners(api.deps, (source) => hostOf({ deps: api.deps, queue: api.inbound, interactions: createInteractions(api.deps) }, source));
    await configure({ appToken: slack.workspace.installation.appToken });
    await listeners.look();
    await eventually(() => slack.sockets.count() === 1);
    const socket = slack.socketInbound();
    const answer = await socket.command({ user: id('nadia'), channel: channel.id, command: '/dispatch', text: 'stage stable Errors are gone' });
    expect(answer.status).toBe(200);
    await eventually(async () => (await state())['stage'] === 'stable');
    const { body } = await (await api.person('admin')).call<{ data: { id: string; guide: unknown; instances: { health: { ok: boolean; parts: { label: string; ok: boolean; detail: string }[] } }[] }[] }>('GET', '/plugins');
    const plugin = body.data.find((each) => each.id === 'slack');
    expect(plugin?.instances[0]?.health.parts[0]).toMatchObject({ ok: true, detail: expect.stringContaining('connected since') });
    expect(plugin?.instances[0]?.health.parts.find((part) => part.label === 'pinned summary')).toMatchObject({ ok: true });
    expect(JSON.stringify(plugin?.guide)).toContain('/api/v1/default/events/slack/event');
    expect(JSON.stringify(plugin?.guide)).not.toContain(SECRET);
    await configure();
    await listeners.look();
    await eventually(() => slack.sockets.count() === 0);
    await listeners.stop();
  });
});
