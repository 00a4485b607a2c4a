import type { Database } from '../models/connect.ts';
import { migrationStatus } from '../models/migrator.ts';

/** Resolves when the database answers and has every migration that this version needs; rejects with what is missing. */
export async function checkDatabase(db: Database): Promise<void> {
  await db.ping();
  const { pending } = await migrationStatus(db.settings);
  if (pending.length > 0) throw new Error(`the database is not up to date, ${pending.join(', ')} ${pending.length === 1 ? 'is' : 'are'} missing: run "npm run migrate"`);
}
