import { randomUUID } from 'node:crypto';
import { slack } from '../../../plugins/slack/index.ts';
import { channelMark } from '../../../plugins/slack/marks.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { type SlackDouble, startSlackDouble } from '../../support/slack-double/server.ts';
import { addPerson } from '../../support/slack-double/workspace.ts';
import { usable } from '../conformance/making.ts';
import type { Harness, World } from '../conformance/world.ts';
import { capabilitiesOf, registryWith } from './instance.ts';

/** The chat part of the Slack plugin against the second, independent double. */
export const slackDoubleHarness: Harness = {
  name: 'slack, with a sparse double',
  pluginId: 'slack',
  capabilities: ['conversation'],
  hasWire: true,
  async open() {
    const double = await startSlackDouble({ pageSize: 25 });
    for (let n = 0; n < 125; n += 1) addPerson(double.workspace, `person${n}@example.org`);
    addPerson(double.workspace, 'stranger@example.org', true);
    return { world: () => world(double), close: () => double.stop() };
  },
};

const isWrite = (method: string): boolean => !/^auth\.|^users\.|\.(list|info|members|history)$/.test(method);

async function world(double: SlackDouble): Promise<World> {
  const { workspace } = double;
  workspace.channels.clear();
  // Channels are private from the start: the double has no administrators who could change that.
  const registryFor = (botToken: string) =>
    registryWith({ plugin: slack, plugins: [], settings: { botToken, signingSecret: 'not-a-real-secret', privateChannels: true, apiUrl: double.apiUrl, timeoutMs: 400, spaceCalls: false }, store: createMemoryStore() });
  const place = { organizationId: randomUUID(), projectId: null, pluginId: 'slack' };
  const [good, bad] = [registryFor(workspace.token), registryFor('xoxb-wrong-secret')];
  const notHere = () => Promise.reject(new Error('Slack has no such objects'));
  return {
    use: usable(await capabilitiesOf(good, place, ['conversation'])),
    withBadCredentials: () => capabilitiesOf(bad, place, ['conversation']),
    incident: async () => randomUUID(),
    count: async (mark) => [...workspace.channels.values()].filter((c) => c.purpose.includes(channelMark(mark)) || c.purpose === '').length,
    loseNextAnswer: () => double.trouble(['lost'], (method) => method === 'conversations.create'),
    wire: {
      failNextWrites: (list) => double.trouble(list, isWrite),
      failNext: (list) => double.trouble(list),
    },
    stranger: { email: 'stranger@example.org', name: 'A Stranger' },
    service: { id: '', at: '', current: '', next: '' },
    writeAsPerson: notHere,
    messageCount: async (id) => workspace.channels.get(id)?.messages.length ?? 0,
    mails: notHere,
    knownPerson: null,
    health: () => good.health(place),
    healthWithBadCredentials: () => bad.health(place),
    stop: async () => double.calm(),
  };
}
