import * as foundation from './0001-foundation.ts';
import * as signedOutTokens from './0002-signed-out-tokens.ts';
import * as accounts from './0003-accounts.ts';
import * as spentNonces from './0004-spent-nonces.ts';
import * as audit from './0005-audit.ts';
import * as privacy from './0006-privacy.ts';
import * as secondFactors from './0007-second-factors.ts';
import * as costs from './0008-costs.ts';
import * as inboundEvents from './0010-inbound-events.ts';
import * as memberMoves from './0011-member-moves.ts';
import * as setup from './0012-setup.ts';

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
  { name: '0003-accounts', ...accounts },
  { name: '0004-spent-nonces', ...spentNonces },
  { name: '0005-audit', ...audit },
  { name: '0006-privacy', ...privacy },
  { name: '0007-second-factors', ...secondFactors },
  { name: '0008-costs', ...costs },
  { name: '0010-inbound-events', ...inboundEvents },
  { name: '0011-member-moves', ...memberMoves },
  { name: '0012-setup', ...setup },
];
