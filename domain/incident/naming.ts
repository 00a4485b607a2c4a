/** Longest conversation name that the strictest chat (Slack) takes. */
const CONVERSATION_NAME_MAX = 80;

/** Lower-case letters, digits and single hyphens, at most `max` characters; never empty (then `incident`). */
export function slug(text: string, max = CONVERSATION_NAME_MAX): string {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const cut = plain.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, max).replaceAll(/-+$/g, '');
  return cut === '' ? 'incident' : cut;
}

/** The conversation's name without `#`, from the key alone (never the title: names of private channels leak), e.g. `inc-42`. */
export function conversationName(key: string): string {
  return slug(key);
}

/** The folder's name, from the key alone. */
export function storageName(key: string): string {
  return key;
}

/** A document's title, e.g. `INC-42 Incident document`; from the key alone. */
export function documentTitle(kind: 'incident' | 'review' | 'executive', key: string): string {
  const what = { incident: 'Incident document', review: 'Postmortem', executive: 'Executive report' }[kind];
  return `${key} ${what}`;
}

/** A group's name: `inc-42-tactical` for those who work on it, `inc-42-notifications` for those who want to know. */
export function groupName(kind: 'tactical' | 'notifications', key: string): string {
  return `${slug(key, 60)}-${kind}`;
}

/** The conference's name, from the key alone. */
export function conferenceName(key: string): string {
  return `${key} incident call`;
}
