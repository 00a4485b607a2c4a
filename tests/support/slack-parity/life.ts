import { expect } from '@jest/globals';
import { stageActions } from '../../../activities/messages/conversation/actions.ts';
import { addMessage, archiveChannel, openChannel } from '../../../plugins/slack/fake/workspace.ts';
import { toBlocks } from '../../../plugins/slack/markdown.ts';
import { blocksOf, happens, presses, pressesForForm, shownIn, submits, types, typesForForm } from './acts.ts';
import { adds, channelOf, deedsOf, directOf, eventually, homeOf, postsIn, rolesOf, rowsOf, summaryOf, timelineOf, userOf, type ParityCase, type SlackWorld } from './world.ts';

const update: ParityCase = {
  row: 'Change title, description, type, severity, priority, tags, resolution',
  proves: 'changes what an incident is, by form and by command',
  async run(world) {
    const { incidents, dispatch } = world;
    const channel = await channelOf(world, incidents.main);
    await adds(world, incidents.main, async () => {
      const form = await pressesForForm(world, { who: 'vera', channel }, { label: 'Update', blocks: summaryOf(channel).blocks });
      expect(shownIn(form)).toContain('EU cards time out.');
      const sent = await submits(world, form, { title: 'Cards fail in the EU', description: 'EU cards time out since 09:05.', resolution: 'Rolled back', tags: 'cards, region/eu', priority: 'P2' });
      expect(sent.errors).toBeNull();
      const typed = await types(world, { who: 'vera', channel }, { text: 'severity Sev 2' });
      expect(typed.said).toContain('Severity changed');
      return [sent, typed].map(({ commandId: id }) => ({ name: 'editIncident', id }));
    });
    expect(await dispatch.api.incident(incidents.main)).toMatchObject({ title: 'Cards fail in the EU', description: 'EU cards time out since 09:05.', resolution: 'Rolled back', tags: ['cards', 'region/eu'], priority: 'P2', severity: 'Sev 2' });
    await eventually('the summary', () => /Cards fail in the EU[\s\S]*\*Severity\* Sev 2[\s\S]*\*Priority\* P2/.test(JSON.stringify(summaryOf(channel).blocks)));
    await eventually('the topic', () => channel.topic.includes('Sev 2'));
  },
};

const restrict: ParityCase = {
  row: 'Restrict or open it',
  proves: 'hides an incident and its channel, and shows them again',
  async run(world) {
    const { incidents, dispatch, general } = world;
    const channel = await channelOf(world, incidents.main);
    await adds(world, incidents.main, async () => {
      const hidden = await submits(world, await typesForForm(world, { who: 'vera', channel }, '/dispatch-update-incident'), { visibility: 'restricted' });
      await eventually('the channel is private', () => channel.isPrivate);
      expect((await dispatch.api.incident(incidents.main)).visibility).toBe('restricted');
      const listed = await types(world, { who: 'kim', channel: general }, { text: 'list' });
      expect(listed.said).not.toContain('Cards fail');
      const { key } = await dispatch.api.incident(incidents.main);
      expect((await types(world, { who: 'kim', channel: general }, { text: `${key} summary` })).said).toContain('There is no incident');
      const shown = await submits(world, await typesForForm(world, { who: 'vera', channel }, '/dispatch-update-incident'), { visibility: 'open' });
      await eventually('the channel is public', () => !channel.isPrivate);
      return [hidden, shown].map(({ commandId: id }) => ({ name: 'editIncident', id }));
    });
    expect((await dispatch.api.incident(incidents.main)).visibility).toBe('open');
  },
};

