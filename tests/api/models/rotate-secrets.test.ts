import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCipher } from '../../../config/secrets.ts';
import { pluginInstances, savePluginInstance } from '../../../models/plugin-instances.ts';
import { rotateSecrets } from '../../../models/rotate-secrets.ts';
import { select, selectOne } from '../../../models/sql.ts';
import { createIncidentWorld, type IncidentWorld } from '../../support/incident-world.ts';

const key = () => randomBytes(32).toString('base64');
const [FORMER, FRESH] = [key(), key()];
let world: IncidentWorld;
beforeAll(async () => {
  world = await createIncidentWorld();
});
afterAll(() => world.stop());

const settingsOf = async (cipherKey: string) => (await pluginInstances(world.db, createCipher(cipherKey), world.organizationId)).map(({ pluginId, settings, fault }) => ({ pluginId, settings, fault }));
const save = (cipherKey: string, pluginId: string, settings: Record<string, unknown>) =>
  savePluginInstance(world.db, createCipher(cipherKey), { organizationId: world.organizationId, project: null, pluginId, isEnabled: true, capabilities: [], settings, secretNames: ['password'] });

describe('changing the key', () => {
  it('moves every secret to the first key, page by page, and is safe to repeat', async () => {
    const { personId } = await world.person('Omar');
    for (let n = 0; n < 120; n += 1) await save(FORMER, `p${n}`, { host: 'h', password: `secret ${n}` });
    await select(world.db, `insert into mfa_factors (id, person_id, plugin_id, method, name, sealed) values (gen_random_uuid(), $1, 'builtin', 'totp', 'Phone', $2::jsonb) returning id`, [personId, JSON.stringify(createCipher(FORMER).encrypt('{"secret":"x"}'))]);
    expect((await settingsOf(FRESH))[0]).toMatchObject({ settings: { host: 'h' }, fault: expect.stringContaining('DISPATCH_ENCRYPTION_KEY') });

    const both = createCipher(`${FRESH},${FORMER}`);
    expect((await rotateSecrets(world.db, both)).map(({ place, renewed }) => [place, renewed])).toEqual([['plugin_instances.settings', 120], ['mfa_factors.sealed', 1], ['mfa_challenges.sealed', 0]]);
    expect((await rotateSecrets(world.db, both)).every(({ renewed, unreadable }) => renewed === 0 && unreadable.length === 0)).toBe(true);
    const after = await settingsOf(FRESH);
    expect(after.every(({ fault }) => fault === null)).toBe(true);
    expect(new Set(after.map(({ settings }) => settings['password'])).size).toBe(120);
    const factor = await selectOne<{ sealed: Parameters<typeof both.decrypt>[0] }>(world.db, 'select sealed from mfa_factors limit 1');
    expect(factor && createCipher(FRESH).decrypt(factor.sealed)).toBe('{"secret":"x"}');
  });

  it('says which secret no key opens, leaves it as it is, and a mask sent back does not destroy it', async () => {
    const lost = key();
    await save(lost, 'lost', { host: 'h', password: 'kept' });
    const [report] = await rotateSecrets(world.db, createCipher(FRESH));
    expect(report?.unreadable).toEqual([{ id: expect.any(String), reason: expect.stringContaining('not in DISPATCH_ENCRYPTION_KEY') }]);
    await save(FRESH, 'lost', { host: 'new', password: '••••••••' });
    expect((await settingsOf(lost)).find((i) => i.pluginId === 'lost')).toEqual({ pluginId: 'lost', settings: { host: 'new', password: 'kept' }, fault: null });
  });

  it('shows a secret that was changed behind its back as the fault of its plugin, and nothing else fails', async () => {
    await save(FRESH, 'changed', { host: 'h', password: 'p' });
    await select(world.db, `update plugin_instances set settings = jsonb_set(settings, '{secret,password,data}', '"AAAA"') where plugin_id = 'changed' returning id`);
    const all = await settingsOf(FRESH);
    expect(all.find((i) => i.pluginId === 'changed')).toEqual({ pluginId: 'changed', settings: { host: 'h' }, fault: expect.stringContaining('changed outside of Dispatch') });
    expect(all.find((i) => i.pluginId === 'p1')?.fault).toBeNull();
  });
});
