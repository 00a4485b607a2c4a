import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startFakeSlack, type FakeSlack } from '../../plugins/slack/fake.ts';
import type { Inbound } from '../../plugins/slack/fake/inbound.ts';
import { addChannel, addMessage, addUser, type SlackChannel, type SlackView } from '../../plugins/slack/fake/workspace.ts';
import { select } from '../../models/sql.ts';
import { startApi, type TestApi } from './support/api.ts';

const SECRET = 'a-signing-secret-of-the-test';

describe('Slack and the product', () => {
  let api: TestApi;
  let slack: FakeSlack;
  let inbound: Inbound;
  let channel: SlackChannel;
  let incident: { id: string; key: string };
  const users = new Map<string, string>();

  beforeAll(async () => {
    [api, slack] = await Promise.all([startApi(), startFakeSlack()]);
    const admin = await api.person('admin', 'admin');
    for (const name of ['nadia', 'tom', 'vera']) await api.person(name);
    for (const name of ['nadia', 'tom', 'vera', 'stranger']) users.set(name, addUser(slack.workspace, { name, email: `${name}@example.com`, realName: name }).id);
    users.set('guest', addUser(slack.workspace, { name: 'guest', email: 'vera@example.com', isGuest: true }).id);
    const set = await admin.call('PUT', '/plugins/slack', { project: null, isEnabled: true, capabilities: ['conversation'], settings: { botToken: slack.workspace.installation.token, signingSecret: SECRET, apiUrl: slack.apiUrl } });
    expect(set).toMatchObject({ status: 200 });
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

  const id = (name: string): string => users.get(name) ?? '';
  const eventually = async <T>(look: () => T | null | undefined | false | Promise<T | null | undefined | false>): Promise<T> => {
    for (let tries = 0; tries < 200; tries += 1) {
      const found = await look();
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('it did not come');
  };
  const modalOf = (name: string): SlackView | undefined => [...slack.workspace.views.values()].findLast((v) => v.user === id(name) && v.kind === 'modal' && v.view['callback_id'] !== 'waiting');
  const state = async (): Promise<Record<string, unknown>> => (await (await api.person('admin')).call('GET', `/incidents/${incident.id}`)).body;
  const timeline = async (): Promise<string[]> => (await (await api.person('admin')).call<{ data: { text: string }[] }>('GET', `/incidents/${incident.id}/events?limit=100`)).body.data.map((e) => e.text);
  const command = (name: string, text: string, word = '/dispatch') => inbound.command({ user: id(name), channel: channel.id, command: word, text });

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

  it('carries a typed command out as the person, and answers only them', async () => {
    await inbound.event({ type: 'member_joined_channel', channel: channel.id, user: id('tom'), event_ts: '1.2', inviter: id('nadia') });
    await api.inbound.settled();
    const answer = await command('nadia', 'stage stable Errors are gone');
    expect(answer.status).toBe(200);
    expect(answer.tookMs).toBeLessThan(1000);
    await eventually(() => answer.responses.length > 0);
    expect(answer.responses[0]).toMatchObject({ response_type: 'ephemeral', text: 'The incident is stable now.' });
    expect((await state())['stage']).toBe('stable');
  });

  it('opens a form before it looks anything up, filled with what is known, and sends it', async () => {
    await command('nadia', '', '/dispatch-report-tactical');
    const view = await eventually(() => modalOf('nadia'));
    expect(view.view).toMatchObject({ callback_id: 'report-tactical', title: { text: 'Tactical report' }, private_metadata: incident.id });
    const field = (value: string) => ({ f: { type: 'plain_text_input', value } });
    const refused = await inbound.submit({ user: id('nadia'), view, values: { conditions: field('Errors at 3 %'), actions: field(''), needs: field('Nobody') } });
    expect(refused.body).toEqual({ response_action: 'errors', errors: { actions: 'Please fill this in.' } });
    const sent = await inbound.submit({ user: id('nadia'), view, values: { conditions: field('Errors at 3 %'), actions: field('Rolling back'), needs: field('Nobody') } });
    expect(sent.body).toEqual({ response_action: 'clear' });
    expect((await timeline()).some((line) => line.includes('tactical report'))).toBe(true);
  });

  it('declares an incident from a message, once, however often the form is delivered', async () => {
    const message = addMessage(slack.workspace, channel, { user: id('tom'), text: 'Search is down too' });
    await inbound.shortcut({ user: id('tom'), callbackId: 'report-incident', channel, message });
    const view = await eventually(() => modalOf('tom'));
    const values = { title: { f: { value: 'Search is down' } }, description: { f: { value: 'x' } }, type: { f: {} }, severity: { f: {} }, priority: { f: {} }, visibility: { f: { selected_option: { value: 'type' } } } };
    await inbound.submit({ user: id('tom'), view: structuredClone(view), values });
    await inbound.submit({ user: id('tom'), view: structuredClone(view), values });
    const { body } = await (await api.person('admin')).call<{ total: number }>('GET', '/incidents?q=Search%20is%20down');
    expect(body.total).toBe(1);
  });

  it('gives strangers and guests nothing, and says whom to ask', async () => {
    for (const name of ['stranger', 'guest']) {
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

  it('carries an event out once, whatever Slack repeats', async () => {
    const joined = { type: 'member_joined_channel', channel: channel.id, user: id('tom'), event_ts: '1.3' };
    for (let n = 0; n < 3; n += 1) expect((await inbound.event(joined, { eventId: `Ev-join-${incident.id}`, retry: n })).status).toBe(200);
    await api.inbound.settled();
    expect((await timeline()).filter((line) => line.includes('Tom'))).toHaveLength(1);
  });

  it('puts the very message that got the reaction on the timeline, also one in a thread, once', async () => {
    const first = addMessage(slack.workspace, channel, { user: id('tom'), text: 'Deploy 4711 did it' });
    const reply = addMessage(slack.workspace, channel, { user: id('tom'), text: 'Rolled back at 09:30', threadTs: first.ts });
    addMessage(slack.workspace, channel, { user: id('tom'), text: 'Something else' });
    for (const who of ['nadia', 'nadia']) await inbound.event({ type: 'reaction_added', reaction: 'stopwatch', user: id(who), item_user: id('tom'), item: { type: 'message', channel: channel.id, ts: reply.ts }, event_ts: '2.1' });
    await inbound.event({ type: 'reaction_added', reaction: 'tada', user: id('nadia'), item: { type: 'message', channel: channel.id, ts: first.ts }, event_ts: '2.2' });
    await api.inbound.settled();
    const kept = (await timeline()).filter((line) => line.includes('wrote'));
    expect(kept).toEqual(['**Tom** wrote: Rolled back at 09:30']);
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

  it('presses buttons: join, take command, tasks', async () => {
    const press = (name: string, action: string, value: string) => inbound.action({ user: id(name), channel, actions: [{ action_id: `${action}:0-0`, value }] });
    await press('vera', 'join', incident.id);
    await eventually(async () => (await timeline()).some((line) => line.includes('Vera')));
    await press('vera', 'take-command', incident.id);
    await eventually(async () => ((await state())['commander'] as { email: string }).email === 'vera@example.com');
    const made = await (await api.person('vera')).call<{ id: string }>('POST', `/incidents/${incident.id}/tasks`, { title: 'Rotate the key' });
    await press('vera', 'task-done', made.body.id);
    await eventually(async () => ((await state())['tasks'] as { state: string }[]).some((task) => task.state === 'done'));
  });

  it('shows a home tab, offers options, and previews open incidents only', async () => {
    await inbound.event({ type: 'app_home_opened', user: id('nadia'), tab: 'home' });
    const home = await eventually(() => [...slack.workspace.views.values()].find((v) => v.kind === 'home' && v.user === id('nadia')));
    expect(JSON.stringify(home.view)).toContain(incident.key);
    expect(JSON.stringify(home.view)).toContain('*Your role* reporter, commander');
    const options = await inbound.options({ user: id('nadia'), actionId: 'search:people', value: 'tom' });
    expect(JSON.stringify(options.body)).toContain('tom@example.com');
    const url = `${api.config.server.uiUrl}/incidents/${incident.key}`;
    const post = addMessage(slack.workspace, channel, { user: id('nadia'), text: url });
    await inbound.event({ type: 'link_shared', channel: channel.id, user: id('nadia'), message_ts: post.ts, links: [{ url }] });
    await eventually(() => Object.keys(post.unfurls).length > 0);
    expect(JSON.stringify(post.unfurls)).toContain('Cards fail');
  });

  it('is told when a form could not be opened in time', async () => {
    slack.faults.add('views.open', [{ error: 'expired_trigger_id' }]);
    const answer = await command('nadia', 'update');
    await eventually(() => answer.responses.length > 0);
    expect(JSON.stringify(answer.responses)).toContain('type the command again');
  });

  it('notes what was done to the channel by hand', async () => {
    await inbound.event({ type: 'channel_rename', channel: { id: channel.id, name: 'cards-on-fire' }, event_ts: '3.1' });
    await inbound.event({ type: 'channel_archive', channel: channel.id, user: id('tom'), event_ts: '3.2' });
    await api.inbound.settled();
    const lines = await timeline();
    expect(lines.some((line) => line.includes('renamed to #cards-on-fire'))).toBe(true);
    expect(lines.some((line) => line.includes('archived by hand by tom'))).toBe(true);
  });
});
