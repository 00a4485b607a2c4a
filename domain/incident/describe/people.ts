import type { IncidentEvent } from '../events.ts';
import { bold, escapeMarkdown } from '../markdown.ts';
import type { Actor, PersonRef, Role } from '../types.ts';
import { actorOf, asRole, details, isSelf, said, who, type Description } from './words.ts';

/** Somebody joined, and why. */
export function describeAdded({ actor, data }: IncidentEvent<'participant.added'>): Description {
  const { person, role, source } = data;
  const text = `${who(person)} joined ${asRole(role)}`;
  if (source.kind === 'rule') {
    const from = source.service === null ? '' : `, on call for ${bold(source.service)}`;
    return said(`${who(person)} was engaged ${asRole(role)}${from}`, {
      details: details(['Rule', escapeMarkdown(source.ruleName)]),
    });
  }
  if (source.kind === 'self' || isSelf(actor, person) || actor.kind === 'system') return said(text);
  return said(`${actorOf(actor)} added ${who(person)} ${asRole(role)}`);
}

/** Somebody left or was taken out. */
export function describeRemoved({ actor, data }: IncidentEvent<'participant.removed'>): Description {
  return said(
    isSelf(actor, data.person) ? `${who(data.person)} left` : `${actorOf(actor)} removed ${who(data.person)}`,
  );
}

const TAKEN: Partial<Record<Role, string>> = {
  commander: 'took command',
  scribe: 'took the scribe role',
  liaison: 'took the liaison role',
};

/** A role that changed hands. */
export function describeRole({ actor, data }: IncidentEvent<'role.assigned'>): Description {
  const { person, role, previous } = data;
  const instead = previous && previous.personId !== person.personId ? `, in place of ${who(previous)}` : '';
  return said(`${roleSentence(actor, person, role)}${instead}`, { important: role === 'commander' });
}

function roleSentence(actor: Actor, person: PersonRef, role: Role): string {
  if (isSelf(actor, person)) return `${who(person)} ${TAKEN[role] ?? `joined ${asRole(role)}`}`;
  if (actor.kind === 'system') return `${who(person)} is now ${asRole(role).replace(/^as /, '')}`;
  return `${actorOf(actor)} assigned ${who(person)} ${asRole(role)}`;
}
