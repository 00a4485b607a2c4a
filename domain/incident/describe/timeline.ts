import type { IncidentEvent } from '../events.ts';
import { shortened } from '../markdown.ts';
import { actorOf, details, said, who, type Description } from './words.ts';

const LONGEST_INLINE = 280;

/** A note; a short one is said in the sentence, a long one in the details. It is Markdown that people wrote, so it stays as it is. */
export function describeNote({ actor, data }: IncidentEvent<'note.added'>): Description {
  const text = data.text.trim();
  if (isInline(text)) return said(`${actorOf(actor)} noted: ${text}`, { important: true });
  return said(`${actorOf(actor)} added a note`, { important: true, details: details(['Note', text]) });
}

/** A message that was kept from the conversation. */
export function describeImported({ actor, data }: IncidentEvent<'message.imported'>): Description {
  const text = data.text.trim();
  const author = data.author ? who(data.author) : 'Somebody';
  const by =
    data.author && actor.kind === 'person' && actor.personId !== data.author.personId
      ? details(['Kept by', actorOf(actor)])
      : [];
  if (isInline(text)) return said(`${author} wrote: ${text}`, { important: true, details: by });
  return said(`${author} wrote in the conversation`, {
    important: true,
    details: [...details(['Message', text]), ...by],
  });
}

/** An event that was marked to stand out. */
export function describePinned({ actor, data }: IncidentEvent<'event.pinned'>): Description {
  return said(`${actorOf(actor)} ${data.pinned ? 'pinned' : 'unpinned'} event ${data.seq}`);
}

/** An event whose telling was corrected; the ledger keeps what it was. */
export function describeAmended({ actor, data }: IncidentEvent<'event.amended'>): Description {
  return said(`${actorOf(actor)} corrected the text of event ${data.seq}`, {
    details: details(['Now', shortened(data.text, 2000)]),
  });
}

/** Somebody's data was taken out; who it was is what nobody is to know any more. */
export function describeErased({ data }: IncidentEvent<'person.erased'>): Description {
  const count = Object.keys(data.redactions).length;
  return said(`A person's data was erased${count === 0 ? '' : ` from ${count === 1 ? '1 earlier event' : `${count} earlier events`}`}`);
}

/** One short paragraph that can stand in a sentence: no line breaks, and nothing that begins a list, heading, quote or table. */
function isInline(text: string): boolean {
  return (
    text.length <= LONGEST_INLINE && !text.includes('\n') && !/^([#>|]|[-*+] |\d+[.)] |```|~~~)/.test(text)
  );
}
