import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCipher } from '../../config/secrets.ts';
import type { NewEvent } from '../../domain/incident/events.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import { savePluginInstance } from '../../models/plugin-instances.ts';
import { startFakeSlack, type FakeSlack } from '../../plugins/slack/fake.ts';
import { addUser, type SlackChannel } from '../../plugins/slack/fake/workspace.ts';
import { type ActivityWorld, joining, openActivityWorld } from '../support/activity-world.ts';
import { startSlackDouble } from '../support/slack-double/server.ts';
import { addPerson } from '../support/slack-double/workspace.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');

let world: ActivityWorld;
let slack: FakeSlack;
beforeAll(async () => {
  [world, slack] = await Promise.all([openActivityWorld(), startFakeSlack()]);
  for (const name of ['eve', 'kim', 'ada']) addUser(slack.workspace, { name, email: `${name}@example.com`, realName: name });
  await setUp({ botToken: slack.workspace.installation.token, apiUrl: slack.apiUrl });
}, 120_000);
afterAll(async () => {
  await slack?.stop();
  await world?.stop();
});

async function setUp(workspace: { botToken: string; apiUrl: string }): Promise<void> {
  const settings = { ...workspace, signingSecret: 'not-a-real-secret', spaceCalls: false };
  await savePluginInstance(world.db, createCipher(KEY), { organizationId: world.organizationId, project: null, pluginId: 'slack', isEnabled: true, capabilities: ['conversation'], settings, secretNames: ['botToken', 'signingSecret'] });
}

const userOf = (name: string): string => [...slack.workspace.users.values()].find((u) => u.name === name)?.id ?? '';
async function inSlack(): Promise<{ id: string; channel: SlackChannel; state: IncidentState }> {
  const { id } = await world.declare();
  const state = await world.make(id, 'createConversation');
  const channel = slack.workspace.channels.get(state.resources.conversation?.externalId ?? '');
  if (channel === undefined) throw new Error('the channel is not there');
  return { id, channel, state };
}
const refresh = (id: string, activities = world.activities) => activities.refreshResources({ incidentId: id, step: 'refresh', run: 1 });
const summaryOf = (channel: SlackChannel): string => JSON.stringify(channel.messages.filter((m) => channel.pins.includes(m.ts)).map((m) => m.blocks));
const task = (taskId: string): NewEvent => ({ kind: 'task.created', actor: { kind: 'person', ...world.eve }, data: { taskId, title: 'Rotate the key', description: '', kind: 'response', assignee: world.kim, dueAt: null } });

