import { createStore, readStored, useStore, writeStored, type Store } from '../../ui/store.ts';

const marks = new Map<string, Store<number>>();

function markOf(incidentId: string): Store<number> {
  const known = marks.get(incidentId);
  if (known) return known;
  const stored = Number(readStored(`dispatch.read.${incidentId}`) ?? 'none');
  const mark = createStore(Number.isInteger(stored) ? stored : -1);
  marks.set(incidentId, mark);
  return mark;
}

/** The position up to which the viewer has read a conversation in this browser; -1 when it was never opened here. */
export function useReadTo(incidentId: string): number {
  return useStore(markOf(incidentId));
}

/** Remembers that the conversation was read up to a position; going back is ignored. */
export function markRead(incidentId: string, position: number): void {
  const mark = markOf(incidentId);
  if (position <= mark.get()) return;
  mark.set(position);
  writeStored(`dispatch.read.${incidentId}`, String(position));
}
