import { createHash, randomUUID } from 'node:crypto';
import { DomainError } from '../domain/errors.ts';
import type { Database } from './connect.ts';
import { notifyChange } from './live.ts';
import { select, selectOne, transaction } from './sql.ts';
import { iso, storableText } from './values.ts';

/** A file of an incident, without its content. `size` in bytes; `uploadedBy` is a name. */
export interface FileFacts {
  id: string;
  name: string;
  mediaType: string;
  size: number;
  uploadedBy: string | null;
  createdAt: string;
}

/** A file to keep. */
export interface NewFile {
  incidentId: string;
  name: string;
  mediaType: string;
  content: Buffer;
  uploadedBy: string | null;
}

interface FileRow extends Omit<FileFacts, 'createdAt'> {
  created_at: Date;
}

const toFile = ({ created_at, ...rest }: FileRow): FileFacts => ({ ...rest, createdAt: iso(created_at) });
const COLUMNS = `f.id, f.name, f.media_type as "mediaType", f.size, p.name as "uploadedBy", f.created_at`;

/** Keeps a file; `uploadedBy` is a person's id. `not-found` when there is no such incident. */
export async function saveFile(db: Database, file: NewFile): Promise<FileFacts> {
  const id = randomUUID();
  const { incidentId, content } = file;
  return transaction(db, async (tx) => {
    const made = await selectOne<{ organization_id: string }>(
      tx,
      `with f as (insert into files (id, incident_id, name, media_type, size, sha256, uploaded_by) select $1, i.id, $3, $4, $5, $6, $7 from incidents i where i.id = $2 returning incident_id)
       select organization_id from incidents where id in (select incident_id from f)`,
      [id, incidentId, storableText(file.name), storableText(file.mediaType), content.length, createHash('sha256').update(content).digest('hex'), file.uploadedBy],
    );
    if (made === null) throw new DomainError('not-found', `There is no incident ${incidentId}.`);
    await select(tx, 'insert into file_contents (file_id, content) values ($1, $2) returning file_id', [id, content]);
    await notifyChange(tx, { organizationId: made.organization_id, incidentId, topic: 'documents', entityId: id });
    const row = await selectOne<FileRow>(tx, `select ${COLUMNS} from files f left join people p on p.id = f.uploaded_by where f.id = $1`, [id]);
    if (row === null) throw new DomainError('internal', 'The file could not be stored.');
    return toFile(row);
  });
}

/** Files of an incident, oldest first. */
export async function listFiles(db: Database, incidentId: string): Promise<FileFacts[]> {
  const rows = await select<FileRow>(db, `select ${COLUMNS} from files f left join people p on p.id = f.uploaded_by where f.incident_id = $1 and f.deleted_at is null order by f.created_at, f.id`, [incidentId]);
  return rows.map(toFile);
}

/** A file with its content; null when the incident has none of that id. */
export async function readFile(db: Database, incidentId: string, fileId: string): Promise<{ name: string; mediaType: string; size: number; content: Buffer } | null> {
  return selectOne<{ name: string; mediaType: string; size: number; content: Buffer }>(
    db,
    `select f.name, f.media_type as "mediaType", f.size, c.content from files f join file_contents c on c.file_id = f.id where f.id = $2 and f.incident_id = $1 and f.deleted_at is null`,
    [incidentId, fileId],
  );
}
