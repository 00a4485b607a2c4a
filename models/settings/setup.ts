import type { SettledByWord } from '../../domain/setup/types.ts';
import type { Database } from '../connect.ts';
import { select } from '../sql.ts';
import { settingsChanged } from './shared.ts';

/** Keeps what administrators said about getting started; undefined = stays. Nothing changes, and nobody is told, when it is so already. */
export async function saveSetup(db: Database, organizationId: string, { isPutAway, settledByWord }: { isPutAway?: boolean | undefined; settledByWord?: readonly SettledByWord[] | undefined }): Promise<void> {
  const settled = settledByWord === undefined ? null : [...new Set(settledByWord)].toSorted();
  const changed = await select(
    db,
    `update organizations set setup_settled = coalesce($2::text[], setup_settled),
       setup_put_away_at = case when $3::boolean is null then setup_put_away_at when $3 then coalesce(setup_put_away_at, now()) end
     where id = $1 and (setup_settled is distinct from coalesce($2::text[], setup_settled) or (setup_put_away_at is not null) is distinct from coalesce($3::boolean, setup_put_away_at is not null)) returning id`,
    [organizationId, settled, isPutAway ?? null],
  );
  if (changed.length > 0) await settingsChanged(db, organizationId, 'setup');
}