const stage: ParityCase = {
  row: 'Change the stage, close, reopen',
  proves: 'moves an incident on and back, also when its channel is archived',
  async run(world) {
    const { incidents, dispatch, general, slack } = world;
    const channel = await channelOf(world, incidents.other);
    const by = { who: 'tom', channel };
    await adds(world, incidents.other, async () => {
      const stable = await types(world, by, { text: 'stage stable Errors are gone' });
      expect(stable.said).toContain('stable now');
      await eventually('the topic', () => channel.topic.startsWith('Stable'));
      await eventually('the channel hears of it', () => postsIn(channel).filter(({ ts, text }) => !channel.pins.includes(ts) && /stable/i.test(text) && text.includes('Errors are gone')).length === 1);
      const active = await submits(world, await pressesForForm(world, by, { label: 'Change stage', blocks: summaryOf(channel).blocks }), { stage: 'active', reason: 'They are back' });
      await dispatch.api.until(incidents.other, (i) => i.stage === 'active');
      const again = await presses(world, by, { label: 'It is stable', message: { blocks: toBlocks({ markdown: 'x', buttons: stageActions(incidents.other, 'stable') }) } });
      const closed = await presses(world, by, { label: 'Close it', message: { blocks: toBlocks({ markdown: 'x', buttons: stageActions(incidents.other, 'closed') }) } });
      return [stable, active, again, closed].map(({ commandId: id }) => ({ name: 'changeStage', id }));
    });
    await eventually('archived', () => channel.isArchived);
    const { key } = await dispatch.api.until(incidents.other, (i) => i.stage === 'review');
    const reopened = await types(world, { who: 'tom', channel: general }, { text: `${key} stage active It is back` });
    await eventually('open again', () => !channel.isArchived && channel.members.has(slack.workspace.installation.botUserId));
    await eventually('the topic', () => channel.topic.startsWith('Active'));
    expect((await deedsOf(world, `incident/${incidents.other}`)).filter(({ id }) => id === reopened.commandId)).toEqual([{ name: 'changeStage', id: reopened.commandId }]);
    expect((await dispatch.api.incident(incidents.other)).stages.map((one) => one.stage)).toEqual(['active', 'stable', 'active', 'stable', 'closed', 'review', 'active']);
  },
};

const steps: ParityCase = {
  row: 'Retry, skip or answer a step',
  proves: 'tries a failed step again, answers it and goes on without it',
  async run(world) {
    const { incidents, dispatch } = world;
    const channel = await channelOf(world, incidents.main);
    const other = await channelOf(world, incidents.other);
    const conference = async () => (await dispatch.api.incident(incidents.main)).steps.find(({ id }) => id === 'conference');
    await adds(world, incidents.main, async () => {
      const pressed = await presses(world, { who: 'vera', channel }, { label: 'Retry', message: summaryOf(channel) });
      await eventually('the second failure', async () => (await conference())?.state === 'failed');
      const typed = await types(world, { who: 'vera', channel }, { text: 'retry conference' });
      await eventually('the third failure', async () => (await conference())?.state === 'failed');
      const form = await typesForForm(world, { who: 'vera', channel }, '/dispatch', 'steps');
      const sent = await submits(world, form, { what: 'supply', name: 'The bridge', url: 'https://meet.example/bridge' });
      expect(sent.errors).toBeNull();
      return [{ name: 'retryStep', id: pressed.commandId }, { name: 'retryStep', id: typed.commandId }, { name: 'supplyStep', id: sent.commandId }];
    });
    expect((await dispatch.api.incident(incidents.main)).resources).toEqual(expect.arrayContaining([expect.objectContaining({ kind: 'conference', url: 'https://meet.example/bridge' })]));
    await eventually('the bookmark', () => channel.bookmarks.some(({ link }) => link === 'https://meet.example/bridge'));
    await adds(world, incidents.other, async () => {
      const skipped = await types(world, { who: 'tom', channel: other }, { text: 'skip conference We use the bridge' });
      return [{ name: 'skipStep', id: skipped.commandId }];
    });
    expect((await dispatch.api.incident(incidents.other)).steps.find(({ id }) => id === 'conference')?.state).toBe('skipped');
  },
};

