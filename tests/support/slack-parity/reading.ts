import { expect } from '@jest/globals';
import type { IncidentDetail } from '../../../api/contract/incidents.ts';
import { addMessage } from '../../../plugins/slack/fake/workspace.ts';
import { blocksOf, choosesForForm, closes, happens, pressesForForm, shownIn, submits, types, typesForForm } from './acts.ts';
import { channelOf, deedsOf, eventually, homeOf, postsIn, summaryOf, userOf, type ParityCase, type SlackWorld } from './world.ts';

/** Declares from a form that is open, twice delivered; answers the one incident it makes. */
async function declares(world: SlackWorld, form: Awaited<ReturnType<typeof typesForForm>>, title: string): Promise<string> {
  const { errors } = await submits(world, form, { title, ...(title === 'Cards fail' ? { description: 'EU cards time out.' } : {}) });
  expect(errors).toBeNull();
  const { body } = await world.dispatch.api.call<{ data: { id: string; reporter: { email: string } | null }[] }>('GET', `/incidents?q=${encodeURIComponent(`"${title}"`)}`);
  expect(body.data).toMatchObject([{ reporter: { email: `${form.who}@example.com` } }]);
  return body.data[0]?.id ?? '';
}

/** True once the incident has everything but the conference, whose provider refuses us. */
function isReady({ steps, resources }: IncidentDetail): boolean {
  const ended = steps.every(({ id, state }) => (id === 'conference' ? state === 'failed' : state === 'succeeded' || state === 'skipped'));
  return ended && steps.length > 0 && resources.some(({ kind }) => kind === 'conversation');
}

const report: ParityCase = {
  row: 'Report an incident',
  proves: 'declares once from a shortcut, a message, a command and the Home tab',
  async run(world) {
    const { dispatch, general, slack, incidents } = world;
    const by = { who: 'nadia', channel: general };
    const typed = await typesForForm(world, by, '/dispatch-report-incident', 'Mail is late');
    expect(shownIn(typed)).toContain('"initial_value":"Mail is late"');
    closes(world, typed);
    incidents.main = await declares(world, await choosesForForm(world, 'nadia', { callbackId: 'report-incident' }), 'Cards fail');
    const message = addMessage(slack.workspace, general, { user: userOf(world, 'tom'), text: 'Search is down' });
    const quoting = await choosesForForm(world, 'tom', { callbackId: 'report-incident-from-message', channel: general, message });
    expect(shownIn(quoting)).toContain(`archives/${general.id}/p${message.ts.replace('.', '')}`);
    incidents.other = await declares(world, quoting, 'Search is down');
    for (const id of Object.values(incidents)) await dispatch.api.until(id, isReady);
    for (const [id, who] of [[incidents.main, 'nadia'], [incidents.other, 'tom']] as const) {
      expect(await deedsOf(world, `incident/${id}`)).toEqual([]);
      const channel = await channelOf(world, id);
      await eventually('the reporter is in the channel', () => channel.members.has(userOf(world, who)));
      expect(channel.creator).toBe('U0DISPATCH');
    }
    expect((await dispatch.api.call<{ total: number }>('GET', '/incidents')).body.total).toBe(2);
    await happens(world, { type: 'app_home_opened', user: userOf(world, 'nadia'), tab: 'home' });
    const home = await eventually('her home', () => [...slack.workspace.views.values()].find((one) => one.kind === 'home' && one.user === userOf(world, 'nadia')));
    const fromHome = await pressesForForm(world, { who: 'nadia' }, { label: 'Report an incident', blocks: home.view['blocks'], view: home });
    expect(shownIn(fromHome)).toContain('"callback_id":"declare"');
    closes(world, fromHome);
  },
};

/** Runs what only reads, and shows that it leaves the history of the incident as it was. */
async function readsOnly(world: SlackWorld, work: () => Promise<void>): Promise<void> {
  const workflow = `incident/${world.incidents.main}`;
  const before = await deedsOf(world, workflow);
  await work();
  expect(await deedsOf(world, workflow)).toEqual(before);
}

