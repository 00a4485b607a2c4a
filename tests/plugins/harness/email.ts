import { randomUUID } from 'node:crypto';
import { email } from '../../../plugins/email/index.ts';
import { startFakeSmtp, type FakeSmtp, type SmtpFault } from '../../../plugins/email/fake.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { usable } from '../conformance/making.ts';
import type { Harness, WireFault, World } from '../conformance/world.ts';
import { capabilitiesOf, registryWith } from './instance.ts';

/** The SMTP plugin against a real SMTP server. */
export const emailHarness: Harness = {
  pluginId: 'email',
  capabilities: email.capabilities,
  hasWire: true,
  async open() {
    const smtp = await startFakeSmtp();
    return { world: () => world(smtp), close: () => smtp.stop() };
  },
};

async function world(smtp: FakeSmtp): Promise<World> {
  const settings = {
    host: smtp.host,
    port: smtp.port,
    secure: false,
    user: smtp.user,
    from: 'Dispatch <dispatch@example.org>',
    timeoutMs: 1000,
  };
  const registryFor = (password: string) =>
    registryWith({ plugin: email, settings: { ...settings, password }, store: createMemoryStore() });
  const place = { organizationId: 'organization', projectId: null, pluginId: 'email' };
  const good = registryFor(smtp.password);
  const bad = registryFor('wrong-secret');
  smtp.strangers.add('stranger@example.org');
  const notHere = () => Promise.reject(new Error('the mail plugin has only mails'));
  return {
    use: usable(await capabilitiesOf(good, place, email.capabilities)),
    withBadCredentials: () => capabilitiesOf(bad, place, email.capabilities),
    incident: async () => randomUUID(),
    count: notHere,
    loseNextAnswer: () => smtp.failNext('cut-after-data'),
    wire: {
      failNextWrites: (faults) => smtp.failNext(...faults.map(faultOf)),
      failNext: (faults) => smtp.failNext(...faults.map(faultOf)),
    },
    stranger: { email: 'stranger@example.org', name: 'A Stranger' },
    service: { id: '', at: '', current: '', next: '' },
    writeAsPerson: notHere,
    messageCount: notHere,
    mails: async () =>
      smtp.mails.map(({ messageId, to, subject, raw }) => ({ messageId, to: to.join(), subject, raw })),
    knownPerson: null,
    health: () => good.health(place),
    healthWithBadCredentials: () => bad.health(place),
    stop: async () => undefined,
  };
}

function faultOf(fault: WireFault): SmtpFault {
  if (typeof fault === 'object')
    return fault.status >= 500
      ? { code: 451, text: '4.7.1 Greylisted, please try again later' }
      : { code: 550, text: '5.7.1 Refused' };
  if (fault === 'hang') return 'hang';
  return fault === 'lost' ? 'cut-after-data' : 'cut';
}
