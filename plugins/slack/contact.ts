import type { ContactCapability } from '../contract.ts';
import type { SlackKit } from './channels.ts';
import type { Directory } from './directory.ts';

/** The workspace's members as a directory. */
export function slackContact({ self }: SlackKit, directory: Directory): ContactCapability {
  return {
    async find(email) {
      const person = await directory.byEmail(email);
      if (!person?.email) return null;
      const { url } = await self();
      return { email: person.email, name: person.name, title: person.title, team: null, department: null, location: null, url: `${url}team/${person.id}` };
    },
  };
}
