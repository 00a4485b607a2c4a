import { randomUUID } from 'node:crypto';
import type { AccessLevel } from '../domain/access.ts';
import { DomainError } from '../domain/errors.ts';
import { letIn } from './admission.ts';
import { recordAudit } from './audit.ts';
import type { Database } from './connect.ts';
import { nameFromEmail, type PersonFacts } from './people.ts';
import { fillOrganization } from './seed.ts';
import { explainViolation, select, selectOne, transaction } from './sql.ts';
import { storableText } from './values.ts';

/** An organization: a tenant that shares nothing with the others but the installation. */
export interface OrganizationFacts {
  id: string;
  slug: string;
  name: string;
}

/** The slug of an organization, as paths have it; `not-found` when there is none. */
export async function organizationSlug(db: Database, organizationId: string): Promise<string> {
  const row = await selectOne<{ slug: string }>(db, 'select slug from organizations where id = $1', [organizationId]);
  if (row === null) throw new DomainError('not-found', 'There is no such organization.');
  return row.slug;
}

/** The organization of a slug, or null. */
export async function organizationBySlug(db: Database, slug: string): Promise<{ id: string } | null> {
  return selectOne<{ id: string }>(db, 'select id from organizations where slug = $1', [slug]);
}

/** The organizations that somebody is an active member of, by name, with their access level in each. */
export async function organizationsOf(db: Database, email: string): Promise<(OrganizationFacts & { accessLevel: AccessLevel })[]> {
  return select(
    db,
    `select o.id, o.slug, o.name, p.access_level as "accessLevel" from people p join organizations o on o.id = p.organization_id
     where p.email = $1 and p.is_active and p.admitted_at is not null and p.kind = 'person' order by lower(o.name), o.slug`,
    [email.toLowerCase()],
  );
}

/** Every organization of the installation, the oldest first, with how many members may sign in. */
export async function listOrganizations(db: Database): Promise<(OrganizationFacts & { members: number })[]> {
  return select(
    db,
    `select o.id, o.slug, o.name, (select count(*)::int from people p where p.organization_id = o.id and p.is_active and p.admitted_at is not null and p.kind = 'person') as members
     from organizations o order by o.created_at, o.slug`,
  );
}

/** The ids of all organizations, the oldest first. */
export async function organizationIds(db: Database): Promise<string[]> {
  return (await select<{ id: string }>(db, 'select id from organizations order by created_at, id')).map(({ id }) => id);
}

const SLUG = /^[a-z0-9][a-z0-9-]{0,62}$/;

/**
 * Makes an organization with the same foundation as the first one, and its owner. `invalid-request` for a slug that cannot stand in an
 * address or is `reserved`, `conflict` when there is one of that slug. `ownerAccepts` = they are let in once they use a link: their account was
 * made in another organization, whose administrators may have chosen its password.
 * Noted in the audit log of the installation and of the organization.
 */
export async function createOrganization(db: Database, { slug, name, ownerEmail, ownerAccepts = false, reserved, by }: { slug: string; name: string; ownerEmail: string; ownerAccepts?: boolean; reserved: readonly string[]; by: string }): Promise<{ organization: OrganizationFacts; owner: PersonFacts }> {
  if (!SLUG.test(slug)) throw new DomainError('invalid-request', `“${slug}” cannot stand in an address: use 1 to 63 small letters, digits and dashes, a letter or digit first.`);
  if (reserved.includes(slug)) throw new DomainError('invalid-request', `“${slug}” is a word of the API: choose another one.`);
  return transaction(db, async (tx) => {
    const organization = { id: randomUUID(), slug, name: storableText(name) };
    await select(tx, 'insert into organizations (id, slug, name) values ($1, $2, $3) returning id', [organization.id, slug, organization.name]);
    await fillOrganization(tx, organization.id);
    const owner = await letIn(tx, { organizationId: organization.id, email: ownerEmail.trim().toLowerCase(), name: nameFromEmail(ownerEmail.trim().toLowerCase()), accessLevel: 'owner' });
    if (ownerAccepts) await select(tx, 'update people set admitted_at = null where id = $1 returning id', [owner.id]);
    const entry = { actor: { kind: 'system' as const, id: null, label: by }, action: 'organization.created', subject: { kind: 'organization', id: organization.id, label: slug }, after: { slug, name: organization.name, owner: owner.email } };
    for (const organizationId of [organization.id, null]) await recordAudit(tx, { ...entry, organizationId });
    return { organization, owner };
  }).catch((error: unknown) => explainViolation(error, `There is already an organization “${slug}”.`));
}
