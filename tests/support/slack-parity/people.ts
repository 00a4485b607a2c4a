import { expect } from '@jest/globals';
import { closes, happens, presses, shownIn, submits, types, typesForForm } from './acts.ts';
import { adds, channelOf, eventually, homeOf, rolesOf, summaryOf, timelineOf, userOf, type ParityCase, type SlackWorld } from './world.ts';

const main = (world: SlackWorld) => world.dispatch.api.incident(world.incidents.main);

const join: ParityCase = {
  row: 'Join',
  proves: 'takes people in by button, command and coming into the channel, once each',
  async run(world) {
    const { incidents, dispatch } = world;
    const channel = await channelOf(world, incidents.main);
    await adds(world, incidents.main, async () => {
      const pressed = await presses(world, { who: 'tom', channel }, { label: 'Join', message: summaryOf(channel) });
      const typed = await types(world, { who: 'vera', channel }, { text: 'join' });
      channel.members.add(userOf(world, 'dispatch'));
      const came = await happens(world, { type: 'member_joined_channel', channel: channel.id, user: userOf(world, 'dispatch') });
      await dispatch.api.until(incidents.main, (i) => rolesOf(i, 'dispatch') !== null);
      return [pressed, typed, came].map(({ commandId: id }) => ({ name: 'addParticipant', id }));
    });
    const incident = await main(world);
    for (const name of ['tom', 'vera', 'dispatch']) {
      expect(rolesOf(incident, name)).toEqual(['observer']);
      await eventually(`${name} in the channel`, () => channel.members.has(userOf(world, name)));
    }
  },
};

const subscribe: ParityCase = {
  row: 'Be told without taking part',
  proves: 'keeps the group of those who are told, by button and by form',
  async run(world) {
    const { incidents, slack } = world;
    const channel = await channelOf(world, incidents.main);
    const kim = userOf(world, 'kim');
    await happens(world, { type: 'app_home_opened', user: kim, tab: 'home' });
    await eventually('the home tab', () => homeOf(world, kim).includes('"Subscribe"'));
    const home = [...slack.workspace.views.values()].find((one) => one.kind === 'home' && one.user === kim);
    await adds(world, incidents.main, async () => {
      const pressed = await presses(world, { who: 'kim', channel: world.general }, { label: 'Subscribe', message: { blocks: buttonsAbout(home?.view['blocks'], incidents.main) } });
      const form = await typesForForm(world, { who: 'nadia', channel }, '/dispatch-notifications-group');
      expect(shownIn(form)).toContain('kim@example.com');
      const { errors } = await submits(world, form, { emails: 'kim@example.com, nonsense' });
      expect(errors).toMatchObject({ emails: expect.stringContaining('nonsense') });
      const everybody = ['board', 'dispatch', 'nadia', 'tom', 'vera'].map((name) => `${name}@example.com`).join('\n');
      const sent = await submits(world, form, { emails: everybody });
      expect(sent.errors).toBeNull();
      return [pressed, sent].map(({ commandId: id }) => ({ name: 'addNote', id }));
    });
    const told = (await timelineOf(world, incidents.main)).filter((line) => line.includes('Notifications group:'));
    expect(told).toEqual([expect.stringContaining('added kim@example.com.'), expect.stringContaining('added board@example.com; removed kim@example.com.')]);
    const after = await typesForForm(world, { who: 'nadia', channel }, '/dispatch-notifications-group');
    expect(shownIn(after)).toContain('board@example.com');
    closes(world, after);
    expect(rolesOf(await main(world), 'kim')).toBeNull();
  },
};

/** The blocks of the home tab whose buttons are about this incident. */
function buttonsAbout(blocks: unknown, incidentId: string): unknown[] {
  return (Array.isArray(blocks) ? blocks : []).filter((block) => JSON.stringify(block).includes(`"value":"${incidentId}"`));
}

const roles: ParityCase = {
  row: 'Assign a role, take command',
  proves: 'gives roles by command, by form and by button',
  async run(world) {
    const { incidents } = world;
    const channel = await channelOf(world, incidents.main);
    await adds(world, incidents.main, async () => {
      const typed = await types(world, { who: 'nadia', channel }, { command: '/dispatch-assign-role', text: `scribe <@${userOf(world, 'tom')}|tom>` });
      expect(typed.said).toContain('tom@example.com is scribe now');
      const form = await typesForForm(world, { who: 'nadia', channel }, '/dispatch-assign-role');
      const sent = await submits(world, form, { person: userOf(world, 'vera'), role: 'liaison' });
      const taken = await presses(world, { who: 'vera', channel }, { label: 'Take command', message: summaryOf(channel) });
      expect(taken.said).toContain('You command');
      return [typed, sent, taken].map(({ commandId: id }) => ({ name: 'assignRole', id }));
    });
    const incident = await main(world);
    expect(incident.commander?.email).toBe('vera@example.com');
    expect([rolesOf(incident, 'tom'), rolesOf(incident, 'vera')]).toEqual([expect.arrayContaining(['scribe']), expect.arrayContaining(['commander'])]);
    await eventually('the topic names her', () => channel.topic.includes('vera'));
    await eventually('the summary names them', () => /\*Commander\* vera[\s\S]*\*Scribe\* tom/.test(JSON.stringify(summaryOf(channel).blocks)));
  },
};

