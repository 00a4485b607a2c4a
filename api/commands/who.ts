import { DomainError } from '../../domain/errors.ts';
import { matchPeople, type NameMatch } from '../../models/read/match-people.ts';
import type { Acting } from './acting.ts';

const isEmail = (word: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(word);
const bare = (written: string): string => written.trim().replace(/^@/, '').toLowerCase();

// Of several people with that name, one who takes part in the incident is meant.
function choose(matches: readonly NameMatch[], participantIds: readonly string[]): NameMatch[] {
  const closest = matches.filter((m) => m.closeness === matches[0]?.closeness);
  const here = closest.filter((m) => participantIds.includes(m.personId));
  return here.length === 1 ? here : closest;
}

/** The e-mail of the person that somebody wrote as `@ana`, `Ana Petrova`, `ana@example.com` or `me`; an unknown e-mail stands for itself. Throws `unknown-reference` for nobody, or several. */
export async function whoIs(acting: Acting, written: string, participantIds: readonly string[]): Promise<string> {
  const word = bare(written);
  if (word === 'me' || word === 'myself') return acting.viewer.email;
  const found = choose(await matchPeople(acting.deps.db, acting.viewer.organizationId, [word]), participantIds);
  const [first, second] = found;
  if (first && !second) return first.email;
  if (first) throw new DomainError('unknown-reference', `“${written}” may be ${found.slice(0, 5).map((m) => `${m.name} (${m.email})`).join(' or ')}. Write the e-mail address.`);
  if (isEmail(word) && word.length <= 254) return word;
  throw new DomainError('unknown-reference', `Nobody here is called “${written}”. Write the e-mail address.`);
}

const MENTION = /(?:^|[\s([{"'“,;:>])@([\p{L}\p{N}](?:[\p{L}\p{N}._%+-]*[\p{L}\p{N}])?(?:@[A-Za-z0-9.-]+\.[A-Za-z]{2,})?)/gu;

/** The people mentioned in a text (`@ana`, `@ana@example.com`), each once; names that mean nobody or several people are left out. Text in backticks is code and mentions nobody. */
export async function mentionsIn(acting: Acting, text: string, participantIds: readonly string[]): Promise<{ personId: string; email: string; name: string }[]> {
  const plain = text.replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, ' ');
  const words = [...new Set([...plain.matchAll(MENTION)].map((m) => bare(m[1] ?? '')))].slice(0, 50);
  const matches = await matchPeople(acting.deps.db, acting.viewer.organizationId, words);
  const people = words.flatMap((word) => {
    const found = choose(matches.filter((m) => m.word === word), participantIds);
    return found.length === 1 && found[0] ? [found[0]] : [];
  });
  return [...new Map(people.map((p) => [p.email, { personId: p.personId, email: p.email, name: p.name }])).values()];
}
