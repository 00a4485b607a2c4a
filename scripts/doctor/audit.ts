import type { DatabaseSettings } from '../../config/config.ts';
import { verifyAudit } from '../../models/audit-chain.ts';
import { connect } from '../../models/connect.ts';
import { fault, ok, reasonOf, warning } from './finding.ts';
import type { Finding } from './finding.ts';

/** The audit log: whether anybody changed it behind the product's back. Says nothing when the database is down or old; others do. */
export async function checkAudit(settings: DatabaseSettings): Promise<Finding[]> {
  const db = connect(settings, { poolSize: 1, applicationName: 'dispatch doctor' });
  try {
    await db.ping();
    const chains = await verifyAudit(db);
    const broken = chains.filter((chain) => !chain.intact);
    const entries = chains.reduce((sum, chain) => sum + chain.entries, 0);
    if (broken.length === 0) return [ok('Audit log', `intact (${entries} entries)`)];
    const where = broken.map(({ organizationId, firstBrokenSeq }) => `entry ${firstBrokenSeq} of ${organizationId === null ? 'the installation' : `organization ${organizationId}`}`);
    return [fault('Audit log', `was changed outside of Dispatch, from ${where.join(', ')} on`, 'find out who has access to the database; compare with a backup or an export')];
  } catch (error) {
    const isMissing = reasonOf(error).includes('does not exist');
    return isMissing || (await db.ping().then(() => false, () => true)) ? [] : [warning('Audit log', reasonOf(error), 'see the log of PostgreSQL')];
  } finally {
    await db.close().catch(() => undefined);
  }
}
