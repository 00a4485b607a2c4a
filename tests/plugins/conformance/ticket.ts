import { expect } from '@jest/globals';
import { expectKind, makingChecks, newPlace, type Make } from './making.ts';
import { briefOf, type Check } from './world.ts';

const create =
  (restricted: boolean): Make =>
  ({ use }, place) =>
    use('ticket').create({
      ...place,
      reservedKey: 'INC-42',
      brief: briefOf(place.incidentId, { restricted }),
      metadata: { component: 'checkout' },
    });
const make = create(false);
const makeTask: Make = ({ use }, place) =>
  use('ticket').createTask({
    ...place,
    taskId: place.incidentId,
    title: 'Move traffic',
    description: 'To the second provider',
    assignee: { email: 'marek@example.org', name: 'Marek Novak' },
    incidentKey: 'INC-42',
  });

/** What every ticket provider must do. */
export const ticketChecks: Check[] = [
  ...makingChecks('ticket', make),
  ...makingChecks('task ticket', makeTask),
  {
    name: 'a ticket has a name that can be the incident’s key, and an address',
    async run(world) {
      const place = await newPlace(world, 'ticket');
      const ticket = await world
        .use('ticket')
        .create({ ...place, reservedKey: 'INC-42', brief: briefOf(place.incidentId), metadata: {} });
      expect(ticket.name).toMatch(/^[A-Z][A-Z0-9_]*-\d+$/);
      expect(ticket.url).toMatch(/^https?:\/\//);
    },
  },
  {
    name: 'a ticket follows the incident, and can follow twice',
    async run(world) {
      const place = await newPlace(world, 'ticket');
      const { externalId } = await make(world, place);
      const closed = briefOf(place.incidentId, {
        stage: 'closed',
        links: { conversation: 'https://vendor.example/c' },
        costText: '$3,412',
      });
      await world.use('ticket').update(externalId, closed);
      await world.use('ticket').update(externalId, closed);
      expect(await world.count(place.mark)).toBe(1);
    },
  },
  {
    name: 'a ticket that is not there is not found',
    async run(world) {
      const nowhere = '00000000-0000-4000-8000-000000000000';
      await expectKind('not-found', () => world.use('ticket').update(nowhere, briefOf(nowhere)));
    },
  },
];
