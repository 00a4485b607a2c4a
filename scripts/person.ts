import { connectClient } from '../worker/prepare.ts';
import { continueErasures } from '../activities/privacy.ts';
import { ownersIn } from '../activities/owners.ts';
import type { Config } from '../config/load.ts';
import { loadConfig } from '../config/load.ts';
import { recordAudit } from '../models/audit.ts';
import { connect, type Database } from '../models/connect.ts';
import { ERASED_NAME } from '../domain/incident/erase.ts';
import { beginErasure, listErasures } from '../models/erasure/person.ts';
import { personData } from '../models/read/person-data.ts';
import { selectOne, transaction } from '../models/sql.ts';
import { explain } from './explain.ts';
import { createReporter } from './setup/console.mjs';
import { EXIT, Fault } from './setup/fault.mjs';

const reporter = createReporter({ stream: process.stderr });
const BY = { kind: 'system', id: null, label: 'npx dispatch person' } as const;
process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => explain(error, reporter));

interface Wanted {
  action: 'export' | 'erase';
  email: string;
  organization: string;
  isSure: boolean;
}

function wantedOf(args: readonly string[]): Wanted {
  const [action, email] = args.filter((arg, i) => !arg.startsWith('--') && args[i - 1] !== '--organization');
  const at = args.indexOf('--organization');
  if ((action !== 'export' && action !== 'erase') || email === undefined) {
    throw new Fault('it is not said what to do with whom', 'npx dispatch person export|erase <e-mail> [--organization <slug>] [--yes]', EXIT.usage);
  }
  return { action, email: email.toLowerCase(), organization: (at === -1 ? undefined : args[at + 1]) ?? 'default', isSure: args.includes('--yes') };
}

async function find(db: Database, { email, organization }: Wanted): Promise<{ organizationId: string; personId: string; name: string }> {
  const found = await selectOne<{ organizationId: string; personId: string; name: string }>(
    db,
    'select o.id as "organizationId", p.id as "personId", p.name from people p join organizations o on o.id = p.organization_id where o.slug = $1 and p.email = $2',
    [organization, email],
  );
  if (found === null) throw new Fault(`nobody with the address ${email} is in the organization ${organization}`, 'check the address, or name the organization with --organization', EXIT.usage);
  return found;
}

/** Prints what is stored about a person, or erases them, as a data-protection request asks. */
async function main(args: readonly string[]): Promise<number> {
  const wanted = wantedOf(args);
  const config = loadConfig(process.env, { part: 'migrate' });
  const db = connect(config.database, { poolSize: 3, applicationName: 'dispatch person' });
  try {
    const person = await find(db, wanted);
    if (wanted.action === 'erase') return await erase(db, config, { ...wanted, ...person });
    const { organizationId, personId, name } = person;
    const data = await personData(db, organizationId, personId);
    await recordAudit(db, { organizationId, actor: BY, action: 'person.exported', subject: { kind: 'person', id: personId, label: name } });
    process.stdout.write(`${JSON.stringify(data, null, 2)}\n`);
    return EXIT.ok;
  } finally {
    await db.close();
  }
}

async function erase(db: Database, config: Config, { organizationId, personId, name, isSure }: Wanted & { organizationId: string; personId: string; name: string }): Promise<number> {
  if (!isSure) throw new Fault(`this would erase ${name} for good: nothing of it can be undone`, 'say it again with --yes', EXIT.usage);
  await transaction(db, async (tx) => {
    const { erasureId } = await beginErasure(tx, { organizationId, personId, requestedBy: BY.label });
    await recordAudit(tx, { organizationId, actor: BY, action: 'person.erased', subject: { kind: 'person', id: personId, label: ERASED_NAME }, after: { erasure: erasureId } });
  });
  process.stdout.write('The person, their account and what configuration says of them are erased.\n');
  await finish(db, config);
  const [erasure] = await listErasures(db, organizationId, personId);
  if (erasure?.state === 'done') process.stdout.write(`Done: something was erased in ${erasure.incidents} incidents.\n`);
  else process.stdout.write('Incidents are gone through by the worker, which looks every minute; the person’s page says when it is done.\n');
  return EXIT.ok;
}

// Without Temporal nobody knows whether an incident's owner is at work; the worker goes on when it is back.
async function finish(db: Database, config: Config): Promise<void> {
  const client = await connectClient(config).catch(() => null);
  if (client === null) return;
  try {
    const logger = { info: () => undefined, warn: (...line: unknown[]) => reporter.warn(String(line.at(-1))) };
    for (let more = true; more; ) ({ more } = await continueErasures({ db, owners: ownersIn(client), logger, now: () => new Date() }));
  } finally {
    await client.connection.close();
  }
}
