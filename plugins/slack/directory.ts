import { ANSWERS, type RawUser } from './answers.ts';
import type { SlackClient } from './client.ts';

/** A user of Slack as we need one; `email` is null when the app may not see it, for guests and for people of other organizations. */
export interface SlackPerson {
  id: string;
  email: string | null;
  name: string;
  /** What stands in the profile; null = nothing. */
  title: string | null;
  isBot: boolean;
}
/** The users of a workspace, kept for some minutes. */
export interface Directory {
  /** By address; null when Slack does not know it. */
  byEmail(email: string): Promise<SlackPerson | null>;
  byId(id: string): Promise<SlackPerson | null>;
  /** Several addresses at once: many unknown ones cost one list, not a call each. */
  manyByEmail(emails: readonly string[]): Promise<Map<string, SlackPerson>>;
  manyById(ids: readonly string[]): Promise<Map<string, SlackPerson>>;
}

const KEPT_MS = 10 * 60_000;
const MANY = 8;
const PAGE = 999;

/** A directory over a client; forgets what it knows after ten minutes. Only a verified address of a full member counts as theirs. */
export function createDirectory(client: SlackClient, now: () => number = Date.now): Directory {
  const people = new Map<string, { until: number; person: SlackPerson }>();
  const addresses = new Map<string, string>();
  const keep = (user: RawUser): SlackPerson => {
    const isMember = user.is_restricted !== true && user.is_ultra_restricted !== true && user.is_stranger !== true && user.deleted !== true && user.is_email_confirmed !== false;
    const email = isMember && user.profile?.email !== undefined ? user.profile.email.trim().toLowerCase() : null;
    const person = { id: user.id, email, name: user.profile?.real_name ?? user.real_name ?? user.name ?? user.id, title: user.profile?.title || null, isBot: user.is_bot === true };
    people.set(person.id, { until: now() + KEPT_MS, person });
    if (email !== null) addresses.set(email, person.id);
    return person;
  };
  const known = (id: string | undefined): SlackPerson | null => {
    const entry = id === undefined ? undefined : people.get(id);
    return entry !== undefined && entry.until > now() ? entry.person : null;
  };
  const listAll = async (): Promise<void> => {
    const users = await client.all({ method: 'users.list', args: { limit: PAGE }, read: ANSWERS.users }, (page) => page.members);
    users.forEach(keep);
  };
  const byEmail = async (email: string): Promise<SlackPerson | null> => {
    const wanted = email.trim().toLowerCase();
    const there = known(addresses.get(wanted));
    if (there) return there;
    const answer = await client.callUnless({ method: 'users.lookupByEmail', args: { email: wanted }, read: ANSWERS.user, codes: ['users_not_found'] });
    const person = answer === null ? null : keep(answer.user);
    return person?.email === wanted ? person : null;
  };
  const byId = async (id: string): Promise<SlackPerson | null> => {
    const there = known(id);
    if (there) return there;
    const answer = await client.callUnless({ method: 'users.info', args: { user: id }, read: ANSWERS.user, codes: ['user_not_found', 'user_not_visible'] });
    return answer === null ? null : keep(answer.user);
  };
  const many = async (keys: readonly string[], one: (key: string) => Promise<SlackPerson | null>, look: (key: string) => SlackPerson | null): Promise<Map<string, SlackPerson>> => {
    if (keys.filter((key) => !look(key)).length > MANY) await listAll();
    const found = new Map<string, SlackPerson>();
    const missing = keys.filter((key) => !look(key));
    // After a list, what is still missing is not there; with few it is asked for one by one.
    const asked = missing.length > MANY ? [] : await Promise.all(missing.map(async (key) => [key, await one(key)] as const));
    for (const [key, person] of [...keys.map((k) => [k, look(k)] as const), ...asked]) if (person) found.set(key, person);
    return found;
  };
  return {
    byEmail,
    byId,
    manyByEmail: (emails) => many(emails.map((e) => e.trim().toLowerCase()), byEmail, (email) => known(addresses.get(email))),
    manyById: (ids) => many(ids, byId, known),
  };
}
