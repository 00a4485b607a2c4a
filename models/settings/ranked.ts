import { randomUUID } from 'node:crypto';
import type { Database } from '../connect.ts';
import { select, selectOne, transaction } from '../sql.ts';
import { type Changes, type DefaultTable, type RowKey, given, keepDefault, makeOnlyDefault, missing, nameTaken, projectIdOf, refuseDisabledDefault, settingsChanged } from './shared.ts';

/** What types, severities and priorities share; `project` is a name, null = every project. */
export interface RankedBody {
  name: string;
  description: string;
  project: string | null;
  rank: number;
  isDefault: boolean;
  isEnabled: boolean;
}
/** One of the three nouns: its table, its word, and the columns of the fields that it adds. */
export interface RankedNoun<More extends object> {
  table: Exclude<DefaultTable, 'projects'>;
  /** Without article, e.g. `severity`. */
  word: string;
  more: { [K in keyof More]: string };
}
/** Reads and changes one of the nouns for the settings. */
export interface RankedSettings<Body extends RankedBody> {
  list: (db: Database, organizationId: string) => Promise<(Body & { id: string })[]>;
  create: (db: Database, organizationId: string, body: Body) => Promise<Body & { id: string }>;
  update: (db: Database, key: RowKey, changes: Changes<Body>) => Promise<Body & { id: string }>;
}

const SHARED: Record<string, string> = { name: 'name', description: 'description', rank: 'rank', isDefault: 'is_default', isEnabled: 'is_enabled' };

/** The settings of a noun. Column names come from the code only, values are always bound. */
export function rankedSettings<More extends object>({ table, word, more }: RankedNoun<More>): RankedSettings<RankedBody & More> {
  type View = RankedBody & More & { id: string };
  const columns: Record<string, string> = { ...SHARED, ...more };
  const shown = Object.entries(columns).map(([field, column]) => `r.${column} as "${field}"`);
  const sql = `select r.id, p.name as project, ${shown.join(', ')} from ${table} r left join projects p on p.id = r.project_id where r.organization_id = $1`;

  async function one(db: Database, { organizationId, id }: RowKey): Promise<View> {
    const row = await selectOne<View>(db, `${sql} and r.id = $2`, [organizationId, id]);
    if (row === null) throw missing(word);
    return row;
  }
  async function finish(db: Database, key: RowKey): Promise<View> {
    const row = await one(db, key);
    refuseDisabledDefault(row);
    if (row.isDefault) await makeOnlyDefault(db, { table, ...key });
    await settingsChanged(db, key.organizationId, key.id);
    return row;
  }
  return {
    list: (db, organizationId) => select<View>(db, `${sql} order by r.rank, r.name`, [organizationId]),
    async create(db, organizationId, { project, ...fields }) {
      const id = randomUUID();
      const projectId = await projectIdOf(db, organizationId, project);
      const values: [string, unknown][] = [['id', id], ['organization_id', organizationId], ['project_id', projectId], ...toColumns(fields, columns)];
      const places = values.map((_, index) => `$${index + 1}`);
      return transaction(db, async (tx) => {
        await select(tx, `insert into ${table} (${values.map(([column]) => column).join(', ')}) values (${places.join(', ')}) returning id`, values.map(([, value]) => value));
        return finish(tx, { organizationId, id });
      }).catch(nameTaken(`a ${word}`, fields.name));
    },
    async update(db, { organizationId, id }, { project, ...fields }) {
      const values = toColumns(given(fields), columns);
      if (project !== undefined) values.push(['project_id', await projectIdOf(db, organizationId, project)]);
      const sets = [...values.map(([column], index) => `${column} = $${index + 3}`), 'updated_at = now()'];
      return transaction(db, async (tx) => {
        await selectOne(tx, `select id from ${table} where organization_id = $1 and id = $2 for update`, [organizationId, id]);
        keepDefault(await one(tx, { organizationId, id }), fields);
        await select(tx, `update ${table} set ${sets.join(', ')} where organization_id = $1 and id = $2 returning id`, [organizationId, id, ...values.map(([, value]) => value)]);
        return finish(tx, { organizationId, id });
      }).catch(nameTaken(`a ${word}`, fields.name));
    },
  };
}

function toColumns(fields: object, columns: Record<string, string>): [string, unknown][] {
  return Object.entries(fields).flatMap(([field, value]): [string, unknown][] => {
    const column = columns[field];
    if (column === undefined) return [];
    return [[column, typeof value === 'object' && value !== null ? JSON.stringify(value) : value]];
  });
}
