/** Two letters that stand for a person: the first of the first and last word of the name, else of the e-mail address. */
export function initialsOf(name: string | null | undefined, email = ''): string {
  const source = name?.trim() || email.split('@')[0]?.replace(/[._-]+/g, ' ') || '?';
  const words = source.split(/\s+/).filter((word) => word !== '');
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => word === undefined ? '' : String.fromCodePoint(word.codePointAt(0) ?? 63));
  return letters.join('').toLocaleUpperCase() || '?';
}
