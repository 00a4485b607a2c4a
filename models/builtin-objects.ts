import { randomUUID } from 'node:crypto';
import { DomainError } from '../domain/errors.ts';
import type { Database } from './connect.ts';
import { isUuid } from './paging.ts';
import { select, selectOne } from './sql.ts';
import { storableJson, storableText } from './values.ts';

/** One of the product's own objects; `data` belongs to the capability that wrote it. */
export interface BuiltinObject {
  id: string;
  incidentId: string;
  kind: string;
  name: string;
  data: Record<string, unknown>;
}
type NewObject = Omit<BuiltinObject, 'id'> & { mark: string };

const COLUMNS = 'o.id, o.incident_id as "incidentId", o.kind, o.name, o.data';

/** The part of the built-in store that keeps objects and their members, confined to one organization. */
export function createBuiltinObjects(db: Database, organizationId: string) {
  const mine = 'exists (select 1 from incidents i where i.id = o.incident_id and i.organization_id = $1)';
  return {
    /** One row per mark; creates when absent. */
    async ensureObject({ mark, incidentId, kind, name, data }: NewObject): Promise<{ id: string; name: string; data: Record<string, unknown>; created: boolean }> {
      const made = await selectOne<{ id: string; name: string; data: Record<string, unknown> }>(
        db,
        `insert into builtin_objects (id, incident_id, mark, kind, name, data) select $2, i.id, $4, $5, $6, $7::jsonb from incidents i where i.id = $3 and i.organization_id = $1
         on conflict (mark) do nothing returning id, name, data`,
        [organizationId, randomUUID(), incidentId, mark, kind, storableText(name), storableJson(data)],
      );
      if (made !== null) return { ...made, created: true };
      const there = await selectOne<{ id: string; name: string; data: Record<string, unknown> }>(db, `select o.id, o.name, o.data from builtin_objects o where o.mark = $2 and ${mine}`, [organizationId, mark]);
      if (there === null) throw new DomainError('not-found', `There is no incident ${incidentId}.`);
      return { ...there, created: false };
    },
    /** Null when there is none of that id in this organization. */
    async getObject(id: string): Promise<BuiltinObject | null> {
      if (!isUuid(id)) return null;
      return selectOne<BuiltinObject>(db, `select ${COLUMNS} from builtin_objects o where o.id = $2 and ${mine}`, [organizationId, id]);
    },
    /** Merges `data`; optional new name. */
    async updateObject(id: string, change: { name?: string; data?: Record<string, unknown> }): Promise<void> {
      await select(db, `update builtin_objects o set name = coalesce($3, name), data = data || $4::jsonb, updated_at = now() where o.id = $2 and ${mine} returning o.id`, [
        organizationId, id, change.name === undefined ? null : storableText(change.name), storableJson(change.data ?? {}),
      ]);
    },
    async setMembers(id: string, { add = [], remove = [] }: { add?: { email: string; name: string }[]; remove?: string[] }): Promise<void> {
      if (remove.length > 0) {
        await select(db, `delete from builtin_members m using builtin_objects o where o.id = m.object_id and o.id = $2 and ${mine} and m.email = any($3::text[]) returning m.email`, [organizationId, id, remove.map((email) => email.toLowerCase())]);
      }
      if (add.length === 0) return;
      const people = [...new Map(add.map((p) => [p.email.toLowerCase(), storableText(p.name)]))].map(([email, name]) => ({ email, name }));
      await select(
        db,
        `insert into builtin_members (object_id, email, name) select o.id, r.email, r.name from builtin_objects o, jsonb_to_recordset($3::jsonb) as r(email text, name text) where o.id = $2 and ${mine}
         on conflict (object_id, email) do update set name = excluded.name returning email`,
        [organizationId, id, JSON.stringify(people)],
      );
    },
    async listMembers(id: string): Promise<string[]> {
      const rows = await select<{ email: string }>(db, `select m.email from builtin_members m join builtin_objects o on o.id = m.object_id where o.id = $2 and ${mine} order by m.added_at, m.email`, [organizationId, id]);
      return rows.map((row) => row.email);
    },
  };
}
