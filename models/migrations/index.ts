import * as foundation from './0001-foundation.ts';
import * as signedOutTokens from './0002-signed-out-tokens.ts';

/** Runs SQL (several statements at once are fine) inside the migration's transaction. */
export type RunSql = (sql: string) => Promise<void>;

/** One step of the schema, in a transaction of its own. `down` removes what `up` made. */
export interface Migration {
  name: string;
  up: (run: RunSql) => Promise<void>;
  down: (run: RunSql) => Promise<void>;
}

/** Every migration in order; names are stored in the database and never change. A new one is one line here. */
export const MIGRATIONS: readonly Migration[] = [
  { name: '0001-foundation', ...foundation },
  { name: '0002-signed-out-tokens', ...signedOutTokens },
];
