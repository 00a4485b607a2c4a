import { DomainError } from '../domain/errors.ts';
import type { Database } from './connect.ts';
import { notifyChange } from './live.ts';
import { selectOne, transaction } from './sql.ts';

/** `outbox` = kept for people to read in the product because no mail server is set up. */
export type DeliveryState = 'pending' | 'sent' | 'outbox' | 'failed';

/** Makes a failed message pending again, to be sent with the next sweep; `not-found`, `not-allowed-now` when it has not failed. */
export async function requeueDelivery(db: Database, organizationId: string, id: string): Promise<void> {
  await transaction(db, async (tx) => {
    const row = await selectOne<{ state: DeliveryState; incident_id: string | null }>(tx, 'select state, incident_id from deliveries where id = $1 and organization_id = $2 for update', [id, organizationId]);
    if (row === null) throw new DomainError('not-found', 'There is no such message.');
    if (row.state !== 'failed') throw new DomainError('not-allowed-now', `The message is ${row.state}: only failed ones are sent again.`);
    await selectOne(tx, `update deliveries set state = 'pending', next_attempt_at = null where id = $1 returning id`, [id]);
    await notifyChange(tx, { organizationId, incidentId: row.incident_id, topic: 'deliveries', entityId: id });
  });
}
