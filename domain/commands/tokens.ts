/** One word of a typed command, or several in quotes. */
export interface Token {
  text: string;
  quoted: boolean;
}

const CLOSING: Record<string, string> = { '"': '"', '“': '”', '„': '“', '«': '»', "'": "'", '‘': '’' };

/** Splits typed text into words; quotes (straight or typographic) at the start of a word keep several together, and one never closed reaches to the end. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let rest = text.trim();
  while (rest !== '') {
    const closing = CLOSING[rest.charAt(0)];
    const end = closing === undefined ? -1 : endOfQuote(rest, closing);
    if (end > 0) {
      tokens.push({ text: rest.slice(1, end).trim(), quoted: true });
      rest = rest.slice(end + 1).trimStart();
      continue;
    }
    const word = /^\S+/.exec(rest)?.[0] ?? rest;
    tokens.push({ text: word, quoted: false });
    rest = rest.slice(word.length).trimStart();
  }
  return tokens;
}

// A closing mark counts only at the end of a word, so that `'don't worry'` stays whole.
function endOfQuote(text: string, closing: string): number {
  for (let at = text.indexOf(closing, 1); at !== -1; at = text.indexOf(closing, at + 1)) {
    const next = text.charAt(at + 1);
    if (next === '' || /\s/.test(next)) return at;
  }
  return -1;
}

/** The words as one text again. */
export function join(tokens: readonly Token[]): string {
  return tokens.map((t) => t.text).join(' ').trim();
}
