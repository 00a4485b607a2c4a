import { expect } from '@jest/globals';
import { reportActions, taskActions } from '../../../activities/messages/conversation/actions.ts';
import { addMessage } from '../../../plugins/slack/fake/workspace.ts';
import { toBlocks } from '../../../plugins/slack/markdown.ts';
import { blocksOf, choosesForForm, closes, happens, presses, pressesForForm, shownIn, submits, types, typesForForm } from './acts.ts';
import { adds, channelOf, commandOfKept, deedsOf, eventually, homeOf, postsIn, summaryOf, timelineOf, userOf, type ParityCase, type SlackWorld } from './world.ts';

interface Task {
  id: string;
  title: string;
  state: string;
  assignee: { email: string } | null;
  dueAt: string | null;
}
async function tasksOf({ dispatch, incidents }: SlackWorld): Promise<Task[]> {
  return (await dispatch.api.call<{ data: Task[] }>('GET', `/incidents/${incidents.main}/tasks`)).body.data;
}

const create: ParityCase = {
  row: 'Create a task',
  proves: 'makes tasks by button, by command and of a message, and tells the channel once of each',
  async run(world) {
    const { incidents, slack } = world;
    const channel = await channelOf(world, incidents.main);
    const said = addMessage(slack.workspace, channel, { user: userOf(world, 'tom'), text: 'Somebody must tell the bank' });
    await adds(world, incidents.main, async () => {
      const form = await pressesForForm(world, { who: 'nadia', channel }, { label: 'Task', blocks: summaryOf(channel).blocks });
      const sent = await submits(world, form, { title: 'Rotate the key', assignee: userOf(world, 'tom') });
      const typed = await types(world, { who: 'nadia', channel }, { command: '/dispatch-create-task', text: '"Write the notice" @nadia due 2h' });
      expect(typed.said).toContain('Task created: Write the notice');
      const quoting = await choosesForForm(world, 'nadia', { callbackId: 'create-task', channel, message: said });
      expect(shownIn(quoting)).toContain('"initial_value":"Somebody must tell the bank"');
      const kept = await submits(world, quoting, {});
      return [sent, typed, kept].map(({ commandId: id }) => ({ name: 'createTask', id }));
    });
    expect((await tasksOf(world)).map(({ title, assignee }) => [title, assignee?.email ?? null]).toSorted()).toEqual([
      ['Rotate the key', 'tom@example.com'], ['Somebody must tell the bank', null], ['Write the notice', 'nadia@example.com'],
    ]);
    const told = () => postsIn(channel).filter(({ ts, text }) => !channel.pins.includes(ts) && /Rotate the key|tell the bank|Write the notice/.test(text));
    await eventually('the channel hears of them', () => told().length === 3);
    expect(JSON.stringify(told()[0]?.blocks)).toContain('"Resolve"');
    await eventually('the summary lists them', () => JSON.stringify(summaryOf(channel).blocks).includes('Open tasks: 3'));
  },
};

const resolve: ParityCase = {
  row: 'Resolve, reopen a task',
  proves: 'resolves and reopens tasks by button and by number',
  async run(world) {
    const { incidents } = world;
    const channel = await channelOf(world, incidents.main);
    const numbered = (await tasksOf(world)).find(({ title }) => title === 'Write the notice');
    const told = postsIn(channel).find(({ ts, text }) => !channel.pins.includes(ts) && text.includes('Rotate the key'));
    if (told === undefined || numbered === undefined) throw new Error('the task and the message about it are not there');
    await adds(world, incidents.main, async () => {
      const resolved = await presses(world, { who: 'tom', channel }, { label: 'Resolve', message: told });
      expect(resolved.said).toContain('Done: Rotate the key');
      expect((await tasksOf(world)).find(({ title }) => title === 'Rotate the key')?.state).toBe('done');
      const listed = await types(world, { who: 'nadia', channel }, { command: '/dispatch-list-tasks', text: '' });
      const reopened = await presses(world, { who: 'nadia', channel }, { label: 'Reopen', message: { blocks: blocksOf(listed) } });
      const typed = await types(world, { who: 'nadia', channel }, { text: 'done 2' });
      // what a reminder about a task offers
      const reminded = await presses(world, { who: 'nadia', channel }, { label: 'Resolve', message: { blocks: toBlocks({ markdown: 'x', buttons: taskActions(numbered.id) }) } });
      expect(reminded.said).toContain('It was done already');
      return [resolved, reopened, typed, reminded].map(({ commandId: id }) => ({ name: 'updateTask', id }));
    });
    expect((await tasksOf(world)).map(({ title, state }) => [title, state]).toSorted()).toEqual([['Rotate the key', 'open'], ['Somebody must tell the bank', 'open'], ['Write the notice', 'done']]);
    await eventually('the summary counts them', () => JSON.stringify(summaryOf(channel).blocks).includes('Open tasks: 2'));
  },
};

