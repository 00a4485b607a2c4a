import type { Actor, PersonRef, ResourceKind, Role, Stage } from '../types.ts';
import { bold } from '../markdown.ts';

/** What an event says: one line of Markdown, its fields, and whether it belongs in a short telling. */
export interface Description {
  text: string;
  details: Detail[];
  important: boolean;
}
/** One field of an event; `text` is Markdown. */
export interface Detail {
  label: string;
  text: string;
}

/** A description without fields that does not belong in a short telling, unless said otherwise. */
export function said(text: string, more: Partial<Omit<Description, 'text'>> = {}): Description {
  return { text, details: more.details ?? [], important: more.important ?? false };
}

/** The fields that have a text. */
export function details(...fields: [label: string, text: string | null | undefined][]): Detail[] {
  return fields.flatMap(([label, text]) =>
    text === null || text === undefined || text.trim() === '' ? [] : [{ label, text }],
  );
}

/** A person's name in bold; the e-mail address when there is no name. */
export function who(person: Pick<PersonRef, 'name' | 'email'>): string {
  return bold(person.name.trim() === '' ? person.email : person.name);
}

/** Who did it, at the beginning of a sentence; the automation speaks as Dispatch. */
export function actorOf(actor: Actor): string {
  if (actor.kind === 'person') return who(actor);
  return actor.kind === 'plugin' ? bold(actor.name) : 'Dispatch';
}

/** True when the person did it themselves. */
export function isSelf(actor: Actor, person: PersonRef): boolean {
  return actor.kind === 'person' && actor.personId === person.personId;
}

const ROLE_WORDS: Record<Role, string> = {
  commander: 'commander',
  reporter: 'reporter',
  scribe: 'scribe',
  liaison: 'liaison',
  participant: 'participant',
  observer: 'observer',
};

/** `as commander`, `as an observer`: single roles need no article. */
export function asRole(role: Role): string {
  if (role === 'participant') return 'as a participant';
  if (role === 'observer') return 'as an observer';
  return `as ${ROLE_WORDS[role]}`;
}

/** What each stage is called in a sentence. */
export const STAGE_WORDS: Record<Stage, string> = {
  active: 'active',
  stable: 'stable',
  closed: 'closed',
  review: 'in review',
};

/** What each resource is called at the beginning of a sentence. */
export const RESOURCE_WORDS: Record<ResourceKind, string> = {
  ticket: 'Ticket',
  conversation: 'Conversation',
  storage: 'Storage',
  document: 'Incident document',
  reviewDocument: 'Review document',
  conference: 'Conference',
  tacticalGroup: 'Tactical group',
  notificationsGroup: 'Notifications group',
};