const cost: ParityCase = {
  row: 'Cost, add or take back a cost',
  proves: 'shows the cost, adds to it and takes it back',
  async run(world) {
    const { incidents } = world;
    const channel = await channelOf(world, incidents.main);
    const by = { who: 'vera', channel };
    await adds(world, incidents.main, async () => {
      const form = await typesForForm(world, by, '/dispatch-add-cost');
      expect((await submits(world, form, { amount: 'much', note: 'CDN' })).errors).toMatchObject({ amount: expect.stringContaining('1250.00') });
      const sent = await submits(world, form, { kind: 'vendor', amount: '120,50', note: 'CDN' });
      const listed = await types(world, by, { text: 'cost' });
      expect(listed.said).toContain('CDN');
      const removed = await presses(world, by, { label: 'Remove', message: { blocks: blocksOf(listed) } });
      return [{ name: 'addCostLine', id: sent.commandId }, { name: 'removeCostLine', id: removed.commandId }];
    });
    expect((await types(world, by, { text: 'cost' })).said).not.toContain('CDN');
    expect((await timelineOf(world, incidents.main)).filter((line) => line.includes('120'))).toHaveLength(2);
  },
};

const conversation: ParityCase = {
  row: 'Conversation, files',
  proves: 'counts what is written, files too, once, and notes what is done to the channel by hand',
  async run(world) {
    const { incidents, dispatch, slack } = world;
    const channel = await channelOf(world, incidents.main);
    const [tom, observer, bot] = [userOf(world, 'tom'), userOf(world, 'dispatch'), slack.workspace.installation.botUserId];
    const writes = (text: string, more: Record<string, unknown> = {}) => {
      const { ts } = addMessage(slack.workspace, channel, { user: observer, text });
      return happens(world, { type: 'message', channel: channel.id, user: observer, text, ts, event_ts: ts, ...more });
    };
    expect(rolesOf(await dispatch.api.incident(incidents.main), 'dispatch')).toEqual(['observer']);
    const before = await deedsOf(world, `incident/${incidents.main}`, ['activityNoted']);
    await writes('Looking');
    await writes('The graph', { subtype: 'file_share', files: [{ id: 'F1', name: 'graph.png' }] });
    const third = await writes('Fixed');
    await dispatch.api.until(incidents.main, (i) => rolesOf(i, 'dispatch')?.includes('participant') === true);
    // whoever writes three messages takes part: it was the third that counted as third, although each came twice
    expect((await deedsOf(world, `incident/${incidents.main}`, ['activityNoted'])).slice(before.length)).toEqual([{ name: 'activityNoted', id: '' }, { name: 'assignRole', id: third.commandId }]);
    await adds(world, incidents.main, async () => {
      channel.name = 'cards-on-fire';
      const renamed = await happens(world, { type: 'channel_rename', channel: { id: channel.id, name: 'cards-on-fire' } });
      const lines = async (words: string) => (await timelineOf(world, incidents.main)).filter((line) => line.includes(words)).length;
      await eventually('the note', async () => (await lines('renamed to #cards-on-fire')) === 1);
      archiveChannel(slack.workspace, channel);
      const archived = await happens(world, { type: 'channel_archive', channel: channel.id, user: tom });
      await eventually('the note', async () => (await lines('archived by hand by tom')) === 1);
      openChannel(channel, { by: tom, invites: bot });
      const opened = await happens(world, { type: 'channel_unarchive', channel: channel.id, user: tom });
      await eventually('the note', async () => (await lines('opened again by hand by tom')) === 1);
      return [renamed, archived, opened].map(({ commandId: id }) => ({ name: 'addNote', id }));
    });
    const ready = await dispatch.api.incident(incidents.main);
    expect(ready.resources.find(({ kind }) => kind === 'conversation')).toMatchObject({ externalId: channel.id, state: 'ready' });
    // the incident goes on meanwhile, and the channel shows it with the next change
    archiveChannel(slack.workspace, channel);
    expect((await dispatch.api.call('PATCH', `/incidents/${incidents.main}`, { tags: ['cards', 'europe'] })).status).toBe(200);
    expect((await dispatch.api.call('PATCH', `/incidents/${incidents.main}`, { priority: 'P3' })).status).toBe(200);
    openChannel(channel, { by: tom, invites: bot });
    expect((await dispatch.api.call('PATCH', `/incidents/${incidents.main}`, { severity: 'Sev 3' })).status).toBe(200);
    await eventually('the summary', () => /\*Severity\* Sev 3[\s\S]*\*Priority\* P3/.test(JSON.stringify(summaryOf(channel).blocks)));
  },
};