const list: ParityCase = {
  row: 'List and search incidents',
  proves: 'lists and finds incidents for those who may see them, and changes nothing',
  run: (world) => readsOnly(world, async () => {
    const { general } = world;
    const { key } = await world.dispatch.api.incident(world.incidents.main);
    const all = await types(world, { who: 'vera', channel: general }, { command: '/dispatch-list-incidents', text: '' });
    expect(all.said).toContain('Cards fail');
    expect(all.said).toContain('Search is down');
    const found = await types(world, { who: 'vera', channel: general }, { command: '/dispatch-list-incidents', text: 'cards' });
    expect(found.said).toContain(key);
    expect(found.said).not.toContain('Search is down');
    const { said } = await types(world, { who: 'stranger', channel: general }, { text: 'list' });
    expect(said).toContain('does not know you');
    expect(said).not.toContain(key);
    await happens(world, { type: 'app_home_opened', user: userOf(world, 'vera'), tab: 'home' });
    await eventually('her home', () => homeOf(world, userOf(world, 'vera')).includes('Cards fail'));
  }),
};

const page: ParityCase = {
  row: 'Incident page',
  proves: 'shows how the incident stands in the pin, an answer, the bookmarks and a preview, and changes nothing',
  run: (world) => readsOnly(world, async () => {
    const { dispatch, general, slack, incidents } = world;
    const channel = await channelOf(world, incidents.main);
    const { key } = await dispatch.api.incident(incidents.main);
    const summary = JSON.stringify(summaryOf(channel).blocks);
    for (const words of ['Cards fail', '*Commander* nadia', 'Open in Dispatch']) expect(summary).toContain(words);
    expect((await types(world, { who: 'tom', channel }, { command: '/dispatch-summary', text: '' })).said).toContain('Commander: nadia');
    expect((await types(world, { who: 'tom', channel: general }, { text: key })).said).toContain('Cards fail');
    expect(channel.bookmarks.map(({ title }) => title)).toEqual(expect.arrayContaining([`${key} in Dispatch`, 'Ticket', 'Incident document']));
    const url = `${dispatch.url}/incidents/${key}`;
    const post = addMessage(slack.workspace, general, { user: userOf(world, 'vera'), text: `<${url}>` });
    await happens(world, { type: 'link_shared', channel: general.id, user: userOf(world, 'vera'), message_ts: post.ts, links: [{ url }] });
    await eventually('the preview', () => JSON.stringify(post.unfurls).includes('Cards fail'));
    const mention = addMessage(slack.workspace, channel, { user: userOf(world, 'nadia'), text: '<@U0DISPATCH> summary' });
    const answers = () => channel.messages.filter((one) => one.onlyFor === userOf(world, 'nadia') && one.text.includes('Cards fail'));
    await happens(world, { type: 'app_mention', channel: channel.id, user: userOf(world, 'nadia'), text: mention.text, ts: mention.ts });
    await eventually('the answer to a mention', () => answers().length > 0);
    expect(answers()).toHaveLength(1);
  }),
};

const documents: ParityCase = {
  row: 'Documents',
  proves: 'leads to the documents from the channel',
  run: (world) => readsOnly(world, async () => {
    const channel = await channelOf(world, world.incidents.main);
    const { resources } = await world.dispatch.api.incident(world.incidents.main);
    const url = resources.find(({ kind }) => kind === 'document')?.url ?? 'no address';
    expect(channel.bookmarks).toEqual(expect.arrayContaining([expect.objectContaining({ title: 'Incident document', link: url })]));
    expect(JSON.stringify(summaryOf(channel).blocks)).toContain(url);
  }),
};

const participants: ParityCase = {
  row: 'See participants',
  proves: 'lists who takes part in an answer and in the canvas, and changes nothing',
  run: (world) => readsOnly(world, async () => {
    const channel = await channelOf(world, world.incidents.main);
    const { said } = await types(world, { who: 'nadia', channel }, { command: '/dispatch-list-participants', text: '' });
    expect(said).toContain('nadia@example.com');
    const canvases = [...world.slack.workspace.canvases.values()].filter((one) => one.channel === channel.id);
    expect(canvases).toHaveLength(1);
    expect(canvases[0]?.markdown).toContain('nadia@example.com');
  }),
};

const runbooks: ParityCase = {
  row: 'Runbooks',
  proves: 'says that there are none, as the web does',
  run: (world) => readsOnly(world, async () => {
    const channel = await channelOf(world, world.incidents.main);
    const before = postsIn(channel).length;
    for (const command of ['/dispatch-run-workflow', '/dispatch-list-workflows']) {
      const done = await types(world, { who: 'nadia', channel }, { command, text: '' });
      expect(JSON.stringify(blocksOf(done))).toContain('no runbooks yet');
    }
    expect(postsIn(channel)).toHaveLength(before);
  }),
};

/** Rows that begin an incident, and those that only read; `report` must run first. */
export const READING: readonly ParityCase[] = [report, list, page, documents, participants, runbooks];
