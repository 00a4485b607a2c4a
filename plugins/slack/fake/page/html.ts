/** Markup that is safe to put into a page. */
export interface Html {
  readonly markup: string;
}
type Part = string | number | Html | readonly Html[] | null | false;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);

/** A template whose values are escaped, unless they are markup already; null and false are nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { markup: strings.reduce((all, text, n) => all + markupOf(parts[n - 1] ?? null) + text) };
}

/** Several pieces of markup in a row. */
export const all = <T>(items: Iterable<T>, render: (item: T, n: number) => Html): Html => ({ markup: Array.from(items, (item, n) => render(item, n).markup).join('') });

function markupOf(part: Part): string {
  if (part === null || part === false) return '';
  if (typeof part === 'string' || typeof part === 'number') return escape(String(part));
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
}
