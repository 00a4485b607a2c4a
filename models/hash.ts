import { createHash } from 'node:crypto';
import type { IncidentEvent } from '../domain/incident/events.ts';
import { iso, storableJson } from './values.ts';

/** What the first event of a ledger carries as the hash before it. */
export const GENESIS_HASH = '0'.repeat(64);

/** JSON with the keys of every object in order, so that equal values have equal texts. Values that JSON does not know fall out. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (isPlainObject(inner) ? Object.fromEntries(Object.entries(inner).sort(byKey)) : inner));
}

/** SHA-256 (hex) of the hash before and the event: whoever changes, removes or reorders an event breaks every hash after it. */
export function eventHash(previous: string, event: IncidentEvent): string {
  const { incidentId, seq, key, kind, at, recordedAt, actor, data } = event;
  return sha256(`${previous}\n${canonicalJson({ incidentId, seq, key, kind, at: iso(at), recordedAt: iso(recordedAt), actor, data })}`);
}

/** SHA-256 of a text as hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** The event as the ledger stores it: times in UTC with milliseconds, texts that PostgreSQL accepts, nothing that JSON does not know. */
export function storableEvent<E extends IncidentEvent>(event: E): E {
  return JSON.parse(storableJson({ ...event, at: iso(event.at), recordedAt: iso(event.recordedAt) })) as E;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
