import type { PeopleResult, VendorPerson } from '../contract.ts';
import { ANSWERS } from './answers.ts';
import type { SlackKit } from './channels.ts';
import type { Directory } from './directory.ts';
import { slackErrors } from './errors.ts';

/** Slack takes up to 100 users with `force`, which goes on past those it cannot add (docs.slack.dev, conversations.invite). */
const BATCH = 100;
const REASONS: Record<string, string> = {
  user_not_found: 'Slack does not know this user any more',
  cant_invite: 'Slack does not let the app invite this person',
  user_is_restricted: 'is a guest: an administrator of Slack has to add them to the channel',
  ura_max_channels: 'is a guest who may be in one channel only',
  org_user_not_in_team: 'belongs to another workspace of the organization',
  user_team_not_in_channel: 'belongs to a workspace that the channel is not shared with',
};

/** Adds all who can be added; the others with the reason. */
export async function inviteAll(kit: SlackKit, directory: Directory, { channel, people }: { channel: string; people: readonly VendorPerson[] }): Promise<PeopleResult> {
  const found = await directory.manyByEmail(people.map((person) => person.email));
  const { botUserId } = await kit.self();
  const failed: PeopleResult['failed'] = [];
  const ids = new Map<string, string>();
  for (const { email } of people) {
    const user = found.get(email.trim().toLowerCase());
    if (!user) failed.push({ email, reason: 'has no account in this Slack workspace with this e-mail address' });
    else if (user.id !== botUserId) ids.set(user.id, email);
  }
  const all = [...ids.keys()];
  for (let from = 0; from < all.length; from += BATCH) {
    const users = all.slice(from, from + BATCH).join(',');
    const errors = await inviteBatch(kit, channel, users);
    for (const { user, error } of errors) {
      if (error !== 'already_in_channel') failed.push({ email: ids.get(user) ?? user, reason: REASONS[error] ?? `Slack refused: ${error}` });
    }
  }
  return { failed };
}

/** With nobody left to add Slack fails the whole call, and says why for each. */
async function inviteBatch({ client }: SlackKit, channel: string, users: string): Promise<{ user: string; error: string }[]> {
  const refused = (code: string, error: unknown) => {
    const said = slackErrors(error);
    return { errors: said.length > 0 ? said : users.split(',').map((user) => ({ user, error: code })) };
  };
  const { errors } = await client.callOr({ method: 'conversations.invite', args: { channel, users, force: true }, read: ANSWERS.invited, codes: ['already_in_channel', ...Object.keys(REASONS)], otherwise: refused });
  return errors ?? [];
}
