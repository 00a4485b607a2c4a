import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createInteractions } from '../../api/interactions/index.ts';
import { startListeners, type Listeners } from '../../api/webhooks/listeners.ts';
import { hostOf } from '../../api/webhooks/router.ts';
import { select } from '../../models/sql.ts';
import { startFakeSlack, type FakeSlack } from '../../plugins/slack/fake.ts';
import type { Inbound } from '../../plugins/slack/fake/inbound.ts';
import { addChannel, addUser, type SlackChannel, type SlackView } from '../../plugins/slack/fake/workspace.ts';
import { startApi, type TestApi } from './support/api.ts';

const SECRET = 'a-signing-secret-of-the-test';

describe('everything that the web can do, in Slack', () => {
  let api: TestApi;
  let slack: FakeSlack;
  let inbound: Inbound;
  let listeners: Listeners;
  let channel: SlackChannel;
  let incident: { id: string; key: string };
  const users = new Map<string, string>();
  const id = (name: string): string => users.get(name) ?? '';
  const configure = async (more: Record<string, unknown> = {}) =>
    (await api.person('admin', 'admin')).call('PUT', '/plugins/slack', { project: null, isEnabled: true, capabilities: ['conversation'], settings: { botToken: slack.workspace.installation.token, signingSecret: SECRET, apiUrl: slack.apiUrl, spaceCalls: false, ...more } });

  beforeAll(async () => {
    [api, slack] = await Promise.all([startApi(), startFakeSlack()]);
    await api.person('admin', 'admin');
    for (const name of ['nadia', 'tom', 'vera']) {
      await api.person(name);
      users.set(name, addUser(slack.workspace, { name, email: `${name}@example.com`, realName: name }).id);
    }
    expect(await configure()).toMatchObject({ status: 200 });
    inbound = slack.inbound({ baseUrl: `${api.base}/events/slack`, signingSecret: SECRET });
    const parts = { deps: api.deps, queue: api.inbound, interactions: createInteractions(api.deps) };
    listeners = startListeners(api.deps, (source) => hostOf(parts, source));
  });
  beforeEach(async () => {
    const { body } = await (await api.person('nadia')).call<{ id: string; key: string }>('POST', '/incidents', { title: 'Cards fail', description: 'EU cards time out.' });
    incident = body;
    channel = addChannel(slack.workspace, { name: body.key.toLowerCase(), creator: 'U0DISPATCH' });
    for (const name of ['nadia', 'tom']) channel.members.add(id(name));
    await resource('conversation', 'slack', channel.id);
  });
  afterAll(async () => {
    await listeners.stop();
    await api.stop();
    await slack.stop();
  });

  const resource = (kind: string, provider: string, externalId: string) =>
    select(api.db, `insert into incident_resources (incident_id, kind, provider, external_id, url, name, state) values ($1, $2, $3, $4, null, 'x', 'ready') on conflict (incident_id, kind) do update set provider = $3, external_id = $4`, [incident.id, kind, provider, externalId]);
  const eventually = async <T>(look: () => T | null | undefined | false | Promise<T | null | undefined | false>): Promise<T> => {
    for (let tries = 0; tries < 250; tries += 1) {
      const found = await look();
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('it did not come');
  };
  const state = async () => (await (await api.person('admin')).call<{ participants: { person: { email: string }; roles: { role: string; to: string | null }[] }[]; stage: string }>('GET', `/incidents/${incident.id}`)).body;
  const timeline = async (): Promise<string[]> => (await (await api.person('admin')).call<{ data: { text: string }[] }>('GET', `/incidents/${incident.id}/events?limit=100`)).body.data.map((e) => e.text);
  /** The modal that a command opened, once it is more than “One moment…”. */
  async function formOf(name: string, word: string, text = ''): Promise<SlackView> {
    const before = new Set(slack.workspace.views.keys());
    await inbound.command({ user: id(name), channel: channel.id, command: `/dispatch-${word}`, text });
    return eventually(() => [...slack.workspace.views.values()].find((v) => !before.has(v.id) && v.user === id(name) && v.view['callback_id'] !== 'waiting'));
  }
  async function say(name: string, word: string, text = ''): Promise<string> {
    const answer = await inbound.command({ user: id(name), channel: channel.id, command: `/dispatch-${word}`, text });
    return JSON.stringify(await eventually(() => answer.responses.length > 0 && answer.responses));
  }
  const input = (value: string) => ({ f: { type: 'plain_text_input', value } });
  const chosen = (value: string) => ({ f: { selected_option: { value } } });
  const rolesOf = async (email: string): Promise<string[]> => (await state()).participants.find((p) => p.person.email === email)?.roles.filter((r) => r.to === null).map((r) => r.role) ?? [];

  it('brings in whoever is on call for a service, and pages them', async () => {
    const made = await (await api.person('admin')).call<{ id: string }>('POST', '/services', { name: 'Payments', rotation: { people: ['vera@example.com'], startsAt: '2026-01-01T00:00:00.000Z', hoursPerShift: 24 } });
    expect(made.status).toBe(201);
    const view = await formOf('nadia', 'engage-oncall');
    const options = await inbound.options({ user: id('nadia'), actionId: 'search:services', value: 'pay', view });
    expect(JSON.stringify(options.body)).toContain(made.body.id);
    const values = { service: chosen(made.body.id), page: { f: { type: 'checkboxes', selected_options: [{ value: 'yes' }] } }, people: { f: { selected_users: [] } }, role: chosen('participant') };
    expect((await inbound.submit({ user: id('nadia'), view: structuredClone(view), values })).body).toEqual({ response_action: 'clear' });
    await inbound.submit({ user: id('nadia'), view: structuredClone(view), values });
    expect(await rolesOf('vera@example.com')).toEqual(['participant']);
    expect(await select(api.db, `select name from builtin_objects where kind = 'page' and incident_id = $1`, [incident.id])).toEqual([{ name: `${incident.key} vera@example.com` }]);
  });

  it('changes what somebody does in the incident, and lets nobody do it who may not', async () => {
    expect(await (await api.person('tom')).call('POST', `/incidents/${incident.id}/join`)).toMatchObject({ status: 200 });
    const view = await formOf('nadia', 'update-participant');
    const options = await inbound.options({ user: id('nadia'), actionId: 'search:participants', value: 'to', view });
    expect(JSON.stringify(options.body)).toContain('tom@example.com');
    expect(JSON.stringify(options.body)).not.toContain('vera@example.com');
    await inbound.submit({ user: id('nadia'), view, values: { person: chosen('tom@example.com'), role: chosen('scribe'), reason: input('knows the ledger') } });
    expect(await rolesOf('tom@example.com')).toContain('scribe');
    expect((await timeline()).some((line) => line.includes('knows the ledger'))).toBe(true);
    const again = await formOf('nadia', 'update-participant');
    await inbound.submit({ user: id('nadia'), view: again, values: { person: chosen('tom@example.com'), role: chosen('remove'), reason: input('') } });
    expect(await rolesOf('tom@example.com')).toEqual([]);
    const refused = await formOf('vera', 'update-participant');
    expect(JSON.stringify(refused.view)).toContain('join it first');
  });

  it('keeps the group of those who are told, by form and by button', async () => {
    const group = await select<{ id: string }>(api.db, `insert into builtin_objects (id, incident_id, kind, mark, name) values (gen_random_uuid(), $1, 'group', $2, 'told') returning id`, [incident.id, `m-${incident.id}`]);
    await select(api.db, `update incidents set state = jsonb_set(state, '{resources,notificationsGroup}', $2::jsonb) where id = $1`, [incident.id, JSON.stringify({ kind: 'notificationsGroup', provider: 'builtin', externalId: group[0]?.id, url: null, name: 'told', state: 'ready' })]);
    const view = await formOf('nadia', 'notifications-group');
    const bad = await inbound.submit({ user: id('nadia'), view, values: { emails: input('ada@example.com, nonsense') } });
    expect(bad.body).toMatchObject({ response_action: 'errors', errors: { emails: expect.stringContaining('nonsense') } });
    await inbound.submit({ user: id('nadia'), view, values: { emails: input('ada@example.com\nbo@example.com') } });
    const press = (value: string) => inbound.action({ user: id('vera'), channel, actions: [{ action_id: 'subscribe:0-1', value }] });
    await press(incident.id);
    await eventually(async () => (await timeline()).some((line) => line.includes('added vera')));
    const next = await formOf('nadia', 'notifications-group');
    expect(JSON.stringify(next.view)).toContain('ada@example.com\\\\nbo@example.com\\\\nvera@example.com'.replaceAll('\\\\', '\\'));
    await inbound.submit({ user: id('nadia'), view: next, values: { emails: input('bo@example.com') } });
    expect((await timeline()).some((line) => line.includes('removed ada') && line.includes('vera'))).toBe(true);
  });

  it('answers the other commands by the names that people know', async () => {
    expect(await say('nadia', 'summary')).toContain('Cards fail');
    expect(await say('nadia', 'list-participants')).toContain('nadia@example.com');
    expect(await say('nadia', 'list-my-tasks')).toContain('no open tasks');
    expect(await say('nadia', 'snooze', 'tactical 30m')).toContain('next reminder');
    await inbound.action({ user: id('nadia'), channel, actions: [{ action_id: 'snooze:1', value: `${incident.id} executive 60` }] });
    await eventually(async () => (await timeline()).some((line) => /executive/.test(line)));
    expect(await say('nadia', 'list-workflows')).toContain('no runbooks yet');
    expect(await say('nadia', 'add-timeline-event', 'Rolled back')).toContain('Noted');
    expect(await say('nadia', 'report-tactical', 'Errors; rolling back; nobody')).toContain('posted');
    expect(await say('nadia', 'assign-role', `scribe <@${id('tom')}|tom>`)).toContain('tom@example.com is scribe now');
    expect(await rolesOf('tom@example.com')).toContain('scribe');
  });

  it('edits tasks, the timeline, costs, visibility and steps', async () => {
    const nadia = await api.person('nadia');
    const task = await nadia.call<{ id: string }>('POST', `/incidents/${incident.id}/tasks`, { title: 'Rotate the key' });
    const form = async (value: string): Promise<SlackView> => {
      const before = new Set(slack.workspace.views.keys());
      await inbound.action({ user: id('nadia'), channel, actions: [{ action_id: 'form:0-1', value }] });
      return eventually(() => [...slack.workspace.views.values()].find((v) => !before.has(v.id) && v.view['callback_id'] !== 'waiting'));
    };
    const submit = async (view: SlackView, values: Record<string, Record<string, unknown>>) => (await inbound.submit({ user: id('nadia'), view, values })).body;
    const press = (action: string, value: string) => inbound.action({ user: id('nadia'), channel, actions: [{ action_id: `${action}:0-0`, value }] });
    const list = await say('nadia', 'list-tasks');
    expect(list).toContain(`edit-task ${incident.id} ${task.body.id}`);
    expect(await submit(await form(`edit-task ${incident.id} ${task.body.id}`), { title: input('Rotate both keys'), description: input('x'), assignee: { f: { selected_user: id('tom') } }, dueAt: { f: { selected_date_time: 1_900_000_000 } }, state: chosen('open') })).toEqual({ response_action: 'clear' });
    expect((await nadia.call<{ data: object[] }>('GET', `/incidents/${incident.id}/tasks`)).body.data).toMatchObject([{ title: 'Rotate both keys', assignee: { email: 'tom@example.com' }, dueAt: '2030-03-17T17:46:40.000Z' }]);

    await say('nadia', 'add-timeline-event', 'Rolled back');
    const { data } = (await nadia.call<{ data: { seq: number; text: string }[] }>('GET', `/incidents/${incident.id}/events?limit=100`)).body;
    const seq = data.find((event) => event.text.includes('Rolled back'))?.seq ?? 0;
    expect(await say('nadia', 'list-timeline')).toContain(`amend ${incident.id} ${seq}`);
    await submit(await form(`amend ${incident.id} ${seq}`), { text: input('Rolled back to 4711') });
    await press('pin', `${incident.id} ${seq} yes`);
    await eventually(async () => (await nadia.call<{ data: { amendedText: string | null }[] }>('GET', `/incidents/${incident.id}/events?pinned=true`)).body.data.some((event) => event.amendedText === 'Rolled back to 4711'));

    const cost = await formOf('nadia', 'add-cost');
    expect(await submit(cost, { kind: chosen('vendor'), amount: input('much'), note: input('CDN') })).toMatchObject({ errors: { amount: expect.stringContaining('1250.00') } });
    expect(await submit(cost, { kind: chosen('vendor'), amount: input('120,50'), note: input('CDN') })).toEqual({ response_action: 'clear' });
    const line = /remove-cost:[^"]*","text":\{[^}]*\},"value":"([^"]+)"/.exec(await say('nadia', 'cost'))?.[1] ?? '';
    await press('remove-cost', line);
    await eventually(async () => !(await say('nadia', 'cost')).includes('remove-cost'));

    await submit(await formOf('nadia', 'feedback'), { rating: chosen('4'), text: input('Page earlier') });
    expect(await select(api.db, 'select rating, text from feedback where incident_id = $1', [incident.id])).toEqual([{ rating: 4, text: 'Page earlier' }]);
    expect(await say('nadia', 'postmortem')).toContain('no postmortem yet');
    await select(api.db, `update incidents set state = jsonb_set(state, '{steps,conference}', '{"state":"failed","run":1,"attempts":3,"lastError":"no","since":"2026-01-01T00:00:00.000Z"}') where id = $1`, [incident.id]);
    const steps = await formOf('nadia', 'steps');
    await submit(steps, { step: chosen('conference'), what: chosen('skip'), name: input(''), url: input(''), reason: input('We use the bridge') });
    expect(await timeline()).toEqual(expect.arrayContaining([expect.stringContaining('left out **Set up the conference**')]));
    const update = await formOf('nadia', 'update-incident');
    expect(await submit(update, { title: input('Cards fail in the EU'), description: input(''), resolution: input(''), type: chosen(''), severity: chosen(''), priority: chosen(''), visibility: chosen('restricted'), tags: { f: { selected_options: [{ value: 'cards' }] } } })).toEqual({ response_action: 'clear' });
    expect(await state()).toMatchObject({ title: 'Cards fail in the EU', visibility: 'restricted', tags: ['cards'] });
  });

  it('moves the review meeting and publishes the postmortem', async () => {
    const owner = { personId: (await api.person('nadia')).person.id, email: 'nadia@example.com', name: 'Nadia' };
    const postmortem = { state: 'scheduled', owner, meetingAt: '2030-01-01T10:00:00.000Z', dueAt: '2030-01-05T10:00:00.000Z', publishedAt: null };
    await select(api.db, `update incidents set state = jsonb_set(state, '{postmortem}', $2::jsonb) where id = $1`, [incident.id, JSON.stringify(postmortem)]);
    expect(await say('nadia', 'postmortem')).toContain(`meeting ${incident.id}`);
    const before = new Set(slack.workspace.views.keys());
    await inbound.action({ user: id('nadia'), channel, actions: [{ action_id: 'form:0-0', value: `meeting ${incident.id}` }] });
    const view = await eventually(() => [...slack.workspace.views.values()].find((v) => !before.has(v.id) && v.view['callback_id'] === 'meeting'));
    await inbound.submit({ user: id('nadia'), view, values: { meetingAt: { f: { selected_date_time: 1_900_000_000 } }, owner: { f: { selected_user: id('tom') } } } });
    expect(await say('nadia', 'postmortem')).toContain('2030-03-17 17:46');
    await inbound.action({ user: id('vera'), channel, actions: [{ action_id: 'publish-postmortem:0-1', value: incident.id }] });
    await inbound.action({ user: id('nadia'), channel, actions: [{ action_id: 'publish-postmortem:0-1', value: incident.id }] });
    await eventually(async () => (await say('nadia', 'postmortem')).includes('It is published'));
    expect((await timeline()).filter((line) => /published/.test(line))).toHaveLength(1);
  });

  it('works through a socket as soon as an app-level token is set, shows it in settings, and ends with it', async () => {
    await configure({ appToken: slack.workspace.installation.appToken });
    await listeners.look();
    await eventually(() => slack.sockets.count() === 1);
    const socket = slack.socketInbound();
    const answer = await socket.command({ user: id('nadia'), channel: channel.id, command: '/dispatch', text: 'stage stable Errors are gone' });
    expect(answer.status).toBe(200);
    await eventually(async () => (await state()).stage === 'stable');
    const { body } = await (await api.person('admin')).call<{ data: { id: string; guide: unknown; instances: { health: { ok: boolean; parts: { label: string; ok: boolean; detail: string }[] } }[] }[] }>('GET', '/plugins');
    const plugin = body.data.find((each) => each.id === 'slack');
    expect(plugin?.instances[0]?.health.parts[0]).toMatchObject({ ok: true, detail: expect.stringContaining('connected since') });
    expect(plugin?.instances[0]?.health.parts.find((part) => part.label === 'pinned summary')).toMatchObject({ ok: true });
    expect(JSON.stringify(plugin?.guide)).toContain(`/api/v1/default/events/slack/event`);
    expect(JSON.stringify(plugin?.guide)).not.toContain(SECRET);
    await configure();
    await listeners.look();
    await eventually(() => slack.sockets.count() === 0);
  });
});
