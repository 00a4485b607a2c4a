import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyAudit, verifyAuditOf } from '../../../models/audit-chain.ts';
import { type AuditEntry, recordAudit } from '../../../models/audit.ts';
import { listAudit } from '../../../models/read/audit.ts';
import { ensureFoundation } from '../../../models/seed.ts';
import { select, transaction } from '../../../models/sql.ts';
import { checkAudit } from '../../../scripts/doctor/audit.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

let test: TestDatabase;
let organizationId = '';
beforeAll(async () => {
  test = await createTestDatabase();
  ({ organizationId } = await ensureFoundation(test.db));
});
afterAll(() => test.drop());

const entry = (changes: Partial<AuditEntry> = {}): AuditEntry => ({
  organizationId,
  actor: { kind: 'person', id: 'p1', label: 'Ada Lovelace <ada@example.com>' },
  action: 'severity.updated',
  subject: { kind: 'severity', id: 's1', label: 'High' },
  before: { name: 'Hi', rank: 1.5, nested: { b: 1, a: [null, 'x\u0000', 'half \ud83d'] } },
  after: { name: 'High', gone: undefined },
  from: { address: '127.0.0.1', userAgent: 'a browser', requestId: 'r1' },
  ...changes,
});
const broken = async () => (await verifyAudit(test.db)).filter((chain) => !chain.intact).map((chain) => chain.firstBrokenSeq);

describe('audit log', () => {
  it('orders what happens at once, without gaps, and its chains hold', async () => {
    const places = [organizationId, null];
    await Promise.all(Array.from({ length: 30 }, (_, i) => recordAudit(test.db, entry({ organizationId: places[i % 2] ?? null }))));
    const reports = await verifyAudit(test.db);
    expect(reports.map(({ organizationId: of, intact, entries }) => ({ of, intact, entries }))).toEqual([
      { of: null, intact: true, entries: 15 },
      { of: organizationId, intact: true, entries: 15 },
    ]);
    expect(await verifyAuditOf(test.db, organizationId)).toMatchObject({ intact: true, entries: 15, head: reports[1]?.head });
    expect(await verifyAuditOf(test.db, '11111111-1111-4111-8111-111111111111')).toMatchObject({ intact: true, entries: 0 });
    const { data } = await listAudit(test.db, organizationId, { limit: 200 });
    expect(data.map((one) => one.seq)).toEqual(Array.from({ length: 15 }, (_, i) => 15 - i));
    expect(data[0]).toMatchObject({ before: { nested: { a: [null, 'x', 'half \ufffd'] } }, after: { name: 'High' }, from: { address: '127.0.0.1' } });
  });

  it('is written with the change or not at all', async () => {
    const count = async () => (await listAudit(test.db, organizationId, { limit: 200 })).data.length;
    const before = await count();
    const failed = transaction(test.db, async (tx) => {
      await recordAudit(tx, entry());
      throw new Error('changed my mind');
    });
    await expect(failed).rejects.toThrow('changed my mind');
    expect(await count()).toBe(before);
    expect(await broken()).toEqual([]);
    await expect(recordAudit(test.db, entry({ action: 'Something odd' }))).rejects.toThrow('noun.pastVerb');
  });

  it('refuses to be changed', async () => {
    for (const sql of [`update audit_entries set actor_label = 'Eve'`, 'delete from audit_entries', 'truncate audit_entries', 'delete from audit_heads', 'truncate audit_heads']) {
      await expect(select(test.db, sql)).rejects.toThrow('append-only');
    }
  });

  it('shows what somebody changed who went around the refusal', async () => {
    const tampered = async (sql: string): Promise<(number | null)[]> => {
      const result: (number | null)[] = [];
      const rolledBack = transaction(test.db, async (tx) => {
        await select(tx, 'alter table audit_entries disable trigger all');
        await select(tx, sql);
        result.push(...(await verifyAudit(tx)).map((chain) => chain.firstBrokenSeq));
        throw new Error('back');
      });
      await expect(rolledBack).rejects.toThrow('back');
      return result;
    };
    const own = `organization_id = '${organizationId}'`;
    expect(await tampered(`update audit_entries set actor_label = 'Eve' where ${own} and seq = 3`)).toEqual([null, 3]);
    expect(await tampered(`update audit_entries set before = '{"name":"Lo"}' where ${own} and seq = 4`)).toEqual([null, 4]);
    expect(await tampered(`update audit_entries set at = at + interval '1 minute' where ${own} and seq = 5`)).toEqual([null, 5]);
    expect(await tampered(`delete from audit_entries where ${own} and seq = 6`)).toEqual([null, 6]);
    expect(await tampered(`delete from audit_entries where ${own} and seq = 15`)).toEqual([null, 15]);
    expect(await tampered(`delete from audit_entries where ${own}`)).toEqual([null, 1]);
    expect(await tampered(`alter table audit_heads disable trigger all; delete from audit_heads where scope = '${organizationId}'`)).toEqual([null, 16]);
    expect(await tampered(`update audit_entries set organization_id = null, seq = 16 where ${own} and seq = 15`)).toEqual([16, 15]);
  });

  it('is checked by the doctor, who says where it was changed', async () => {
    expect(await checkAudit(test.settings)).toEqual([expect.objectContaining({ name: 'Audit log', state: 'ok', detail: expect.stringContaining('intact') })]);
    await select(test.db, `alter table audit_entries disable trigger all; update audit_entries set actor_label = 'Eve' where organization_id is null and seq = 2; alter table audit_entries enable trigger all`);
    expect(await checkAudit(test.settings)).toEqual([expect.objectContaining({ state: 'fault', detail: expect.stringContaining('entry 2 of the installation') })]);
    await select(test.db, `alter table audit_entries disable trigger all; update audit_entries set actor_label = 'Ada Lovelace <ada@example.com>' where organization_id is null and seq = 2; alter table audit_entries enable trigger all`);
    expect(await checkAudit({ ...test.settings, name: 'nowhere' })).toEqual([]);
  });

  it('pages and filters', async () => {
    await recordAudit(test.db, entry({ actor: { kind: 'person', id: 'p2', label: 'Grace Hopper <grace@example.com>' }, action: 'token.created', subject: { kind: 'token', id: 't1', label: '100% mine' } }));
    const list = async (query: object) => (await listAudit(test.db, organizationId, { limit: 200, ...query })).data.map((one) => one.seq);
    const last = (await list({}))[0] ?? 0;
    expect(await list({ person: 'hopper' })).toEqual([last]);
    expect(await list({ person: 'p2' })).toEqual([last]);
    expect(await list({ action: 'token' })).toEqual([last]);
    expect(await list({ action: 'token.created' })).toEqual([last]);
    expect(await list({ action: 'tok' })).toEqual([]);
    expect(await list({ subject: '100% m' })).toEqual([last]);
    expect(await list({ until: '2020-01-01T00:00:00.000Z' })).toEqual([]);
    const first = await listAudit(test.db, organizationId, { limit: 10 });
    const second = await listAudit(test.db, organizationId, { limit: 10, cursor: first.nextCursor ?? '' });
    expect([...first.data, ...second.data].map((one) => one.seq)).toEqual(await list({}));
    expect(second.nextCursor).toBeNull();
  });
});
