import type { ContactCapability } from '../contract.ts';
import { ANSWERS } from './answers.ts';
import type { SlackKit } from './channels.ts';
import type { Directory } from './directory.ts';

/** The workspace's members as a directory. */
export function slackContact({ client, self }: SlackKit, directory: Directory): ContactCapability {
  return {
    async find(email) {
      const person = await directory.byEmail(email);
      if (!person?.email) return null;
      const answer = await client.callUnless({ method: 'users.profile.get', args: { user: person.id }, read: ANSWERS.profile, codes: ['user_not_found', 'missing_scope', 'unknown_method'] });
      const { url } = await self();
      return { email: person.email, name: person.name, title: answer?.profile.title || null, team: null, department: null, location: null, url: `${url}team/${person.id}` };
    },
  };
}
