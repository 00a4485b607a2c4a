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
    const errors = await inviteBatch(kit, channel, all.slice(from, from + BATCH));
    for (const { user, error } of errors) {
      if (error !== 'already_in_channel') failed.push({ email: ids.get(user) ?? user, reason: REASONS[error] ?? `Slack refused: ${error}` });
    }
  }
  return { failed };
}

/**
 * Takes somebody out. By default Slack lets only administrators take people out of public channels (help: “Remove someone from a channel”); there somebody
 * who stays reads nothing that others cannot read, so it is left at that. Of a private channel it is an error that says who can.
 */
export async function takeOut({ client, context }: SlackKit, channel: string, user: string): Promise<void> {
  const answer = await client.callOr<object | string>({ method: 'conversations.kick', args: { channel, user }, read: ANSWERS.nothing, codes: ['not_in_channel', 'user_not_found', 'restricted_action'], otherwise: (code) => code });
  if (answer !== 'restricted_action') return;
  const { channel: about } = await client.call({ method: 'conversations.info', args: { channel }, read: ANSWERS.channel });
  if (about.is_private === true) throw context.vendorError('auth', 'A preference of the workspace lets no app take people out of private channels: do it in Slack (channel → Members → Remove), then retry here');
}

/**
 * Adds those who can be added, and answers why the others cannot. Slack goes on past them; what stands in for it may refuse all because of one, as Slack
 * did before it had `force`: then those who were not named are asked for again, one by one where nobody was named.
 */
async function inviteBatch(kit: SlackKit, channel: string, users: readonly string[]): Promise<{ user: string; error: string }[]> {
  const refusal: { code: string; errors: { user: string; error: string }[] }[] = [];
  const note = (code: string, error: unknown) => {
    refusal.push({ code, errors: slackErrors(error) });
    return { errors: [] };
  };
  const { errors = [] } = await kit.client.callOr({ method: 'conversations.invite', args: { channel, users: users.join(','), force: true }, read: ANSWERS.invited, codes: ['already_in_channel', ...Object.keys(REASONS)], otherwise: note });
  const [refused] = refusal;
  if (refused === undefined) return errors;
  const named = new Set(refused.errors.map(({ user }) => user));
  const others = users.filter((user) => !named.has(user));
  if (named.size > 0) return others.length === 0 ? refused.errors : [...refused.errors, ...(await inviteBatch(kit, channel, others))];
  if (users.length === 1) return users.map((user) => ({ user, error: refused.code }));
  const each = [];
  for (const user of users) each.push(...(await inviteBatch(kit, channel, [user])));
  return each;
}
