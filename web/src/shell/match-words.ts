/** Whether every word of the query begins a word of the text, in any order, without regard to case: `mar st` finds "Mark stable". */
export function matchesWords(query: string, text: string): boolean {
  const words = text.toLocaleLowerCase().split(/[^\p{L}\p{N}]+/u);
  return query
    .toLocaleLowerCase()
    .split(/\s+/)
    .filter((part) => part !== '')
    .every((part) => words.some((word) => word.startsWith(part)));
}
