import { eraseIn, type ErasureSubject, textEraser } from '../../domain/incident/erase.ts';
import type { Database } from '../connect.ts';
import { select } from '../sql.ts';
import { likeText, storableJson } from '../values.ts';
import type { Place } from './places.ts';

const PAGE = 500;

/** What `ilike any` is asked for, to find rows that may mention the person; the eraser decides exactly. */
export function mentionPatterns({ personId, emails, names }: ErasureSubject): string[] {
  const words = names.filter((name) => /\S\s+\S/.test(name.trim())).map((name) => name.trim().split(/\s+/).map(likeText).join('%'));
  return [personId, ...emails.filter((email) => email !== '').map(likeText), ...words].map((text) => `%${text}%`);
}

type Row = Record<string, unknown>;
const columnsOf = ({ texts = [], jsons = [], lists = [] }: Place): string[] => [...texts, ...jsons, ...lists];

/** Erases the person from one place's rows of the incident or organization `scopeId`; answers how many rows changed. Run again it changes nothing. */
export async function eraseRows(tx: Database, place: Place, { scopeId, scopeColumn, subject }: { scopeId: string; scopeColumn: string; subject: ErasureSubject }): Promise<number> {
  const columns = columnsOf(place);
  const where = place.scope ?? `${scopeColumn} = $1`;
  const mentions = columns.map((column) => `${column}::text ilike any($2::text[])`).join(' or ');
  const keys = place.key.map((column) => `${column}::text as "key_${column}"`);
  const eraseText = textEraser(subject);
  let changed = 0;
  for (let after: string | null = null; ; ) {
    const rows: Row[] = await select<Row>(
      tx,
      `select * from (select ${[...keys, ...columns].join(', ')}, concat_ws('/', ${place.key.map((c) => `${c}::text`).join(', ')}) as row_name from ${place.table} where ${where} and (${mentions})) r
       where $3::text is null or row_name > $3 order by row_name limit ${PAGE}`,
      [scopeId, mentionPatterns(subject), after],
    );
    for (const row of rows) if (await eraseRow(tx, place, { row, subject, eraseText })) changed += 1;
    if (rows.length < PAGE) return changed;
    after = String(rows.at(-1)?.['row_name']);
  }
}

async function eraseRow(tx: Database, place: Place, { row, subject, eraseText }: { row: Row; subject: ErasureSubject; eraseText(text: string): string }): Promise<boolean> {
  const { texts = [], jsons = [], lists = [] } = place;
  const values: unknown[] = [];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const sets: string[] = [];
  for (const column of columnsOf(place)) {
    const before = row[column];
    const after = eraseIn(before, subject, eraseText);
    if (after === before) continue;
    if (texts.includes(column)) sets.push(`${column} = ${bind(after)}`);
    if (jsons.includes(column)) sets.push(`${column} = ${bind(storableJson(after))}::jsonb`);
    if (lists.includes(column)) sets.push(`${column} = ${bind(after)}::text[]`);
  }
  if (sets.length === 0) return false;
  const where = place.key.map((column) => `${column}::text = ${bind(row[`key_${column}`])}`);
  await select(tx, `update ${place.table} set ${sets.join(', ')} where ${where.join(' and ')} returning 1 as done`, values);
  return true;
}
