import { parseArgs } from 'node:util';
import { loadConfig } from '../config/load.ts';
import { queueAccountMails } from '../models/account-mails.ts';
import { recordAudit } from '../models/audit.ts';
import { connect, type Database } from '../models/connect.ts';
import { removeAllFactors } from '../models/mfa/factors.ts';
import { select, transaction } from '../models/sql.ts';
import { explain } from './explain.ts';
import { createReporter } from './setup/console.mjs';
import { EXIT, Fault } from './setup/fault.mjs';

const USAGE = 'npx dispatch second-factor reset <e-mail> [--organization <slug>]';
const reporter = createReporter({ stream: process.stderr });
process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => explain(error, reporter));

/** Removes the second factors of somebody whom no administrator can help: the way out when the only owner lost theirs. Whoever may run this on the server owns the installation. */
async function main(argv: readonly string[]): Promise<number> {
  const { email, organization } = read(argv);
  const config = loadConfig(process.env, { part: 'migrate' });
  const db = connect(config.database, { poolSize: 2, applicationName: 'dispatch second-factor' });
  try {
    const people = await peopleWith(db, email, organization);
    if (people.length === 0) throw new Fault(`nobody with the address ${email} is there`, USAGE);
    for (const person of people) process.stdout.write(`${person.organization}: ${await reset(db, person)} second factors of ${email} removed\n`);
    return EXIT.ok;
  } finally {
    await db.close();
  }
}

function read(argv: readonly string[]): { email: string; organization: string | null } {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: { organization: { type: 'string' } } });
    const [what, email, ...rest] = positionals;
    if (what === 'reset' && email !== undefined && rest.length === 0) return { email: email.trim().toLowerCase(), organization: values.organization ?? null };
  } catch (error) {
    throw new Fault(error instanceof Error ? error.message : String(error), USAGE, EXIT.usage);
  }
  throw new Fault('say whose second factors to remove', USAGE, EXIT.usage);
}

interface Found {
  id: string;
  name: string;
  email: string;
  organizationId: string;
  organization: string;
}

function peopleWith(db: Database, email: string, organization: string | null): Promise<Found[]> {
  return select<Found>(
    db,
    `select p.id, p.name, p.email, o.id as "organizationId", o.slug as organization from people p join organizations o on o.id = p.organization_id where p.email = $1 and ($2::text is null or o.slug = $2) order by o.slug`,
    [email, organization],
  );
}

function reset(db: Database, person: Found): Promise<number> {
  return transaction(db, async (tx) => {
    const removed = await removeAllFactors(tx, person.id);
    const actor = { kind: 'system', id: null, label: 'npx dispatch second-factor reset' } as const;
    await recordAudit(tx, { organizationId: person.organizationId, actor, action: 'second-factor.reset', subject: { kind: 'person', id: person.id, label: `${person.name} <${person.email}>` }, after: { removed } });
    const mail = { kind: 'second-factor-changed', change: 'reset', factor: null, left: 0, at: new Date().toISOString(), address: null } as const;
    if (removed > 0) await queueAccountMails(tx, [{ organizationId: person.organizationId, to: person, mail }]);
    return removed;
  });
}