const edit: ParityCase = {
  row: 'Edit, assign, move or cancel a task',
  proves: 'changes a task in a form that shows what it is',
  async run(world) {
    const { incidents } = world;
    const channel = await channelOf(world, incidents.main);
    await adds(world, incidents.main, async () => {
      const listed = await types(world, { who: 'nadia', channel }, { command: '/dispatch-list-tasks', text: '' });
      const form = await pressesForForm(world, { who: 'nadia', channel }, { label: 'Edit', blocks: blocksOf(listed).slice(1) });
      const title = /"initial_value":"([^"]+)"/.exec(shownIn(form))?.[1] ?? '';
      const sent = await submits(world, form, { title: `${title} now`, assignee: userOf(world, 'vera'), dueAt: '2030-03-17T17:46', state: 'cancelled' });
      expect(sent.errors).toBeNull();
      expect(await tasksOf(world)).toEqual(expect.arrayContaining([expect.objectContaining({ title: `${title} now`, assignee: expect.objectContaining({ email: 'vera@example.com' }), dueAt: '2030-03-17T17:46:00.000Z', state: 'cancelled' })]));
      return [{ name: 'updateTask', id: sent.commandId }];
    });
    await eventually('the summary counts it no more', () => JSON.stringify(summaryOf(channel).blocks).includes('Open tasks: 1'));
  },
};

const mine: ParityCase = {
  row: 'My tasks',
  proves: 'lists the open tasks of whoever asks, in an answer and at home, and changes nothing',
  async run(world) {
    const open = (await tasksOf(world)).find(({ state }) => state === 'open');
    await world.dispatch.api.call('PATCH', `/tasks/${open?.id}`, { assigneeEmail: 'tom@example.com' });
    const before = await deedsOf(world, `incident/${world.incidents.main}`);
    const listed = await types(world, { who: 'tom', channel: world.general }, { command: '/dispatch-list-my-tasks', text: '' });
    expect(listed.said).toContain(open?.title);
    expect((await types(world, { who: 'kim', channel: world.general }, { command: '/dispatch-list-my-tasks', text: '' })).said).toContain('no open tasks');
    await happens(world, { type: 'app_home_opened', user: userOf(world, 'tom'), tab: 'home' });
    await eventually('his home', () => homeOf(world, userOf(world, 'tom')).includes(open?.title ?? ''));
    expect(await deedsOf(world, `incident/${world.incidents.main}`)).toEqual(before);
  },
};

const reports: ParityCase = {
  row: 'Tactical and executive report',
  proves: 'posts reports from forms that begin with the last one',
  async run(world) {
    const { incidents, dispatch } = world;
    const channel = await channelOf(world, incidents.main);
    await adds(world, incidents.main, async () => {
      const form = await pressesForForm(world, { who: 'vera', channel }, { label: 'Report', blocks: summaryOf(channel).blocks });
      expect((await submits(world, form, { conditions: 'Errors at 3 %', actions: ' ', needs: 'Nothing' })).errors).toEqual({ actions: 'Please fill this in.' });
      const tactical = await submits(world, form, { conditions: 'Errors at 3 %', actions: 'Rolling back', needs: 'Nothing' });
      const again = await pressesForForm(world, { who: 'vera', channel }, { label: 'Write it here', blocks: toBlocks({ markdown: 'x', buttons: reportActions(incidents.main, 'tactical') }) });
      expect(shownIn(again)).toContain('"initial_value":"Rolling back"');
      closes(world, again);
      const executive = await submits(world, await typesForForm(world, { who: 'vera', channel }, '/dispatch-report-executive'), { currentStatus: 'Recovering', overview: 'Cards fail', nextSteps: 'A review' });
      const typed = await types(world, { who: 'vera', channel }, { command: '/dispatch-report-tactical', text: 'Errors at 1 %; waiting; nobody' });
      expect(typed.said).toContain('The tactical report is posted');
      return [tactical, executive, typed].map(({ commandId: id }) => ({ name: 'postReport', id }));
    });
    const { body } = await dispatch.api.call<{ data: { kind: string }[] }>('GET', `/incidents/${incidents.main}/reports`);
    expect(body.data.map(({ kind }) => kind)).toEqual(['tactical', 'executive', 'tactical']);
    await eventually('the channel reads it', () => postsIn(channel).some((one) => JSON.stringify(one.blocks).includes('Rolling back')));
  },
};

