import { DomainError } from '../domain/errors.ts';
import type { Database } from './connect.ts';

/** The slug of an organization, as paths have it; `not-found` when there is none. */
export async function organizationSlug(db: Database, organizationId: string): Promise<string> {
  const row = await db.records.Organization.findByPk(organizationId);
  if (row === null) throw new DomainError('not-found', 'There is no such organization.');
  return row.slug;
}
