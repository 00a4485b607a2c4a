import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCipher } from '../../../config/secrets.ts';
import { needsBootstrap } from '../../../models/accounts.ts';
import { engagementFacts } from '../../../models/configuration.ts';
import { createToken, peekToken, redeemToken } from '../../../models/one-time-tokens.ts';
import { ensureOwner, ensurePeople, ensurePerson, findPersonByEmail, updatePerson, viewerOf } from '../../../models/people.ts';
import { pluginInstances, savePluginInstance } from '../../../models/plugin-instances.ts';
import { resolveReferences, resolveSome } from '../../../models/references.ts';
import { ensureFoundation } from '../../../models/seed.ts';
import { createEngagementRule, updateEngagementRule } from '../../../models/settings/engagement-rules.ts';
import { createProject, listProjects, updateProject } from '../../../models/settings/projects.ts';
import { createService, updateService } from '../../../models/settings/services.ts';
import { createSeverity, listSeverities, updateSeverity } from '../../../models/settings/severities.ts';
import { listTypes, updateType } from '../../../models/settings/types.ts';
import { select } from '../../../models/sql.ts';
import { createIncidentWorld, type IncidentWorld } from '../../support/incident-world.ts';
import { createTestDatabase } from '../../support/postgres.ts';

let world: IncidentWorld;
beforeAll(async () => {
  world = await createIncidentWorld();
});
afterAll(() => world.stop());

const severity = { description: '', project: null, rank: 9, isDefault: false, isEnabled: true };

describe('the foundation', () => {
  it('is laid once by ten starters at once', async () => {
    const database = await createTestDatabase();
    const { db } = database;
    try {
      const answers = await Promise.all(Array.from({ length: 10 }, () => ensureFoundation(db)));
      expect(answers.filter((a) => a.created)).toHaveLength(1);
      expect(new Set(answers.map((a) => a.organizationId)).size).toBe(1);
      const counts = await select(db, 'select (select count(*)::int from organizations) as o, (select count(*)::int from projects) as p, (select count(*)::int from incident_severities) as s, (select count(*)::int from incident_roles) as r');
      expect(counts).toEqual([{ o: 1, p: 1, s: 4, r: 6 }]);
    } finally {
      await database.drop();
    }
  });

  it('has a default for everything that a declaration may leave out', async () => {
    const { project, type, severity: found, priority, projectPrefix } = await resolveReferences(world.db, world.organizationId, {});
    expect([project.name, type.name, found.name, priority.name, projectPrefix]).toEqual(['Default', 'Service outage', 'Sev 3', 'P3', 'INC']);
  });
});

describe('names in a declaration', () => {
  it('are found in any case, and ids too', async () => {
    const found = await resolveReferences(world.db, world.organizationId, { type: ' security ', severity: 'SEV 1', priority: world.resolved.priority.id });
    expect([found.type.name, found.typeVisibility, found.severity.rank, found.priority.name]).toEqual(['Security', 'restricted', 1, 'P3']);
    expect(await resolveSome(world.db, { organizationId: world.organizationId, projectId: world.resolved.project.id }, { severity: 'sev 2' })).toEqual({ severity: expect.objectContaining({ rank: 2 }) });
  });

  it('that are unknown are all named, with what exists', async () => {
    const wrong = { project: 'X', type: 'Y', severity: 'Hgih', priority: 'Z' };
    await expect(resolveReferences(world.db, world.organizationId, wrong)).rejects.toMatchObject({
      code: 'unknown-reference',
      fields: [{ pointer: '/project' }, { pointer: '/type' }, { pointer: '/severity', detail: expect.stringContaining('“Sev 1”, “Sev 2”') }, { pointer: '/priority' }],
    });
  });

  it('of another project are unknown', async () => {
    const payments = await createProject(world.db, world.organizationId, { name: 'Payments', description: '', keyPrefix: 'PAY', isDefault: false, isEnabled: true, settings: { staleHours: 4 } });
    await createSeverity(world.db, world.organizationId, { ...severity, name: 'Money at risk', project: 'Payments' });
    const found = await resolveReferences(world.db, world.organizationId, { project: 'payments', severity: 'money at risk' });
    expect([found.project, found.projectPrefix]).toEqual([{ id: payments.id, name: 'Payments', staleHours: 4 }, 'PAY']);
    await expect(resolveReferences(world.db, world.organizationId, { severity: 'money at risk' })).rejects.toMatchObject({ code: 'unknown-reference' });
  });
});