const snooze: ParityCase = {
  row: 'Put a reminder off',
  proves: 'puts reminders off by button and by command',
  async run(world) {
    const { incidents } = world;
    const channel = await channelOf(world, incidents.main);
    await adds(world, incidents.main, async () => {
      const pressed = await presses(world, { who: 'vera', channel }, { label: 'In 2 hours', message: { blocks: toBlocks({ markdown: 'x', buttons: reportActions(incidents.main, 'executive') }) } });
      expect(pressed.said).toContain('reminded again in 120 minutes');
      const typed = await types(world, { who: 'vera', channel }, { text: 'snooze tactical 45m' });
      expect(typed.said).toContain('next reminder');
      return [pressed, typed].map(({ commandId: id }) => ({ name: 'snoozeReport', id }));
    });
    const lines = await timelineOf(world, incidents.main);
    expect(lines.filter((line) => /put the (executive|tactical) report off until/.test(line))).toHaveLength(2);
  },
};

const keep: ParityCase = {
  row: 'Add to the timeline',
  proves: 'keeps what is typed, chosen or reacted to, the very message, once',
  async run(world) {
    const { incidents, slack } = world;
    const channel = await channelOf(world, incidents.main);
    const first = addMessage(slack.workspace, channel, { user: userOf(world, 'tom'), text: 'Deploy 4711 did it' });
    const reply = addMessage(slack.workspace, channel, { user: userOf(world, 'tom'), text: 'Rolled back at 09:30', threadTs: first.ts });
    const reacts = (who: string) => happens(world, { type: 'reaction_added', reaction: 'stopwatch', user: userOf(world, who), item_user: userOf(world, 'tom'), item: { type: 'message', channel: channel.id, ts: reply.ts } });
    const kept = async () => (await timelineOf(world, incidents.main)).filter((line) => line.includes('Rolled back at 09:30'));
    await adds(world, incidents.main, async () => {
      const typed = await types(world, { who: 'nadia', channel }, { command: '/dispatch-add-timeline-event', text: 'Failed over to the second region' });
      await reacts('nadia');
      await eventually('the message on the timeline', async () => (await kept()).length > 0);
      await reacts('vera');
      const chosen = await choosesForForm(world, 'nadia', { callbackId: 'add-to-timeline', channel, message: first });
      const sent = await submits(world, chosen, {});
      return [{ name: 'addNote', id: typed.commandId }, { name: 'importMessage', id: commandOfKept(channel, reply) }, { name: 'addNote', id: sent.commandId }];
    });
    expect(await kept()).toEqual(['**tom** wrote: Rolled back at 09:30']);
    const lines = await timelineOf(world, incidents.main);
    for (const words of ['Failed over to the second region', 'Deploy 4711 did it']) expect(lines.filter((line) => line.includes(words))).toHaveLength(1);
  },
};

const timeline: ParityCase = {
  row: 'Read the timeline, pin or edit an event',
  proves: 'shows the timeline, and pins and rewords its events',
  async run(world) {
    const { incidents, dispatch } = world;
    const channel = await channelOf(world, incidents.main);
    await adds(world, incidents.main, async () => {
      const listed = await types(world, { who: 'vera', channel }, { text: 'list-timeline' });
      expect(listed.said).toContain('Deploy 4711 did it');
      const blocks = blocksOf(listed);
      const pinned = await presses(world, { who: 'vera', channel }, { label: 'Pin', message: { blocks } });
      const form = await pressesForForm(world, { who: 'vera', channel }, { label: 'Edit', blocks });
      const sent = await submits(world, form, { text: 'Deploy 4712 did it' });
      return [{ name: 'pinEvent', id: pinned.commandId }, { name: 'amendEvent', id: sent.commandId }];
    });
    const { body } = await dispatch.api.call<{ data: { amendedText: string | null }[] }>('GET', `/incidents/${incidents.main}/events?pinned=true`);
    expect(body.data).toEqual([expect.objectContaining({ amendedText: 'Deploy 4712 did it' })]);
  },
};

/** Rows about the work, after those about people. */
export const WORK: readonly ParityCase[] = [create, resolve, edit, mine, reports, snooze, keep, timeline];