/** The home tab of somebody, shown anew. */
async function goesHome(world: SlackWorld, who: string, words: string) {
  const user = userOf(world, who);
  await happens(world, { type: 'app_home_opened', user, tab: 'home' });
  await eventually(`“${words}” at home`, () => homeOf(world, user).includes(words));
  const view = [...world.slack.workspace.views.values()].find((one) => one.kind === 'home' && one.user === user);
  if (view === undefined) throw new Error('there is no home tab');
  return view;
}

const postmortem: ParityCase = {
  row: 'Postmortem: meeting, owner, publish',
  proves: 'moves the meeting and publishes, although the channel is archived',
  async run(world) {
    const { incidents, dispatch, general } = world;
    const { key } = await dispatch.api.incident(incidents.other);
    const by = { who: 'tom', channel: general };
    await types(world, by, { text: `${key} stage closed` });
    await dispatch.api.until(incidents.other, (i) => i.stage === 'review' && i.postmortem?.state === 'scheduled');
    const home = await goesHome(world, 'tom', '"Postmortem"');
    expect(JSON.stringify(home.view)).toContain('How did it go?');
    const workflow = `postmortem/${incidents.other}`;
    const signals = ['postmortemScheduled', 'postmortemPublished'];
    const before = await deedsOf(world, `incident/${incidents.other}`, signals);
    const shown = await types(world, by, { text: `${key} postmortem` });
    const form = await pressesForForm(world, by, { label: 'Move the meeting', blocks: blocksOf(shown) });
    const moved = await submits(world, form, { meetingAt: '2030-03-17T17:46', owner: userOf(world, 'nadia') });
    expect(moved.errors).toBeNull();
    expect(await deedsOf(world, workflow)).toEqual([{ name: 'scheduleMeeting', id: moved.commandId }]);
    expect((await dispatch.api.incident(incidents.other)).postmortem).toMatchObject({ meetingAt: '2030-03-17T17:46:00.000Z', owner: { email: 'nadia@example.com' } });
    const published = await presses(world, by, { label: 'Publish', message: { blocks: blocksOf(shown) } });
    await dispatch.api.until(incidents.other, (i) => i.postmortem?.state === 'published');
    expect(await deedsOf(world, workflow)).toEqual([{ name: 'scheduleMeeting', id: moved.commandId }, { name: 'publish', id: published.commandId }]);
    expect((await deedsOf(world, `incident/${incidents.other}`, signals)).slice(before.length).map(({ name }) => name)).toEqual(signals);
    expect((await types(world, by, { text: `${key} postmortem` })).said).toContain('It is published');
    expect(directOf(world, userOf(world, 'tom')).some((text) => text.includes('The review meeting is moved'))).toBe(true);
  },
};

const feedback: ParityCase = {
  row: 'Rate how it went',
  proves: 'takes a rating from home, and changes no history',
  async run(world) {
    const { incidents, dispatch, general } = world;
    const workflow = `incident/${incidents.other}`;
    const before = await deedsOf(world, workflow);
    const { key } = await dispatch.api.incident(incidents.other);
    const form = await typesForForm(world, { who: 'tom', channel: general }, '/dispatch', `${key} feedback`);
    const sent = await submits(world, form, { rating: '4', text: 'Page earlier' });
    expect(sent.errors).toBeNull();
    await eventually('thanks', () => directOf(world, userOf(world, 'tom')).some((text) => text.includes('Thank you')));
    expect(await deedsOf(world, workflow)).toEqual(before);
    expect(await rowsOf(world, 'select rating, text from feedback where incident_id = $1', [incidents.other])).toEqual([{ rating: 4, text: 'Page earlier' }]);
  },
};

/** Rows about what becomes of an incident: those of the main one first, then closing and review of the other. */
export const LIFE: readonly ParityCase[] = [update, restrict, steps, cost, conversation, stage, postmortem, feedback];
