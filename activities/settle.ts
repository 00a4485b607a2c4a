import { type Lack, VendorError } from '../plugins/contract.ts';

/** One of several effects that do not depend on each other; `label` names it in an error, e.g. `bookmarks`. */
export interface Part<T> {
  label: string;
  work(): Promise<T>;
}

/**
 * Does all parts at once, each to its end, so that one vendor's refusal never keeps the others from happening; answers the results in order. When some
 * failed, throws one error that names them: one that may pass by itself before one that needs a person, because trying again does no harm.
 */
export async function settleAll<T>(parts: readonly Part<T>[]): Promise<T[]> {
  const outcomes = await Promise.allSettled(parts.map((part) => part.work()));
  const failed = outcomes.flatMap((outcome, i) => (outcome.status === 'rejected' ? [{ label: parts[i]?.label ?? '', reason: outcome.reason as unknown }] : []));
  if (failed.length > 0) throw combined(failed);
  return outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
}

function combined(failed: { label: string; reason: unknown }[]): unknown {
  const unexpected = failed.find(({ reason }) => !(reason instanceof VendorError));
  if (unexpected !== undefined) return unexpected.reason;
  const errors = failed.flatMap(({ label, reason }) => (reason instanceof VendorError ? [{ label, reason }] : []));
  const passing = errors.find(({ reason }) => reason.kind === 'rate-limited') ?? errors.find(({ reason }) => reason.kind === 'unavailable');
  const chosen = (passing ?? errors[0])?.reason;
  const text = errors.map(({ label, reason }) => `${label}: ${reason.message}`).join('; ');
  return new VendorError(chosen?.kind ?? 'unavailable', text, chosen?.retryAfterMs ?? null);
}

/** What a provider left undone of one part, with the part's name; null = nothing. */
export async function lacking(label: string, work: Promise<Lack | void | null>): Promise<string | null> {
  const lack = await work;
  return lack == null ? null : `${label}: ${lack.lacking}`;
}

/** A sentence about what was left undone, or null when it was nothing. */
export function lackNote(lacks: readonly (string | null)[], where: string): string | null {
  const named = lacks.filter((lack) => lack !== null);
  return named.length === 0 ? null : `Not everything can be shown in ${where}: ${named.join('; ')}`;
}

/** A sentence about people who could not be added, or null when there are none. */
export function notAdded(failed: readonly { email: string; reason: string }[], to: string): string | null {
  if (failed.length === 0) return null;
  const named = failed.slice(0, 5).map(({ email, reason }) => `${email} (${reason})`);
  const more = failed.length > named.length ? ` and ${failed.length - named.length} more` : '';
  return `Could not be added to ${to}: ${named.join(', ')}${more}`;
}

/** The sentences that are there as one note, or null. */
export function joinNotes(...notes: readonly (string | null | undefined)[]): string | null {
  const said = notes.filter((note) => note != null && note !== '');
  return said.length === 0 ? null : said.join('. ');
}
