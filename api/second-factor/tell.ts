import type { PersonRef } from '../../domain/incident/types.ts';
import { queueAccountMails, type SecondFactorChange } from '../../models/account-mails.ts';
import type { AuditOrigin } from '../../models/audit.ts';
import type { Database } from '../../models/connect.ts';

/** Whom to tell, and where the request came from. */
interface Told extends PersonRef {
  organizationId: string;
  from: AuditOrigin | null;
}

/** Mails somebody what happened to their second factors, from where and when; `left` = factors or, after a recovery code, codes that remain. In the transaction of the change when `db` is bound to one; the caller lets it be sent afterwards. */
export async function tellOfFactors(db: Database, { organizationId, email, name, from }: Told, about: { change: SecondFactorChange; factor: string | null; left: number }): Promise<void> {
  await queueAccountMails(db, [{ organizationId, to: { email, name }, mail: { kind: 'second-factor-changed', ...about, at: new Date().toISOString(), address: from?.address ?? null } }]);
}
