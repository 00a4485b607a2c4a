const count = (n: number, one: string, many = `${one}s`): string => (n === 1 ? `1 ${one}` : `${n.toLocaleString('en')} ${many}`);

/** How long closed incidents are kept: `for ever`, or `30 days after closing`. */
export function daysText(days: number | null): string {
  return days === null ? 'Kept for ever' : `Purged ${count(days, 'day')} after closing`;
}

/** What a policy does next, as a half-sentence; empty when there is nothing to say. */
export function dueText({ due, held }: { due: number; held: number }): string {
  const parts = [due > 0 ? `${count(due, 'incident')} about to be purged` : '', held > 0 ? `${held} kept by a legal hold` : ''];
  return parts.filter((part) => part !== '').join(', ');
}

/** What a policy would do, for the preview. */
export function previewText({ due, held, kept }: { due: number; held: number; kept: number }): string {
  const first = due === 0 ? 'Nothing would be purged now' : `${count(due, 'incident')} would be purged within minutes`;
  const rest = [held > 0 ? `${held} older ${held === 1 ? 'one is' : 'ones are'} kept by a legal hold` : '', kept > 0 ? `${count(kept, 'closed incident')} would stay for now` : ''].filter((part) => part !== '');
  return [first, ...rest].join('; ');
}

const NAMES: Record<string, [string, string]> = {
  events: ['event', 'events'], messages: ['message', 'messages'], files: ['file', 'files'], documents: ['document', 'documents'], mails: ['mail', 'mails'], tasks: ['task', 'tasks'],
};

/** What went with an incident: `120 events, 14 messages, 2 files`. */
export function countsText(counts: Readonly<Record<string, number>>): string {
  return Object.entries(NAMES).flatMap(([name, [one, many]]) => ((counts[name] ?? 0) > 0 ? [count(counts[name] ?? 0, one, many)] : [])).join(', ');
}
