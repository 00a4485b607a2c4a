import { expect } from '@jest/globals';
import { makingChecks, newPlace, type Make } from './making.ts';
import { type Check, people, type World } from './world.ts';

const make: Make = ({ use }, place) =>
  use('conference').create({
    ...place,
    name: 'INC-42',
    project: 'Payments',
    title: 'INC-42 incident call',
    description: '',
    people: people(2),
  });
const schedule = (
  world: Pick<World, 'use'>,
  place: { mark: string; incidentId: string },
  startsAt = '2026-05-12T14:00:00.000Z',
) =>
  world
    .use('conference')
    .schedule({
      ...place,
      name: 'INC-42',
      project: 'Payments',
      title: 'Review of INC-42',
      description: 'What we learned',
      startsAt,
      minutes: 45,
      people: people(2),
    });

/** What every conference provider must do. */
export const conferenceChecks: Check[] = [
  ...makingChecks('conference', make),
  ...makingChecks('review meeting', (world, place) => schedule(world, place)),
  {
    name: 'a conference has an address, another for every incident',
    async run(world) {
      const place = await newPlace(world, 'conference');
      const input = {
        name: 'INC-42',
        project: 'Payments',
        title: 'INC-42 incident call',
        description: '',
        people: [],
      };
      const one = await world.use('conference').create({ ...place, ...input });
      const other = await world
        .use('conference')
        .create({ ...(await newPlace(world, 'conference')), ...input });
      expect(one.url).toMatch(/^https?:\/\//);
      expect(other.url).not.toBe(one.url);
      expect((await world.use('conference').create({ ...place, ...input })).url).toBe(one.url);
    },
  },
  {
    name: 'a meeting moves with its mark, and calendars are told by a higher sequence',
    async run(world) {
      const place = await newPlace(world, 'review-meeting');
      const first = await schedule(world, place);
      expect(first.meeting).toMatchObject({
        startsAt: '2026-05-12T14:00:00.000Z',
        endsAt: '2026-05-12T14:45:00.000Z',
        title: 'Review of INC-42',
        url: first.url,
      });
      expect(first.meeting.attendees).toEqual(people(2));
      const moved = await schedule(world, place, '2026-05-13T09:00:00.000Z');
      expect(moved.externalId).toBe(first.externalId);
      expect(moved.url).toBe(first.url);
      expect(moved.meeting.uid).toBe(first.meeting.uid);
      expect(moved.meeting.endsAt).toBe('2026-05-13T09:45:00.000Z');
      expect(moved.meeting.sequence).toBeGreaterThan(first.meeting.sequence);
      expect((await schedule(world, place, '2026-05-13T09:00:00.000Z')).meeting.sequence).toBe(
        moved.meeting.sequence,
      );
      expect(await world.count(place.mark)).toBe(1);
    },
  },
];