describe('an incident’s channel in Slack', () => {
  it('carries a pinned summary and a canvas of participants that follow the incident', async () => {
    const { id, channel } = await inSlack();
    await refresh(id);
    expect(summaryOf(channel)).toContain('Cards fail');
    expect([...slack.workspace.canvases.values()].find((c) => c.channel === channel.id)?.markdown).toContain('Eve');
    const { version } = await world.record(id, [task('11111111-1111-4111-8111-111111111111')]);
    await world.activities.announceEvents({ incidentId: id, seqs: [version] });
    expect(summaryOf(channel)).toContain('Rotate the key');
    expect(channel.pins).toHaveLength(1);
    const told = channel.messages.findLast((m) => m.text.includes('Rotate the key'));
    expect(JSON.stringify(told?.blocks)).toContain('"action_id":"task-done:0"');
    const joined = await world.record(id, [joining(world.kim)]);
    await world.another().announceEvents({ incidentId: id, seqs: [joined.version] });
    expect([...slack.workspace.canvases.values()].find((c) => c.channel === channel.id)?.markdown).toContain('Kim');
    expect(channel.pins).toHaveLength(1);
  });

  it('makes up for who came and went while nobody listened', async () => {
    const { id, channel } = await inSlack();
    await world.record(id, [joining(world.kim)]);
    await world.person('ada@example.com', 'Ada');
    channel.members.add(userOf('ada'));
    await refresh(id);
    await refresh(id);
    expect([...channel.members]).toEqual(expect.arrayContaining(['eve', 'kim', 'ada'].map(userOf)));
    const stored = await world.rows<{ facts: { kind: string; person: { email: string } }[] }>(`select facts from inbound_events where event_id like $1`, [`members/${channel.id}/%`]);
    expect(stored.map(({ facts }) => facts.map((fact) => `${fact.kind} ${fact.person.email}`))).toEqual([['member-joined ada@example.com']]);
  });

  it('takes a thousand people in who came meanwhile, once each, with one whom Slack cannot name', async () => {
    const { id, channel } = await inSlack();
    const { workspace } = slack;
    const crowd = Array.from({ length: 1000 }, (_, n) => addUser(workspace, { name: `crowd${n}`, email: `crowd${n}@example.com`, isStranger: n === 500 }));
    for (const { id: userId } of crowd) channel.members.add(userId);
    await world.rows(`insert into people (id, organization_id, email, name) select gen_random_uuid(), $1, 'crowd' || n || '@example.com', 'crowd' from generate_series(0, 999) n`, [world.organizationId]);
    slack.calls.length = 0;
    await refresh(id);
    await refresh(id, world.another());
    const stored = await world.rows<{ n: number; kinds: string[] }>(`select count(*)::int as n, array_agg(distinct facts->0->>'kind') as kinds from inbound_events where event_id like $1`, [`members/${channel.id}/crowd%`]);
    expect(stored).toEqual([{ n: 999, kinds: ['member-joined'] }]);
    expect(slack.calls.filter(({ method }) => method.startsWith('users.')).length).toBeLessThan(15);
    for (const { id: userId } of crowd) workspace.users.delete(userId);
  });

  it('tells what happened although Slack lets us keep no summary, and says in the upkeep what lacks', async () => {
    const { id, channel } = await inSlack();
    slack.workspace.installation.scopes.delete('pins:read');
    const { version } = await world.record(id, [task('22222222-2222-4222-8222-222222222222')]);
    await world.another().announceEvents({ incidentId: id, seqs: [version] });
    expect(channel.messages.some((m) => m.text.includes('Rotate the key'))).toBe(true);
    expect(await refresh(id, world.another())).toMatchObject({ note: expect.stringMatching(/^Not everything can be shown in the conversation: summary: .*pins:read/) });
    slack.workspace.installation.scopes.add('pins:read');
  });
});

