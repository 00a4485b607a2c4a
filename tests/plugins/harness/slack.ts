import { randomUUID } from 'node:crypto';
import { slack } from '../../../plugins/slack/index.ts';
import { startFakeSlack, type FakeSlack } from '../../../plugins/slack/fake.ts';
import type { SlackFault } from '../../../plugins/slack/fake/server.ts';
import { addUser } from '../../../plugins/slack/fake/workspace.ts';
import { channelMark } from '../../../plugins/slack/marks.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { usable } from '../conformance/making.ts';
import type { Harness, WireFault, World } from '../conformance/world.ts';
import { capabilitiesOf, registryWith } from './instance.ts';

/** The Slack plugin, with the official SDK, against a workspace over HTTP. */
export const slackHarness: Harness = {
  pluginId: 'slack',
  capabilities: slack.capabilities,
  hasWire: true,
  async open() {
    const fake = await startFakeSlack({ isEnterprise: true });
    // By Slack's default apps take nobody out of public channels; the contract is about where they may.
    fake.workspace.whoRemoves = 'everyone';
    for (let n = 0; n < 130; n += 1) addUser(fake.workspace, { name: `person${n}`, realName: `Person ${n}` });
    addUser(fake.workspace, { name: 'stranger', isGuest: true });
    return { world: () => world(fake), close: () => fake.stop() };
  },
};

async function world(fake: FakeSlack): Promise<World> {
  const { workspace, faults } = fake;
  faults.clear();
  workspace.channels.clear();
  const registryFor = (botToken: string) =>
    registryWith({
      plugin: slack,
      plugins: [],
      settings: { botToken, signingSecret: 'not-a-real-secret', adminToken: workspace.installation.adminToken, apiUrl: fake.apiUrl, timeoutMs: 400, spaceCalls: false },
      store: createMemoryStore(),
    });
  const place = { organizationId: 'organization', projectId: null, pluginId: 'slack' };
  const good = registryFor(workspace.installation.token);
  const bad = registryFor('xoxb-wrong-secret');
  const notHere = () => Promise.reject(new Error('Slack has no such objects'));
  return {
    use: usable(await capabilitiesOf(good, place, slack.capabilities)),
    withBadCredentials: () => capabilitiesOf(bad, place, slack.capabilities),
    incident: async () => randomUUID(),
    count: async (mark) => [...workspace.channels.values()].filter((c) => c.purpose.includes(channelMark(mark)) || (c.purpose === '' && !c.isIm && !c.isArchived)).length,
    loseNextAnswer: () => faults.add('conversations.create', ['lost']),
    wire: {
      failNextWrites: (list) => faults.add('write', list.map(faultOf)),
      failNext: (list) => faults.add('*', list.map(faultOf)),
    },
    stranger: { email: 'stranger@example.org', name: 'A Stranger' },
    service: { id: '', at: '', current: '', next: '' },
    writeAsPerson: notHere,
    messageCount: async (id) => (workspace.channels.get(id)?.messages ?? []).filter((m) => m.subtype === null).length,
    mails: notHere,
    knownPerson: { email: 'person7@example.org', name: 'Person 7' },
    health: () => good.health(place),
    healthWithBadCredentials: () => bad.health(place),
    stop: async () => faults.clear(),
  };
}

function faultOf(fault: WireFault): SlackFault {
  return fault;
}
