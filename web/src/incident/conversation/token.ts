/** The word at the caret that asks for suggestions: a mention after `@`, or a command at the very beginning after `/`; `from` to `to` is what a choice replaces. */
export type Token = { kind: 'mention' | 'command'; query: string; from: number; to: number };

/** Finds the word that suggestions are for, undefined when the caret stands in ordinary text. */
export function tokenAt(text: string, caret: number): Token | undefined {
  const before = text.slice(0, caret);
  const command = /^\/([\w-]*)$/.exec(before);
  if (command) return { kind: 'command', query: command[1] ?? '', from: 0, to: caret };
  const mention = /(?:^|[\s(])@([^\s@]{0,60})$/u.exec(before);
  if (!mention) return undefined;
  const query = mention[1] ?? '';
  return { kind: 'mention', query, from: caret - query.length - 1, to: caret };
}

/** Puts a choice in the place of the word at the caret, followed by one space; returns the text and where the caret goes. */
export function replaceToken(text: string, token: Token, choice: string): { text: string; caret: number } {
  const after = text.slice(token.to).replace(/^ /, '');
  const head = `${text.slice(0, token.from)}${choice} `;
  return { text: head + after, caret: head.length };
}

const MENTION = /@([\w.+-]+@[\w-]+(?:\.[\w-]+)+)/g;

/** Writes mentions (`@name@example.com`) as bold names, so that people read names; addresses nobody has stay as they are. */
export function withNames(body: string, names: ReadonlyMap<string, string>): string {
  return body.replace(MENTION, (whole, email: string) => {
    const name = names.get(email.toLowerCase());
    return name === undefined ? whole : `**@${name.replace(/[\\`*_[\]<>]/g, '\\$&')}**`;
  });
}
