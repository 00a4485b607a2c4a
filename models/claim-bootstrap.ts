import { ensureAccount } from './accounts.ts';
import { letIn, lockAddress } from './admission.ts';
import type { Database } from './connect.ts';
import { takeToken } from './one-time-tokens.ts';
import type { PersonFacts } from './people.ts';
import { transaction } from './sql.ts';

/** Who uses a bootstrap link; the sign-in provider vouches for the address. */
export interface Claimant {
  link: string;
  email: string;
  name: string;
  /** Whose owner they become when the link names no organization. */
  organizationId: string;
}

/** Uses a bootstrap link for somebody whom an outside provider signs in: they become owner, with an account but without a password, all or nothing, once; `afterwards` belongs to the same transaction. `not-found` when the link is unknown, used or expired. */
export async function claimBootstrap(db: Database, claimant: Claimant, afterwards: (tx: Database, person: PersonFacts, organizationId: string) => Promise<void>): Promise<void> {
  await transaction(db, async (tx) => {
    const { link, email, name } = claimant;
    const organizationId = (await takeToken(tx, link, ['bootstrap'])).organizationId ?? claimant.organizationId;
    await lockAddress(tx, email);
    await ensureAccount(tx, email);
    await afterwards(tx, await letIn(tx, { organizationId, email, name, accessLevel: 'owner' }), organizationId);
  });
}
