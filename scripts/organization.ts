import { parseArgs } from 'node:util';
import { oneTimeUrl } from '../api/bootstrap-link.ts';
import { allRoutes } from '../api/openapi.ts';
import { type Config, loadConfig } from '../config/load.ts';
import { findAccount } from '../models/accounts.ts';
import { connect, type Database } from '../models/connect.ts';
import { createToken } from '../models/one-time-tokens.ts';
import { createOrganization, listOrganizations } from '../models/organizations.ts';
import { explain } from './explain.ts';
import { createReporter } from './setup/console.mjs';
import { EXIT, Fault } from './setup/fault.mjs';

const USAGE = 'npx dispatch organization create <slug> --owner <e-mail> [--name <name>], or npx dispatch organization list';
const A_WEEK = 7 * 24 * 60;
const BASIC = 'dispatch-auth-provider-basic';

const reporter = createReporter({ stream: process.stderr });
process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => explain(error, reporter));

/** Makes an organization with its owner, or lists those that there are. Whoever may run this on the server owns the installation. */
async function main(argv: readonly string[]): Promise<number> {
  const asked = read(argv);
  const config = loadConfig(process.env);
  const db = connect(config.database, { poolSize: 2, applicationName: 'dispatch organization' });
  try {
    if (asked.what === 'list') await list(db);
    else await create(db, config, asked);
  } catch (error) {
    if (error instanceof Error && error.name === 'DomainError') throw new Fault(error.message, USAGE);
    throw error;
  } finally {
    await db.close();
  }
  return EXIT.ok;
}

type Asked = { what: 'list' } | { what: 'create'; slug: string; name: string; owner: string };

function read(argv: readonly string[]): Asked {
  const refuse = (why: string): never => {
    throw new Fault(why, USAGE, EXIT.usage);
  };
  const { values, positionals } = parse(argv, refuse);
  const [what, slug, ...rest] = positionals;
  if (what === 'list' && slug === undefined) return { what };
  if (what !== 'create' || rest.length > 0) return refuse(what === undefined ? 'say what to do' : `there is no "organization ${positionals.join(' ')}"`);
  if (slug === undefined) return refuse('the organization needs a slug: the word that stands in its addresses');
  const owner = values.owner?.trim().toLowerCase() ?? '';
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(owner)) return refuse('the organization needs an owner: --owner with an e-mail address');
  return { what, slug, name: values.name?.trim() || slug, owner };
}

function parse(argv: readonly string[], refuse: (why: string) => never) {
  try {
    return parseArgs({ args: [...argv], allowPositionals: true, options: { name: { type: 'string' }, owner: { type: 'string' } } });
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

async function list(db: Database): Promise<void> {
  const all = await listOrganizations(db);
  for (const { slug, name, members } of all) process.stdout.write(`${slug}\t${name}\t${members} ${members === 1 ? 'member' : 'members'}\n`);
}

async function create(db: Database, config: Config, { slug, name, owner: ownerEmail }: Extract<Asked, { what: 'create' }>): Promise<void> {
  // Words that stand where a slug would stand in paths of the API.
  const reserved = allRoutes().flatMap((route) => (route.scope === 'root' ? [route.path.split('/')[1] ?? ''] : []));
  const hasAccount = config.auth.providerSlug === BASIC && (await findAccount(db, ownerEmail))?.passwordHash != null;
  const { organization, owner } = await createOrganization(db, { slug, name, ownerEmail, ownerAccepts: hasAccount, reserved, by: 'npx dispatch organization create' });
  process.stdout.write(`The organization “${organization.name}” (${organization.slug}) is there; ${owner.email} is its owner.\n`);
  if (config.auth.providerSlug !== BASIC) return;
  const token = await createToken(db, { purpose: 'invitation', organizationId: organization.id, email: owner.email, expiresInMinutes: A_WEEK });
  process.stdout.write(`${hasAccount ? 'They have an account already and come in with its password and this link' : 'They choose a password with this link'}, which works once and for a week:\n${oneTimeUrl(config, 'invitation', token)}\n`);
}
