import { randomUUID } from 'node:crypto';
import type { MfaAnswer, MfaAsk } from '../../../plugins/contract.ts';
import { startFakeDuo, type DuoFault, type FakeDuo } from '../../../plugins/duo/fake.ts';
import { duo } from '../../../plugins/duo/index.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { usable } from '../conformance/making.ts';
import type { Harness, WireFault, World } from '../conformance/world.ts';
import { capabilitiesOf, registryWith } from './instance.ts';

/** The Duo plugin against a double of Duo's API. */
export const duoHarness: Harness = {
  pluginId: 'duo',
  capabilities: duo.capabilities,
  hasWire: true,
  async open() {
    const fake = await startFakeDuo();
    return { world: () => world(fake), close: () => fake.stop() };
  },
};

/** Goes to the prompt, answers, and brings back what the browser would. */
export async function answerAtDuo(fake: FakeDuo, ask: MfaAsk, how: 'allow' | 'deny'): Promise<Extract<MfaAnswer, { kind: 'redirect' }>> {
  if (ask.kind !== 'redirect') throw new Error('Duo asks on its own page');
  const back = await fake.answer(ask.url, how);
  return { kind: 'redirect', state: back.searchParams.get('state') ?? '', code: back.searchParams.get('duo_code') ?? '' };
}

async function world(fake: FakeDuo): Promise<World> {
  const settings = { clientId: fake.clientId, apiHost: 'api-12345678.duosecurity.com', apiUrl: fake.url };
  const registryFor = (clientSecret: string) => registryWith({ plugin: duo, settings: { ...settings, clientSecret }, store: createMemoryStore() });
  const place = { organizationId: 'organization', projectId: null, pluginId: 'duo' };
  const good = registryFor(fake.clientSecret);
  const bad = registryFor('wrong-secret'.padEnd(40, 'x'));
  const notHere = () => Promise.reject(new Error('Duo has only second factors'));
  return {
    use: usable(await capabilitiesOf(good, place, duo.capabilities)),
    withBadCredentials: () => capabilitiesOf(bad, place, duo.capabilities),
    incident: async () => randomUUID(),
    count: notHere,
    loseNextAnswer: () => fake.failNext('cut'),
    wire: { failNextWrites: (faults) => fake.failNext(...faults.map(faultOf)), failNext: (faults) => fake.failNext(...faults.map(faultOf)) },
    stranger: { email: 'stranger@example.org', name: 'A Stranger' },
    service: { id: '', at: '', current: '', next: '' },
    writeAsPerson: notHere,
    messageCount: notHere,
    mails: async () => [],
    knownPerson: null,
    secondFactor: (ask, how) => answerAtDuo(fake, ask, how),
    health: () => good.health(place),
    healthWithBadCredentials: () => bad.health(place),
    stop: async () => undefined,
  };
}

function faultOf(fault: WireFault): DuoFault {
  if (typeof fault === 'object') return fault;
  return fault === 'hang' || fault === 'garbage' ? fault : 'cut';
}
