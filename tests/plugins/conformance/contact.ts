import { expect } from '@jest/globals';
import type { Check } from './world.ts';

/** What every directory must do. */
export const contactChecks: Check[] = [
  {
    name: 'a known person is found, however the address is written',
    async run(world) {
      const { email, name } = world.knownPerson ?? { email: '', name: '' };
      expect(await world.use('contact').find(email)).toMatchObject({ email, name });
      expect(await world.use('contact').find(` ${email.toUpperCase()} `)).toMatchObject({ email, name });
    },
  },
  {
    name: 'an unknown person is null, no error',
    async run(world) {
      expect(await world.use('contact').find('nobody@nowhere.example')).toBeNull();
    },
  },
];