const engage: ParityCase = {
  row: 'Add people; bring in who is on call, page them',
  proves: 'brings in whoever is on call, pages them once, and adds people by name',
  async run(world) {
    const { incidents, dispatch, vendor } = world;
    const channel = await channelOf(world, incidents.main);
    const { body: service } = await dispatch.api.call<{ id: string }>('POST', '/services', { name: 'Payments', oncallPlugin: 'fake-vendor', externalId: 'payments' });
    await adds(world, incidents.main, async () => {
      const form = await typesForForm(world, { who: 'vera', channel }, '/dispatch-engage-oncall');
      const offered = await world.inbound.options({ user: userOf(world, 'vera'), actionId: 'search:services', value: 'pay', view: form.view });
      expect(JSON.stringify(offered.body)).toContain(service.id);
      const { commandId, errors } = await submits(world, form, { service: service.id, page: 'yes', people: [] });
      expect(errors).toBeNull();
      const typed = await types(world, { who: 'vera', channel }, { text: `add <@${userOf(world, 'ada')}|ada> as observer` });
      expect(typed.said).toContain('ada@example.com added as observer');
      return [`${commandId}/oncall`, `${typed.commandId}/0`].map((id) => ({ name: 'addParticipant', id }));
    });
    const incident = await main(world);
    expect([rolesOf(incident, 'kim'), rolesOf(incident, 'ada')]).toEqual([['participant'], ['observer']]);
    for (const name of ['kim', 'ada']) await eventually(`${name} in the channel`, () => channel.members.has(userOf(world, name)));
    expect([...(vendor.data.collections.get('pages')?.values() ?? [])].map(({ fields }) => fields['name'])).toEqual([`${incident.key} kim@example.com`]);
  },
};

const change: ParityCase = {
  row: 'Change or remove a participant',
  proves: 'changes what somebody does, takes them out, and takes note of who leaves the channel',
  async run(world) {
    const { incidents, dispatch } = world;
    const channel = await channelOf(world, incidents.main);
    await adds(world, incidents.main, async () => {
      const form = await typesForForm(world, { who: 'vera', channel }, '/dispatch-update-participant');
      const offered = await world.inbound.options({ user: userOf(world, 'vera'), actionId: 'search:participants', value: 'ad', view: form.view });
      expect(JSON.stringify(offered.body)).toContain('ada@example.com');
      const sent = await submits(world, form, { person: 'ada@example.com', role: 'scribe', reason: 'knows the ledger' });
      expect(rolesOf(await main(world), 'ada')).toContain('scribe');
      const typed = await types(world, { who: 'vera', channel }, { text: `remove <@${userOf(world, 'ada')}|ada>` });
      channel.members.delete(userOf(world, 'kim'));
      const left = await happens(world, { type: 'member_left_channel', channel: channel.id, user: userOf(world, 'kim') });
      await dispatch.api.until(incidents.main, (i) => rolesOf(i, 'kim') === null);
      const removed = [typed, left].map(({ commandId: id }) => ({ name: 'removeParticipant', id }));
      return [{ name: 'assignRole', id: sent.commandId }, { name: 'addNote', id: `${sent.commandId}/reason` }, ...removed];
    });
    expect(rolesOf(await main(world), 'ada')).toBeNull();
    await eventually('she is taken out of the channel', () => !channel.members.has(userOf(world, 'ada')));
    await eventually('the canvas lists neither', () => [...world.slack.workspace.canvases.values()].some((one) => one.channel === channel.id && !/ada@|kim@/.test(one.markdown)));
    expect((await timelineOf(world, incidents.main)).filter((line) => line.includes('knows the ledger'))).toHaveLength(1);
    expect(channel.members.has(userOf(world, 'kim'))).toBe(false);
  },
};

/** Rows about people, in this order: afterwards vera commands, tom is scribe, and kim and ada are out. */
export const PEOPLE: readonly ParityCase[] = [join, subscribe, roles, engage, change];
