import { createHash, randomUUID } from 'node:crypto';
import { DomainError } from '../domain/errors.ts';
import type { Database } from './connect.ts';
import { notifyChange } from './live.ts';
import { select, selectOne, transaction } from './sql.ts';
import { iso, storableText } from './values.ts';

/** A file of an incident, without its content. `size` in bytes; `sha256` in hex; `uploadedBy` is a name. */
export interface FileFacts {
  id: string;
  name: string;
  mediaType: string;
  size: number;
  sha256: string;
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

type Content = Pick<FileFacts, 'name' | 'mediaType' | 'size' | 'sha256'> & { content: Buffer };

interface FileRow extends Omit<FileFacts, 'createdAt'> {
  created_at: Date;
}

const toFile = ({ created_at, ...rest }: FileRow): FileFacts => ({ ...rest, createdAt: iso(created_at) });
const COLUMNS = `f.id, f.name, f.media_type as "mediaType", f.size, f.sha256, p.name as "uploadedBy", f.created_at`;

/** Keeps a file; `uploadedBy` is a person's id. `not-found` when there is no such incident, `too-large` when its files would have more than `mostBytes`. */
export async function saveFile(db: Database, file: NewFile, { mostBytes }: { mostBytes: number } = { mostBytes: Infinity }): Promise<FileFacts> {
  const id = randomUUID();
  const { incidentId, content } = file;
  return transaction(db, async (tx) => {
    await checkRoom(tx, file, mostBytes);
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

/** One upload at a time counts and adds, so that two at once cannot both take the last room. */
async function checkRoom(tx: Database, { incidentId, content }: NewFile, mostBytes: number): Promise<void> {
  await select(tx, `select 1 from pg_advisory_xact_lock(hashtextextended('files/' || $1, 0)) as l`, [incidentId]);
  const held = await selectOne<{ bytes: string }>(tx, 'select coalesce(sum(size), 0)::text as bytes from files where incident_id = $1 and deleted_at is null', [incidentId]);
  const bytes = Number(held?.bytes ?? 0);
  if (bytes + content.length <= mostBytes) return;
  const mb = (value: number): string => `${Math.floor(value / 1_048_576)} MB`;
  throw new DomainError('too-large', `The incident's files have ${mb(bytes)} already, of ${mb(mostBytes)} that it may hold (DISPATCH_FILE_QUOTA_MB): store this one elsewhere and post its link.`);
}

/** Files of an incident, oldest first. */
export async function listFiles(db: Database, incidentId: string): Promise<FileFacts[]> {
  const rows = await select<FileRow>(db, `select ${COLUMNS} from files f left join people p on p.id = f.uploaded_by where f.incident_id = $1 and f.deleted_at is null order by f.created_at, f.id`, [incidentId]);
  return rows.map(toFile);
}

/** A file with its content; null when the incident has none of that id. */
export async function readFile(db: Database, incidentId: string, fileId: string): Promise<Content | null> {
  return selectOne<Content>(
    db,
    `select f.name, f.media_type as "mediaType", f.size, f.sha256, c.content from files f join file_contents c on c.file_id = f.id where f.id = $2 and f.incident_id = $1 and f.deleted_at is null`,
    [incidentId, fileId],
  );
}
