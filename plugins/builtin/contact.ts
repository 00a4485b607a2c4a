import type { ContactCapability } from '../contract.ts';
import type { BuiltinContext } from './objects.ts';

/** The people of the organization as a directory. */
export function builtinContact({ store }: BuiltinContext): ContactCapability {
  return {
    async find(email) {
      const person = await store.findPerson(email.trim().toLowerCase());
      if (person === null) return null;
      const { name, title, team, department, location } = person;
      return { email: person.email, name, title, team, department, location, url: null };
    },
  };
}
