import { expect } from '@jest/globals';
import type { OutgoingEmail } from '../../../plugins/contract.ts';
import { connectionChecks, expectKind, usable } from './making.ts';
import type { Check } from './world.ts';

const mail = (messageId: string, changes: Partial<OutgoingEmail> = {}): OutgoingEmail => ({
  messageId,
  to: { email: 'nadia@example.org', name: 'Nadia Rahman' },
  subject: 'INC-42 – Kartenzahlungen schlagen fehl 💳',
  html: '<p>Guten Tag <b>Nadia</b></p>',
  text: 'Guten Tag Nadia',
  ...changes,
});
let counter = 0;
const newId = () => `welcome.${(counter += 1)}.${process.pid}@dispatch.example`;

/** What every mail provider must do. */
export const emailChecks: Check[] = [
  ...connectionChecks('mail', async ({ use }) => {
    await use('email').send(mail(newId()));
    return { externalId: 'sent' };
  }),
  {
    name: 'a server that says “later” is unavailable, then it works',
    need: 'wire',
    async run(world) {
      world.wire?.failNext([{ status: 503 }]);
      await expectKind('unavailable', () => world.use('email').send(mail(newId())));
      await world.use('email').send(mail(newId()));
    },
  },
  {
    name: 'a mail arrives once, with our Message-ID and its subject whole',
    async run(world) {
      const messageId = newId();
      await world.use('email').send(mail(messageId));
      const arrived = (await world.mails()).filter((one) => one.messageId === messageId);
      expect(arrived).toHaveLength(1);
      expect(arrived[0]).toMatchObject({
        to: 'nadia@example.org',
        subject: 'INC-42 – Kartenzahlungen schlagen fehl 💳',
      });
    },
  },
  {
    name: 'a recipient whom nobody knows is invalid',
    async run(world) {
      await expectKind('invalid', () => world.use('email').send(mail(newId(), { to: world.stranger })));
    },
  },
  {
    name: 'a lost answer is unavailable: the mail may be sent again under the same Message-ID',
    async run(world) {
      const messageId = newId();
      world.loseNextAnswer();
      await expectKind('unavailable', () => world.use('email').send(mail(messageId)));
      await world.use('email').send(mail(messageId));
      const arrived = (await world.mails()).filter((one) => one.messageId === messageId);
      expect(arrived.length).toBeGreaterThanOrEqual(1);
    },
  },
  {
    name: 'refused credentials do not touch what comes after',
    async run(world) {
      const use = usable((await world.withBadCredentials?.()) ?? {});
      await expectKind('auth', () => use('email').send(mail(newId())));
      await world.use('email').send(mail(newId()));
    },
  },
];
