import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { PARITY } from '../support/slack-parity/cases.ts';
import { openSlackWorld, type SlackWorld } from '../support/slack-parity/world.ts';

let world: SlackWorld;
beforeAll(async () => {
  world = await openSlackWorld();
}, 120_000);
afterAll(() => world?.stop(), 60_000);

// Every act is delivered twice, as Slack does when it saw no answer. The order is that of an incident.
describe('what the web can do, in Slack', () => {
  it.each(PARITY.map((one) => [`${one.row}: ${one.proves}`, one] as const))('%s', async (_name, { run }) => run(world));
});
