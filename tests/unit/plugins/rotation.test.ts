import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { personOnCall, shiftAt } from '../../../plugins/builtin/rotation.ts';

const people = ['ada', 'bo', 'cy'].map((name) => ({ email: `${name}@example.org`, name }));
const rotation = { people, startsAt: '2026-03-27T08:00:00.000Z', hoursPerShift: 24 };

describe('a rotation', () => {
  it.each([
    ['2026-03-27T08:00:00.000Z', 'ada'],
    ['2026-03-28T07:59:59.999Z', 'ada'],
    ['2026-03-28T08:00:00.000Z', 'bo'],
    ['2026-03-30T08:00:00.000Z', 'ada'],
    ['2026-03-27T07:59:59.999Z', 'cy'],
    ['2026-03-24T08:00:00.000Z', 'ada'],
    ['2025-03-27T08:00:00.000Z', 'bo'],
  ])('at %s has %s', (at, name) => {
    expect(personOnCall(rotation, at)?.name).toBe(name);
  });

  it('does not stretch or shrink when clocks change', () => {
    // In Europe the clocks moved on 29 March 2026; shifts are counted in hours.
    expect(shiftAt(rotation, '2026-03-29T03:00:00.000Z')).toMatchObject({
      startsAt: '2026-03-28T08:00:00.000Z',
      endsAt: '2026-03-29T08:00:00.000Z',
    });
  });

  it('has nobody without people, hours or a real start', () => {
    expect(personOnCall({ ...rotation, people: [] }, rotation.startsAt)).toBeNull();
    expect(personOnCall({ ...rotation, hoursPerShift: 0 }, rotation.startsAt)).toBeNull();
    expect(personOnCall({ ...rotation, startsAt: 'soon' }, rotation.startsAt)).toBeNull();
    expect(personOnCall(rotation, 'now')).toBeNull();
  });

  it('always has the shift that contains the time, and the next begins where it ends', () => {
    const time = fc.date({ min: new Date('2000-01-01'), max: new Date('2050-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(
        time,
        fc.double({ min: 0.5, max: 400, noNaN: true }),
        fc.integer({ min: 1, max: 9 }),
        (at, hoursPerShift, count) => {
          const many = {
            ...rotation,
            hoursPerShift,
            people: Array.from({ length: count }, (_, index) => ({
              email: `${index}@example.org`,
              name: String(index),
            })),
          };
          const shift = shiftAt(many, at.toISOString());
          if (!shift) throw new Error('somebody must be on call');
          // Ends are rounded to milliseconds.
          expect(Date.parse(shift.startsAt)).toBeLessThanOrEqual(at.getTime() + 1);
          expect(Date.parse(shift.endsAt)).toBeGreaterThan(at.getTime() - 1);
          const next = shiftAt(many, new Date(Date.parse(shift.endsAt) + 2).toISOString());
          expect(Number(next?.person.name)).toBe((Number(shift.person.name) + 1) % count);
        },
      ),
    );
  });
});
