import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { GUIDES } from '../../../../api/contract/commands.ts';
import { routes } from '../../../../api/contract/index.ts';
import { useApi } from '../../api/hooks.ts';
import type { Incident } from '../queries.ts';
import { replaceToken, type Token, tokenAt } from './token.ts';

/** One suggestion: what it puts into the text, and what it says. */
export type Suggestion = { id: string; insert: string; label: string; note: string; code: boolean };

/** The commands whose name (or another name) begins with what was typed and that the viewer may use. */
export function commandSuggestions(query: string, abilities: readonly string[]): Suggestion[] {
  const typed = query.toLowerCase();
  return GUIDES.filter((guide) => abilities.includes(guide.needs) && [guide.name, ...guide.aliases].some((name) => name.startsWith(typed))).map((guide) => ({
    id: guide.name,
    insert: `/${guide.name}`,
    label: guide.usage,
    note: guide.does,
    code: true,
  }));
}

type Someone = { name: string; email: string; isActive?: boolean };

/** People whose name or address holds what was typed, participants first; nobody twice. */
export function mentionSuggestions(query: string, from: { participants: readonly Someone[]; others: readonly Someone[] }, prefix: string): Suggestion[] {
  const { participants, others } = from;
  const typed = query.toLocaleLowerCase();
  const matches = ({ name, email }: Someone): boolean => name.toLocaleLowerCase().split(/\s+/).some((word) => word.startsWith(typed)) || name.toLocaleLowerCase().startsWith(typed) || email.startsWith(typed);
  const known = participants.filter(matches);
  const emails = new Set(participants.map((person) => person.email));
  const rest = others.filter((person) => person.isActive !== false && !emails.has(person.email) && matches(person));
  return [...known, ...rest].slice(0, 8).map((person) => ({ id: person.email, insert: `${prefix}${person.email}`, label: person.name, note: person.email, code: false }));
}

/** The suggestions for the word at the caret, with the keyboard's choice among them. */
export function useSuggestions(incident: Incident, text: string, caret: number) {
  const [dismissed, setDismissed] = useState<string | undefined>(undefined);
  const [index, setIndex] = useState(0);
  const token = tokenAt(text, caret);
  const [query] = useDebouncedValue(token?.kind === 'mention' ? token.query : '', 120);
  const people = useApi(routes.settings.people.list, { query: { q: query, limit: 8 } }, { enabled: token?.kind === 'mention' && query !== '', keepPrevious: true });
  const tokenId = token ? `${token.kind}${token.from}` : undefined;
  const shown = token && tokenId !== dismissed ? suggestionsOf(token, { incident, text, people: people.data?.data ?? [] }) : [];
  const at = Math.min(index, Math.max(0, shown.length - 1));
  return {
    items: shown,
    kind: token?.kind,
    index: at,
    move: (by: number) => setIndex((at + by + shown.length) % shown.length),
    point: setIndex,
    dismiss: () => setDismissed(tokenId),
    reset: () => {
      setIndex(0);
      if (tokenId === undefined) setDismissed(undefined);
    },
    choose: (suggestion: Suggestion) => (token ? replaceToken(text, token, suggestion.insert) : { text, caret }),
  };
}

function suggestionsOf(token: Token, { incident, text, people }: { incident: Incident; text: string; people: readonly Someone[] }): Suggestion[] {
  if (token.kind === 'command') {
    const found = commandSuggestions(token.query, incident.abilities);
    // A whole name without more to choose from is no question any longer.
    return found.length === 1 && found[0]?.insert === `/${token.query}` ? [] : found;
  }
  const present = incident.participants.filter((each) => each.removedAt === null).map((each) => each.person);
  // Commands take addresses as they are; a mention in a message has its sign.
  return mentionSuggestions(token.query, { participants: present, others: people }, text.startsWith('/') ? '' : '@');
}