describe('what happens before there is a channel', () => {
  const AUTOMATION = { kind: 'system', name: 'Dispatch' } as const;
  const arm = (...steps: string[]): NewEvent => ({ kind: 'steps.armed', actor: AUTOMATION, data: { steps: steps.map((step) => ({ step, run: 1, title: step, needs: [] })) } });
  const done = (step: string): NewEvent => ({ kind: 'step.succeeded', actor: AUTOMATION, data: { step, run: 1, resource: null, note: null } });
  const stage = (from: 'active' | 'stable', to: 'active' | 'stable'): NewEvent => ({ kind: 'stage.changed', actor: { kind: 'person', ...world.eve }, data: { from, to, reason: null } });
  const said = ({ messages }: SlackChannel): string[] => messages.filter((m) => m.user === 'U0DISPATCH' && m.subtype === null && !m.isDeleted && m.metadata?.event_type === 'dispatch_message').map((m) => m.text);
  const hour = 3_600_000;
  const later = (hours: number) => world.another({ now: () => new Date(Date.now() + hours * hour) });

  it('is said in it once it is there, in order, once each, with its time', async () => {
    const { id } = await world.declare();
    await world.record(id, [arm('announce', 'welcome'), joining(world.kim), done('welcome'), done('announce'), task('33333333-3333-4333-8333-333333333333'), stage('active', 'stable')]);
    const [one, other] = [later(2), later(2)];
    const { version } = await world.state(id);
    await one.announceEvents({ incidentId: id, seqs: [version] });
    const { resources } = await world.make(id, 'createConversation');
    const channel = slack.workspace.channels.get(resources.conversation?.externalId ?? '');
    if (channel === undefined) throw new Error('the channel is not there');
    await world.record(id, [stage('stable', 'active')]);
    // The upkeep, a message of the workflow and a second worker, all at once.
    await Promise.all([refresh(id, one), one.announceEvents({ incidentId: id, seqs: [version + 2] }), refresh(id, other)]);
    await refresh(id, later(3));
    expect(said(channel)).toEqual([expect.stringContaining('Cards fail'), expect.stringMatching(/Rotate the key[^]*This happened on/), expect.stringMatching(/stable[^]*This happened on/i), expect.stringMatching(/active/i)]);
    expect(said(channel).join()).not.toContain('Kim joined');
  });

  it('is said although a provider was away for longer than anybody tried, by the next sweep or the next upkeep', async () => {
    const { id, channel } = await inSlack();
    const { version } = await world.record(id, [task('44444444-4444-4444-8444-444444444444')]);
    const announce = () => world.activities.announceEvents({ incidentId: id, seqs: [version] });
    slack.faults.add('chat.postMessage', [{ status: 503 }, { status: 503 }]);
    await expect(announce()).rejects.toThrow(/503/);
    await world.activities.tidy();
    expect(said(channel)).toEqual([]);
    await world.activities.tidy();
    expect(said(channel)).toEqual([expect.stringContaining('Rotate the key')]);
    const next = await world.record(id, [stage('active', 'stable')]);
    slack.faults.add('chat.postMessage', [{ status: 503 }]);
    await expect(world.activities.announceEvents({ incidentId: id, seqs: [next.version] })).rejects.toThrow(/503/);
    await world.rows(`update deliveries set created_at = now() - interval '2 days', next_attempt_at = now() + interval '1 hour' where incident_id = $1 and state = 'pending'`, [id]);
    await world.activities.tidy();
    expect(await world.rows('select state from deliveries where incident_id = $1 order by created_at', [id])).toContainEqual({ state: 'failed' });
    await refresh(id);
    expect(said(channel)).toHaveLength(2);
    expect(await world.rows(`select state from deliveries where incident_id = $1 and state <> 'sent' and channel = 'conversation'`, [id])).toEqual([]);
  });
});

describe('a Slack that offers little', () => {
  it('has the incident’s conversation all the same, and the upkeep says what lacks', async () => {
    const bare = await startSlackDouble({ without: ['bookmarks.', 'pins.', 'conversations.setTopic'] });
    try {
      for (const name of ['eve', 'kim']) addPerson(bare.workspace, `${name}@example.com`);
      await setUp({ botToken: bare.workspace.token, apiUrl: bare.apiUrl });
      const { id } = await world.declare();
      const input = { incidentId: id, step: 'step', run: 1 };
      const { resources } = await world.make(id, 'createConversation');
      const channel = bare.workspace.channels.get(resources.conversation?.externalId ?? '');
      await world.record(id, [joining(world.kim)]);
      expect(await world.activities.admitParticipants(input)).toMatchObject({ note: null });
      await world.activities.sendWelcome(input);
      const { version } = await world.record(id, [{ kind: 'stage.changed', actor: { kind: 'person', ...world.eve }, data: { from: 'active', to: 'stable', reason: null } }]);
      await world.activities.announceEvents({ incidentId: id, seqs: [version] });
      const { note } = await refresh(id);
      for (const lacks of ['topic: ', 'bookmarks: ', 'summary: ', 'list of participants: ']) expect(note).toContain(lacks);
      const texts = channel?.messages.map(({ text }) => text) ?? [];
      expect(texts.filter((text) => /cards fail/i.test(text)).length).toBeGreaterThan(0);
      expect(texts.filter((text) => /stable/i.test(text) && /eve/i.test(text))).toHaveLength(1);
      expect([...(channel?.members ?? [])]).toHaveLength(3);
      for (const [activity, isArchived] of [['archiveConversation', true], ['unarchiveConversation', false]] as const) {
        await world.activities[activity](input);
        expect(channel?.isArchived).toBe(isArchived);
      }
    } finally {
      await bare.stop();
    }
  });
});
