import type { InboundPerson } from '../../contract.ts';
import type { Directory } from '../directory.ts';

/** Who a user id is; somebody whom Slack does not tell us about has no e-mail address. */
export async function personAt(directory: Directory, id: string | undefined): Promise<InboundPerson> {
  const found = id === undefined ? null : await directory.byId(id);
  return { vendorId: id ?? '', email: found?.isBot === true ? null : (found?.email ?? null), name: found?.name ?? 'Somebody in Slack' };
}

/** Text of a message with people's names in place of their ids, and links as Markdown. */
export async function readable(directory: Directory, text: string): Promise<string> {
  const ids = [...new Set([...text.matchAll(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g)].map((m) => m[1] ?? ''))];
  const names = new Map(await Promise.all(ids.map(async (id) => [id, (await personAt(directory, id)).name] as const)));
  return text
    .replace(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g, (_whole, id: string) => `@${names.get(id) ?? id}`)
    .replace(/<#[CG][A-Z0-9]+\|([^>]*)>/g, '#$1')
    .replace(/<!(here|channel|everyone)(?:\|[^>]*)?>/g, '@$1')
    .replace(/<((?:https?|mailto):[^|>]+)\|([^>]*)>/g, '[$2]($1)')
    .replace(/<((?:https?|mailto):[^>]+)>/g, '$1')
    .replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Typed text with the e-mail addresses of mentioned people in place of their ids, as commands name people; channels by their name. */
export async function withAddresses(directory: Directory, text: string): Promise<string> {
  const mentions = [...text.matchAll(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g)].map((m) => m[1] ?? '');
  const people = new Map(await Promise.all([...new Set(mentions)].map(async (id) => [id, await personAt(directory, id)] as const)));
  return text
    .replace(/<@([UW][A-Z0-9]+)(?:\|([^>]*))?>/g, (_whole, id: string, name?: string) => people.get(id)?.email ?? `@${name ?? id}`)
    .replace(/<#[CG][A-Z0-9]+\|([^>]*)>/g, '#$1')
    .replace(/<(?:mailto:[^|>]*\|)([^>]*)>/g, '$1')
    .replace(/<(https?:[^|>]+)(?:\|[^>]*)?>/g, '$1')
    .replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Addresses in a message. */
export function linksIn(text: string): string[] {
  return [...text.matchAll(/<(https?:\/\/[^|>]+)/g)].map((m) => m[1] ?? '');
}
