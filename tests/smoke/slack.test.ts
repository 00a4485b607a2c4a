import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IncidentDetail } from '../../api/contract/incidents.ts';
import { startFakeSlack, type FakeSlack } from '../../plugins/slack/fake.ts';
import { addUser, openChannel, type SlackChannel } from '../../plugins/slack/fake/workspace.ts';
import { settled } from '../support/client.ts';
import { startDispatch, type RunningDispatch } from '../support/dispatch.ts';

const SECRET = 'a-signing-secret-of-the-test';
const PEOPLE = ['dispatch', 'nadia', 'tom'];

let dispatch: RunningDispatch;
let slack: FakeSlack;
beforeAll(async () => {
  [dispatch, slack] = await Promise.all([startDispatch(), workspace('xoxb-of-everybody')]);
  for (const name of PEOPLE.slice(1)) await dispatch.api.call('POST', '/people', { name, email: `${name}@example.com` });
  await connect(slack, null);
}, 120_000);
afterAll(async () => {
  await dispatch?.stop();
  await slack?.stop();
}, 60_000);

async function workspace(token: string): Promise<FakeSlack> {
  const made = await startFakeSlack({ token });
  for (const name of PEOPLE) addUser(made.workspace, { name, email: `${name}@example.com` });
  return made;
}

async function connect(fake: FakeSlack, project: string | null): Promise<void> {
  // Paces are those of the real Slack, and twenty channels a minute is less than a test makes.
  const settings = { botToken: fake.workspace.installation.token, signingSecret: SECRET, apiUrl: fake.apiUrl, spaceCalls: false, timeoutMs: 2000 };
  const answer = await dispatch.api.call('PUT', '/plugins/slack', { project, isEnabled: true, capabilities: ['conversation'], settings });
  expect(answer).toMatchObject({ status: 200 });
}