describe('settings', () => {
  it('have one default, which cannot be lost', async () => {
    const worst = (await listSeverities(world.db, world.organizationId)).find((s) => s.name === 'Sev 1');
    await updateSeverity(world.db, { organizationId: world.organizationId, id: worst?.id ?? '' }, { isDefault: true });
    const defaults = (await listSeverities(world.db, world.organizationId)).filter((s) => s.isDefault);
    expect(defaults.map((s) => s.name)).toEqual(['Sev 1']);
    for (const changes of [{ isDefault: false }, { isEnabled: false }]) {
      await expect(updateSeverity(world.db, { organizationId: world.organizationId, id: worst?.id ?? '' }, changes)).rejects.toMatchObject({ code: 'conflict' });
    }
    const next = await createProject(world.db, world.organizationId, { name: 'Next', description: '', keyPrefix: 'NXT', isDefault: true, isEnabled: true, settings: {} });
    expect((await listProjects(world.db, world.organizationId)).filter((p) => p.isDefault).map((p) => p.id)).toEqual([next.id]);
  });

  it('refuse names and prefixes that are taken, and what does not exist', async () => {
    await expect(createSeverity(world.db, world.organizationId, { ...severity, name: 'Sev 2' })).rejects.toMatchObject({ code: 'conflict', fields: [{ pointer: '/name' }] });
    await expect(createSeverity(world.db, world.organizationId, { ...severity, name: 'New', project: 'Nowhere' })).rejects.toMatchObject({ code: 'unknown-reference', fields: [{ pointer: '/project' }] });
    await expect(createProject(world.db, world.organizationId, { name: 'Other', description: '', keyPrefix: 'INC', isDefault: false, isEnabled: true, settings: {} })).rejects.toMatchObject({ fields: [{ pointer: '/keyPrefix' }] });
    await expect(updateProject(world.db, { organizationId: world.organizationId, id: world.organizationId }, { name: 'x' })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('change only the fields that are named', async () => {
    const [type] = await listTypes(world.db, world.organizationId);
    const changed = await updateType(world.db, { organizationId: world.organizationId, id: type?.id ?? '' }, { ticketMetadata: { labels: ['a'] }, incidentTemplate: '# {{title}}' });
    expect(changed).toEqual({ ...type, ticketMetadata: { labels: ['a'] }, incidentTemplate: '# {{title}}' });
  });

  it('leave rules out whose service or person is switched off', async () => {
    const { db, organizationId } = world;
    const service = await createService(db, organizationId, { name: 'checkout', description: '', project: null, isEnabled: true, oncallPlugin: 'builtin', externalId: null, rotation: { people: ['new@example.com'], startsAt: '2026-01-01T00:00:00.000Z', hoursPerShift: 24 } });
    expect(await findPersonByEmail(db, organizationId, 'new@example.com')).not.toBeNull();
    // Somebody whom only the configuration names is nobody's member.
    expect(await viewerOf(db, organizationId, 'new@example.com')).toBeNull();
    const base = { isEnabled: true, project: null, match: {} };
    const one = await createEngagementRule(db, organizationId, { ...base, name: 'On-call leads', rank: 2, target: { kind: 'service', service: 'Checkout' }, role: 'commander' });
    await createEngagementRule(db, organizationId, { ...base, name: 'Liaison', rank: 1, target: { kind: 'person', email: 'lee@example.com' }, role: 'liaison' });
    const names = async () => (await engagementFacts(db, organizationId, world.resolved.project.id)).map((r) => r.name);
    expect(await names()).toEqual(['Liaison', 'On-call leads']);
    await updateService(db, { organizationId, id: service.id }, { isEnabled: false });
    expect(await names()).toEqual(['Liaison']);
    await expect(updateEngagementRule(db, { organizationId, id: one.id }, { target: { kind: 'service', service: 'nope' } })).rejects.toMatchObject({ code: 'unknown-reference', fields: [{ pointer: '/target/service' }] });
  });
});

describe('people', () => {
  it('are made once by many at once, with a name from the e-mail', async () => {
    const refs = await Promise.all(Array.from({ length: 10 }, () => ensurePerson(world.db, world.organizationId, { email: 'Mary-Ann.o_neil+x@example.com' })));
    expect(new Set(refs.map((r) => r.personId)).size).toBe(1);
    expect(refs[0]).toMatchObject({ email: 'mary-ann.o_neil+x@example.com', name: 'Mary Ann O Neil' });
    const [b, a] = await ensurePeople(world.db, world.organizationId, [{ email: 'bb@example.com' }, { email: 'MARY-ANN.O_NEIL+X@example.com' }]);
    expect([b?.email, a?.personId]).toEqual(['bb@example.com', refs[0]?.personId]);
  });

  it('always keep an owner', async () => {
    const owner = await ensureOwner(world.db, world.organizationId, 'own@example.com');
    expect(owner.accessLevel).toBe('owner');
    await expect(updatePerson(world.db, { organizationId: world.organizationId, id: owner.personId }, { accessLevel: 'member' })).rejects.toMatchObject({ code: 'conflict' });
    await expect(updatePerson(world.db, { organizationId: world.organizationId, id: owner.personId }, { isActive: false })).rejects.toMatchObject({ code: 'conflict' });
    await ensureOwner(world.db, world.organizationId, 'second@example.com');
    expect((await updatePerson(world.db, { organizationId: world.organizationId, id: owner.personId }, { isActive: false })).isActive).toBe(false);
    expect(await viewerOf(world.db, world.organizationId, 'own@example.com')).toBeNull();
  });

  it('use a one-time link once, and only its e-mail', async () => {
    expect(await needsBootstrap(world.db)).toBe(true);
    const token = await createToken(world.db, { purpose: 'bootstrap', organizationId: null, email: null, expiresInMinutes: 5 });
    expect(await select(world.db, 'select token_hash from one_time_tokens where token_hash = $1', [token])).toEqual([]);
    const using = { token, email: 'First@example.com', name: 'First', passwordHash: 'hash' };
    const results = await Promise.allSettled([redeemToken(world.db, using), redeemToken(world.db, using)]);
    expect(results.map((r) => r.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect([await peekToken(world.db, token), await needsBootstrap(world.db)]).toEqual([null, false]);
    expect(await viewerOf(world.db, world.organizationId, 'first@example.com')).toMatchObject({ accessLevel: 'owner' });

    const invitation = await createToken(world.db, { purpose: 'invitation', organizationId: world.organizationId, email: 'in@example.com', expiresInMinutes: 5 });
    await expect(redeemToken(world.db, { token: invitation, email: 'else@example.com', name: 'E', passwordHash: 'h' })).rejects.toMatchObject({ code: 'invalid-request' });
    expect((await redeemToken(world.db, { token: invitation, name: 'In', passwordHash: 'h' })).person).toMatchObject({ email: 'in@example.com', accessLevel: 'member' });
    const expired = await createToken(world.db, { purpose: 'reset', organizationId: world.organizationId, email: 'in@example.com', expiresInMinutes: -1 });
    await expect(redeemToken(world.db, { token: expired, name: 'In', passwordHash: 'h' })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('plugin settings', () => {
  const cipher = createCipher(randomBytes(32).toString('base64'));
  const setup = (settings: Record<string, unknown>) => ({ organizationId: world.organizationId, project: null, pluginId: 'email', isEnabled: true, capabilities: ['email'], settings, secretNames: ['password'] });
  const stored = async () => JSON.stringify(await select(world.db, `select settings from plugin_instances where plugin_id = 'email'`));

  it('keep secrets encrypted, and a masked one as it is', async () => {
    const { id } = await savePluginInstance(world.db, cipher, setup({ host: 'mail', password: 'hunter2' }));
    expect(await stored()).not.toContain('hunter2');
    expect((await savePluginInstance(world.db, cipher, setup({ host: 'mail2', password: '••••••••' }))).id).toBe(id);
    expect(await pluginInstances(world.db, cipher, world.organizationId)).toMatchObject([{ id, settings: { host: 'mail2', password: 'hunter2' }, fault: null }]);
  });

  it('without the key say so, instead of failing or leaking', async () => {
    await savePluginInstance(world.db, cipher, setup({ host: 'mail', password: 'hunter2' }));
    const other = createCipher(randomBytes(32).toString('base64'));
    for (const wrong of [null, other]) {
      const [instance] = await pluginInstances(world.db, wrong, world.organizationId);
      expect([instance?.settings, instance?.fault]).toEqual([{ host: 'mail' }, expect.stringContaining('DISPATCH_ENCRYPTION_KEY')]);
    }
    await expect(savePluginInstance(world.db, null, setup({ password: 'new' }))).rejects.toMatchObject({ code: 'conflict', fields: [{ pointer: '/settings/password' }] });
  });
});
