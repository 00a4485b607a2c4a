import { DomainError } from '../../../domain/errors.ts';
import type { Database } from '../../../models/connect.ts';
import { listProjects } from '../../../models/settings/projects.ts';
import { listTypes } from '../../../models/settings/types.ts';

/** A configured thing as somebody names it, and where in the request. */
interface Named {
  name: string;
  pointer: string;
}
interface Found {
  id: string;
  name: string;
}

function find(rows: readonly Found[], { name, pointer }: Named): Found {
  const wanted = name.trim().toLowerCase();
  const found = rows.find((row) => row.name.toLowerCase() === wanted || row.id === wanted);
  if (found !== undefined) return found;
  const detail = `“${name}” is not known; there is ${rows.map((row) => `“${row.name}”`).join(', ')}`;
  throw new DomainError('unknown-reference', `${pointer.slice(1)} ${detail}`, [{ pointer, detail }]);
}

/** The project with this name (any case) or id; `unknown-reference` naming what exists. */
export async function projectNamed(db: Database, organizationId: string, named: Named): Promise<Found> {
  return find(await listProjects(db, organizationId), named);
}

/** The incident type with this name (any case) or id; `unknown-reference` naming what exists. */
export async function typeNamed(db: Database, organizationId: string, named: Named): Promise<Found> {
  return find(await listTypes(db, organizationId), named);
}
