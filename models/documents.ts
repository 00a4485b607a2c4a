import { randomUUID } from 'node:crypto';
import { DomainError } from '../domain/errors.ts';
import type { Database } from './connect.ts';
import { notifyChange } from './live.ts';
import { select, selectOne, transaction } from './sql.ts';
import { iso, storableJson, storableText } from './values.ts';

/** Which document of an incident. */
export type DocumentKind = 'incident' | 'review' | 'executive';

/** A built-in document; `body` is Markdown with `{{placeholders}}`, `values` what stands for them today. */
export interface DocumentFacts {
  id: string;
  incidentId: string;
  incidentKey: string;
  organizationId: string;
  kind: DocumentKind;
  title: string;
  body: string;
  values: Record<string, string>;
  revision: number;
  updatedAt: string;
}

interface Row extends Omit<DocumentFacts, 'updatedAt'> {
  updated_at: Date;
}
const SQL = `select d.id, d.incident_id as "incidentId", i.key as "incidentKey", i.organization_id as "organizationId", d.kind, d.title, d.body, d.placeholder_values as "values", d.revision, d.updated_at
  from documents d join incidents i on i.id = d.incident_id`;
const toDocument = ({ updated_at, ...rest }: Row): DocumentFacts => ({ ...rest, updatedAt: iso(updated_at) });

/** What makes a document; `mark` is stable per incident and purpose. */
export interface NewDocument {
  mark: string;
  incidentId: string;
  kind: DocumentKind;
  title: string;
  body: string;
  values: Record<string, string>;
}

/** The document with this mark, created when absent; of two calls at once one creates. What people wrote stays. */
export async function ensureDocument(db: Database, document: NewDocument): Promise<{ id: string; created: boolean }> {
  const id = randomUUID();
  return transaction(db, async (tx) => {
    const made = await selectOne<{ id: string }>(
      tx,
      `insert into documents (id, incident_id, mark, kind, title, body, placeholder_values) values ($1, $2, $3, $4, $5, $6, $7::jsonb) on conflict (mark) do nothing returning id`,
      [id, document.incidentId, document.mark, document.kind, storableText(document.title), storableText(document.body), storableJson(document.values)],
    );
    if (made !== null) {
      await keepRevision(tx, { id, revision: 1, body: document.body, authorId: null, authorName: 'Dispatch' });
      await tell(tx, id);
      return { id, created: true };
    }
    const there = await selectOne<{ id: string }>(tx, 'select id from documents where mark = $1', [document.mark]);
    if (there === null) throw new DomainError('conflict', 'The document was removed while it was asked for.');
    return { id: there.id, created: false };
  });
}

/** New values for the placeholders; nothing is told when they are the same. */
export async function setDocumentValues(db: Database, id: string, values: Record<string, string>): Promise<void> {
  await transaction(db, async (tx) => {
    const changed = await selectOne(tx, 'update documents set placeholder_values = $2::jsonb, updated_at = now() where id = $1 and placeholder_values <> $2::jsonb returning id', [id, storableJson(values)]);
    if (changed !== null) await tell(tx, id);
  });
}

/** Documents of an incident, oldest first. */
export async function documentsOf(db: Database, incidentId: string): Promise<DocumentFacts[]> {
  const rows = await select<Row>(db, `${SQL} where d.incident_id = $1 order by d.created_at, d.id`, [incidentId]);
  return rows.map(toDocument);
}

/** One document, or null. Whoever shows it checks access to its incident. */
export async function documentById(db: Database, id: string): Promise<DocumentFacts | null> {
  const row = await selectOne<Row>(db, `${SQL} where d.id = $1`, [id]);
  return row === null ? null : toDocument(row);
}

/** A new text, based on `revision`; `authorId` null = the automation. */
export interface DocumentEdit {
  id: string;
  body: string;
  revision: number;
  authorId: string | null;
  authorName: string;
}

/** Saves a new revision; `conflict` when somebody saved since `revision`, `not-found`. The same text again changes nothing. */
export async function saveDocument(db: Database, edit: DocumentEdit): Promise<DocumentFacts> {
  return transaction(db, async (tx) => {
    const body = storableText(edit.body);
    const locked = await selectOne<{ body: string; revision: number }>(tx, 'select body, revision from documents where id = $1 for update', [edit.id]);
    if (locked === null) throw new DomainError('not-found', 'There is no such document.');
    const isSame = locked.body === body;
    if (!isSame && locked.revision !== edit.revision) {
      throw new DomainError('conflict', `Somebody saved revision ${locked.revision} since you opened revision ${edit.revision}. Compare, then save on top of it.`, [{ pointer: '/revision', detail: `is ${locked.revision} now` }]);
    }
    if (!isSame) {
      const revision = locked.revision + 1;
      await select(tx, 'update documents set body = $2, revision = $3, updated_at = now() where id = $1 returning id', [edit.id, body, revision]);
      await keepRevision(tx, { ...edit, body, revision });
      await tell(tx, edit.id);
    }
    const saved = await documentById(tx, edit.id);
    if (saved === null) throw new DomainError('not-found', 'There is no such document.');
    return saved;
  });
}

async function keepRevision(db: Database, { id, revision, body, authorId, authorName }: DocumentEdit): Promise<void> {
  await select(db, 'insert into document_revisions (document_id, revision, body, author_id, author_name) values ($1, $2, $3, $4, $5) returning revision', [id, revision, storableText(body), authorId, storableText(authorName)]);
}

async function tell(db: Database, id: string): Promise<void> {
  const row = await selectOne<{ incident_id: string; organization_id: string }>(db, 'select d.incident_id, i.organization_id from documents d join incidents i on i.id = d.incident_id where d.id = $1', [id]);
  if (row !== null) await notifyChange(db, { organizationId: row.organization_id, incidentId: row.incident_id, topic: 'documents', entityId: id });
}
