import { loadConfig } from '../config/load.ts';
import { createCipher } from '../config/secrets.ts';
import { connect } from '../models/connect.ts';
import { rotateSecrets } from '../models/rotate-secrets.ts';
import { recordAudit } from '../models/audit.ts';
import { explain } from './explain.ts';
import { createReporter } from './setup/console.mjs';
import { EXIT, Fault } from './setup/fault.mjs';

const reporter = createReporter({ stream: process.stderr });
process.exitCode = await main().catch((error: unknown) => explain(error, reporter));

/** Encrypts every secret in the database with the first key of DISPATCH_ENCRYPTION_KEY; says what could not be read. */
async function main(): Promise<number> {
  const config = loadConfig(process.env, { part: 'migrate' });
  if (config.encryptionKey === null) {
    throw new Fault('DISPATCH_ENCRYPTION_KEY is not set', 'set it to the new key, a comma, and the former key', EXIT.configuration);
  }
  const cipher = createCipher(config.encryptionKey);
  const db = connect(config.database, { poolSize: 2, applicationName: 'dispatch rotate-keys' });
  try {
    const reports = await rotateSecrets(db, cipher);
    for (const { place, rows, renewed, unreadable } of reports) {
      process.stdout.write(`${place}: ${rows} with secrets, ${renewed} encrypted anew with key ${cipher.keyId}\n`);
      for (const { id, reason } of unreadable) reporter.warn(`${place} ${id}: ${reason}`);
    }
    const renewed = reports.reduce((sum, report) => sum + report.renewed, 0);
    const unreadable = reports.reduce((sum, report) => sum + report.unreadable.length, 0);
    await recordAudit(db, {
      organizationId: null,
      actor: { kind: 'system', id: null, label: 'npx dispatch rotate-keys' },
      action: 'encryption-keys.rotated',
      subject: { kind: 'key', id: cipher.keyId, label: `encryption key ${cipher.keyId}` },
      after: { renewed, unreadable },
    });
    if (unreadable === 0) process.stdout.write('Everything has the new key: the former one may be taken out of DISPATCH_ENCRYPTION_KEY.\n');
    return unreadable === 0 ? EXIT.ok : EXIT.failed;
  } finally {
    await db.close();
  }
}
