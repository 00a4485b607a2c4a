import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCipher } from '../../config/secrets.ts';
import type { NewEvent } from '../../domain/incident/events.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import { savePluginInstance } from '../../models/plugin-instances.ts';
import { startFakeSlack, type FakeSlack } from '../../plugins/slack/fake.ts';
import { addUser, type SlackChannel } from '../../plugins/slack/fake/workspace.ts';
import { type ActivityWorld, joining, openActivityWorld } from '../support/activity-world.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');

let world: ActivityWorld;
let slack: FakeSlack;
beforeAll(async () => {
  [world, slack] = await Promise.all([openActivityWorld(), startFakeSlack()]);
  for (const name of ['eve', 'kim', 'ada']) addUser(slack.workspace, { name, email: `${name}@example.com`, realName: name });
  const settings = { botToken: slack.workspace.installation.token, signingSecret: 'not-a-real-secret', apiUrl: slack.apiUrl, spaceCalls: false };
  await savePluginInstance(world.db, createCipher(KEY), { organizationId: world.organizationId, project: null, pluginId: 'slack', isEnabled: true, capabilities: ['conversation'], settings, secretNames: ['botToken', 'signingSecret'] });
}, 120_000);
afterAll(async () => {
  await slack?.stop();
  await world?.stop();
});

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

  it('tells what happened although Slack lets us keep no summary, and says in the upkeep what lacks', async () => {
    const { id, channel } = await inSlack();
    slack.workspace.installation.scopes.delete('pins:read');
    const { version } = await world.record(id, [task('22222222-2222-4222-8222-222222222222')]);
    await world.another().announceEvents({ incidentId: id, seqs: [version] });
    expect(channel.messages.some((m) => m.text.includes('Rotate the key'))).toBe(true);
    await expect(refresh(id, world.another())).rejects.toThrow(/pins:read/);
    slack.workspace.installation.scopes.add('pins:read');
  });
});
