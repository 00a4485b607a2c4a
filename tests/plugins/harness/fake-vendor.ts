import { randomUUID } from 'node:crypto';
import type { Plugin } from '../../../plugins/contract.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import type { FakeSettings } from '../../support/fake-vendor/client.ts';
import type { Failure } from '../../support/fake-vendor/failures.ts';
import { objectsOf } from '../../support/fake-vendor/objects.ts';
import { plugin as fakePlugin } from '../../support/fake-vendor/plugin.ts';
import { startFakeVendor, type FakeVendor } from '../../support/fake-vendor/server.ts';
import { usable } from '../conformance/making.ts';
import type { Harness, WireFault, World } from '../conformance/world.ts';
import { capabilitiesOf, registryWith } from './instance.ts';

const ORGANIZATION = 'organization';

/** The harness of a plugin that speaks the fake vendor's wire format: ours, or a broken one that the kit must catch. */
export function fakeVendorHarness(plugin: Plugin<FakeSettings> = fakePlugin): Harness {
  return {
    pluginId: plugin.id,
    capabilities: plugin.capabilities,
    hasWire: true,
    async open() {
      const vendor = await startFakeVendor();
      return { world: () => world(vendor, plugin), close: () => vendor.stop() };
    },
  };
}

async function world(vendor: FakeVendor, plugin: Plugin<FakeSettings>): Promise<World> {
  const registryFor = (token: string) =>
    registryWith({
      plugin,
      plugins: [plugin],
      settings: { baseUrl: vendor.url, token, timeoutMs: 400 },
      store: createMemoryStore(),
    });
  const place = { organizationId: ORGANIZATION, projectId: null, pluginId: plugin.id };
  const good = registryFor(vendor.token);
  const bad = registryFor('wrong-secret');
  const { data, failures } = vendor;
  failures.clear();
  data.strangers.add('stranger@example.org');
  data.services.set('payments', [
    { email: 'ada@example.org', name: 'Ada' },
    { email: 'bo@example.org', name: 'Bo' },
  ]);
  return {
    use: usable(await capabilitiesOf(good, place, plugin.capabilities)),
    withBadCredentials: () => capabilitiesOf(bad, place, plugin.capabilities),
    incident: async () => randomUUID(),
    count: async (mark) => vendor.countByMark(mark),
    loseNextAnswer: () => failures.add({ method: 'POST' }, ['drop-after']),
    wire: {
      failNextWrites: (faults) => failures.add({ method: 'POST' }, faults.map(failureOf)),
      failNext: (faults) => failures.add({}, faults.map(failureOf)),
    },
    stranger: { email: 'stranger@example.org', name: 'A Stranger' },
    service: {
      id: 'payments',
      at: new Date(4 * 3_600_000).toISOString(),
      current: 'ada@example.org',
      next: 'bo@example.org',
    },
    async writeAsPerson(id, line) {
      const document = data.collections.get('documents')?.get(id);
      if (document) document.fields['text'] = `${String(document.fields['text'])}${line}\n`;
    },
    messageCount: async (id) => data.collections.get('conversations')?.get(id)?.messages.length ?? 0,
    mails: async () =>
      objectsOf(data, 'mails').map((mail) => ({
        messageId: mail.mark,
        to: String(mail.fields['to']),
        subject: String(mail.fields['name']),
        raw: String(mail.fields['text']),
      })),
    knownPerson: null,
    health: () => good.health(place),
    healthWithBadCredentials: () => bad.health(place),
    stop: async () => failures.clear(),
  };
}

function failureOf(fault: WireFault): Failure {
  if (typeof fault === 'object')
    return {
      status: fault.status,
      ...(fault.retryAfter === undefined ? {} : { headers: { 'retry-after': fault.retryAfter } }),
    };
  if (fault === 'lost') return 'drop-after';
  return fault === 'unsent' ? 'drop-before' : fault;
}