const userOf = (name: string): string => [...slack.workspace.users.values()].find((u) => u.name === name && !u.isBot)?.id ?? '';
const marked = (fake: FakeSlack): SlackChannel[] => [...fake.workspace.channels.values()].filter((c) => !c.isIm);
const channelsOf = (incident: Pick<IncidentDetail, 'key'>, fake = slack): SlackChannel[] => marked(fake).filter((c) => c.name.startsWith(incident.key.toLowerCase()));
function channelOf(incident: Pick<IncidentDetail, 'key'>): SlackChannel {
  const [channel] = channelsOf(incident);
  if (channel === undefined) throw new Error(`${incident.key} has no channel`);
  return channel;
}
/** What the app wrote in the channel, for all and for one, in order. */
const said = (channel: SlackChannel): string[] => channel.messages.filter((m) => m.subtype === null && m.user === 'U0DISPATCH' && !m.isDeleted).map((m) => `${m.text} ${JSON.stringify(m.blocks)}`);
async function eventually<T>(what: string, look: () => T | null | undefined | false): Promise<T> {
  for (const end = Date.now() + 30_000; Date.now() < end; await sleep(30)) {
    const found = look();
    if (found) return found;
  }
  throw new Error(`it did not come: ${what}\n${marked(slack).flatMap((c) => [`#${c.name} ${c.topic}`, ...said(c).map((text) => text.slice(0, 150))]).join('\n')}`);
}
const conversationStep = (i: IncidentDetail) => i.steps.find((s) => s.id === 'conversation');

describe('an incident in Slack', () => {
  it('gets a channel with topic, mark, links, people and a welcome', async () => {
    const { id } = await dispatch.api.declare({ title: 'Cards fail' });
    expect((await dispatch.api.call('POST', `/incidents/${id}/participants`, { email: 'tom@example.com', role: 'participant' })).status).toBeLessThan(300);
    const incident = await dispatch.api.until(id, (i) => settled(i) && i.resources.length >= 7);
    const channel = channelOf(incident);
    expect(channel).toMatchObject({ topic: expect.stringContaining('Cards fail'), purpose: expect.stringMatching(/\[dispatch [0-9a-f]{16}\]/), isArchived: false });
    await eventually('Tom in the channel', () => channel.members.has(userOf('tom')) && channel.members.has(userOf('dispatch')));
    await eventually('the links', () => channel.bookmarks.length > 0);
    await eventually('a welcome', () => said(channel).some((text) => text.includes('Cards fail')));
    expect(incident.resources.find((r) => r.kind === 'conversation')).toMatchObject({ provider: 'slack', state: 'ready' });
  });
});

describe('a step that fails', () => {
  it('is seen in the pinned summary at once, until somebody sees to it', async () => {
    const { id } = await dispatch.api.declare({ title: 'To be restricted' });
    const channel = channelOf(await dispatch.api.until(id, (i) => settled(i) && i.resources.length >= 7));
    const summary = () => JSON.stringify(channel.messages.find((m) => channel.pins.includes(m.ts))?.blocks ?? []);
    expect((await dispatch.api.call('PATCH', `/incidents/${id}`, { visibility: 'restricted' })).status).toBe(200);
    await eventually('the step in the summary', () => /needs you.*Change to a private channel/.test(summary()));
    channel.isPrivate = true;
    expect((await dispatch.api.call('POST', `/incidents/${id}/steps/visibility/retry`)).status).toBe(200);
    await eventually('the step is gone', () => !summary().includes('needs you'));
  });
});

describe('reopening', () => {
  it('says on the step what a person does in Slack, because no app can, and goes on with a retry', async () => {
    const { id } = await dispatch.api.declare({ title: 'Comes back' });
    const channel = channelOf(await dispatch.api.until(id, (i) => settled(i) && i.resources.length >= 7));
    const change = async (stage: string) => expect((await dispatch.api.call('POST', `/incidents/${id}/stage`, { stage, reason: `It is ${stage}` })).status).toBe(200);
    await change('closed');
    await eventually('the channel is archived, without the app', () => channel.isArchived && !channel.members.has('U0DISPATCH'));
    await dispatch.api.until(id, (i) => i.stage === 'review' && settled(i));
    await change('active');
    const step = (i: IncidentDetail) => i.steps.find((s) => s.id === 'unarchive-conversation');
    await dispatch.api.until(id, (i) => step(i)?.state === 'failed' && /choose “Unarchive”.*\/invite @Dispatch.*retry/.test(step(i)?.lastError ?? ''));
    openChannel(channel, { by: userOf('tom'), invites: 'U0DISPATCH' });
    expect((await dispatch.api.call('POST', `/incidents/${id}/steps/unarchive-conversation/retry`)).status).toBe(200);
    await dispatch.api.until(id, (i) => step(i)?.state === 'succeeded' && settled(i));
    await eventually('the topic', () => channel.topic.startsWith('Active'));
  });
});

describe('when Slack does not do what it should', () => {
  it('makes one channel and one of each message although answers get lost', async () => {
    for (const method of ['conversations.create', 'conversations.invite', 'chat.postMessage']) slack.faults.add(method, ['lost']);
    const { id } = await dispatch.api.declare({ title: 'Answers get lost' });
    const incident = await dispatch.api.until(id, (i) => settled(i) && i.resources.length >= 7, 40);
    const channel = channelOf(incident);
    await eventually('the people', () => channel.members.has(userOf('dispatch')));
    await eventually('the messages', () => said(channel).length >= 1 && slack.calls.filter((c) => c.method === 'chat.postMessage' && c.args['channel'] === channel.id).length >= 2);
    expect(channelsOf(incident)).toHaveLength(1);
    expect(new Set(said(channel)).size).toBe(said(channel).length);
    expect(channel.messages.filter((m) => m.subtype === 'channel_join' && m.user === userOf('dispatch'))).toHaveLength(1);
    slack.faults.clear();
  });

  it('goes on while Slack is down, and catches up in order', async () => {
    const { id: olderId } = await dispatch.api.declare({ title: 'Was there before' });
    const older = channelOf(await dispatch.api.until(olderId, (i) => settled(i) && i.resources.length >= 7));
    slack.faults.add('*', Array.from({ length: 5000 }, () => ({ status: 503 })));
    for (const [stage, reason] of [['stable', 'Errors are gone'], ['active', 'They are back']]) expect((await dispatch.api.call('POST', `/incidents/${olderId}/stage`, { stage, reason })).status).toBe(200);
    const { id } = await dispatch.api.declare({ title: 'Declared without Slack' });
    const trying = await dispatch.api.until(id, (i) => /503/.test(conversationStep(i)?.lastError ?? '') && i.resources.some((r) => r.kind === 'ticket'));
    expect(channelsOf(trying)).toEqual([]);
    expect((await dispatch.api.call('POST', `/incidents/${id}/tasks`, { title: 'Ring the bank' })).status).toBe(201);
    expect((await dispatch.api.call('POST', `/incidents/${id}/stage`, { stage: 'stable', reason: 'Seen without a channel' })).status).toBe(200);
    expect(said(older).join()).not.toContain('Errors are gone');
    slack.faults.clear();
    const ready = await dispatch.api.until(id, (i) => settled(i) && i.resources.length >= 7, 60);
    expect(channelsOf(ready)).toHaveLength(1);
    const wanted = ['Ring the bank', 'Seen without a channel'];
    const meanwhile = () => said(channelOf(ready)).filter((text) => !text.includes('dispatch-summary')).flatMap((text) => wanted.filter((one) => text.includes(one)));
    await eventually('what happened before there was a channel', () => meanwhile().length >= wanted.length);
    expect(meanwhile()).toEqual(wanted);
    const at = (words: string) => said(older).map((text, n) => (text.includes(words) ? n : -1)).filter((n) => n >= 0);
    await eventually('what was missed', () => at('Errors are gone').length > 0 && at('They are back').length > 0);
    expect([at('Errors are gone').length, at('They are back').length]).toEqual([1, 1]);
    expect(at('Errors are gone')[0]).toBeLessThan(at('They are back')[0] ?? 0);
  });

  it('names the remedy on the step when the token was revoked, and goes on with a retry', async () => {
    slack.workspace.installation.isRevoked = true;
    const { id } = await dispatch.api.declare({ title: 'Revoked' });
    const failed = await dispatch.api.until(id, (i) => /token was revoked.*Integrations/.test(conversationStep(i)?.lastError ?? ''));
    expect(failed.resources.some((r) => r.kind === 'conversation')).toBe(false);
    slack.workspace.installation.isRevoked = false;
    const retried = await dispatch.api.call('POST', `/incidents/${id}/steps/conversation/retry`);
    expect(retried).toMatchObject({ status: 200 });
    await dispatch.api.until(id, (i) => i.resources.some((r) => r.kind === 'conversation' && r.state === 'ready'));
  });
});

describe('two workspaces', () => {
  it('never mix their tokens', async () => {
    const fakes = await Promise.all(['xoxb-of-red', 'xoxb-of-blue'].map(workspace));
    try {
      const projects = ['Red', 'Blue'];
      for (const [n, fake] of fakes.entries()) {
        expect((await dispatch.api.call('POST', '/projects', { name: projects[n], keyPrefix: projects[n]?.toUpperCase() })).status).toBe(201);
        await connect(fake, projects[n] ?? '');
      }
      const before = slack.calls.length;
      const declared = await Promise.all(Array.from({ length: 10 }, (_, n) => dispatch.api.declare({ title: `Burst ${n}`, project: projects[n % 2] })));
      await Promise.all(declared.map(({ id }) => dispatch.api.until(id, (i) => i.resources.some((r) => r.kind === 'conversation' && r.state === 'ready'), 60, 1000)));
      for (const [n, fake] of fakes.entries()) {
        expect(new Set(fake.calls.map((c) => c.token))).toEqual(new Set([fake.workspace.installation.token]));
        const mine = declared.filter((i) => i.key.startsWith(projects[n]?.toUpperCase() ?? ''));
        expect(marked(fake).map((c) => c.name).sort()).toEqual(mine.map((i) => i.key.toLowerCase()).sort());
        expect(mine).toHaveLength(5);
      }
      expect(slack.calls.slice(before).filter((c) => c.method === 'conversations.create')).toEqual([]);
    } finally {
      for (const fake of fakes) await fake.stop();
    }
  });
});
