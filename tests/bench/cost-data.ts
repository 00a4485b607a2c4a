import { randomUUID } from 'node:crypto';
import type { NewEvent } from '../../domain/incident/events.ts';
import { fold } from '../../domain/incident/evolve.ts';
import { numbered } from '../../domain/incident/number.ts';
import { DECLARED_STEPS } from '../../domain/incident/plan-declared.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import { type PersonRef, ROLES } from '../../domain/incident/types.ts';
import { HOUR, MINUTE, plus } from '../../domain/time.ts';
import type { Database } from '../../models/connect.ts';
import { incidentColumns } from '../../models/projection/incident-columns.ts';
import { resolveReferences } from '../../models/references.ts';
import { ensureFoundation } from '../../models/seed.ts';
import { select, selectOne } from '../../models/sql.ts';
import { declaration } from '../support/incident-builders.ts';

/** Incidents that differ in their people and times; the others repeat them. */
const PATTERNS = 200;
const BATCH = 5000;
const PEOPLE: readonly PersonRef[] = Array.from({ length: 500 }, (_, n) => ({ personId: randomUUID(), email: `bench.person.${n}@example.com`, name: `Bench Person ${n}` }));

/** Fills the database until it holds `count` active incidents with 10 participants each, all of whose roles are open; states are as large as those of provisioned incidents. */
export async function fillIncidents(db: Database, count: number): Promise<void> {
  const { organizationId } = await ensureFoundation(db);
  const patterns = await Promise.all(Array.from({ length: PATTERNS }, (_, n) => patternOf(db, organizationId, n)));
  const columns = patterns.map((state) => incidentColumns(state));
  const names = Object.keys(columns[0] ?? {}).filter((name) => !['key', 'reporter_id', 'commander_id', 'participant_ids'].includes(name));
  await select(db, `create table if not exists bench_patterns as select ${names.join(', ')} from incidents limit 0`);
  const there = await selectOne(db, 'select 1 as there from bench_patterns limit 1');
  if (there === null) {
    const rows = JSON.stringify(columns.map(({ state, ...row }) => ({ ...row, state: JSON.parse(String(state)) })));
    await select(db, `insert into bench_patterns select ${names.join(', ')} from jsonb_populate_recordset(null::bench_patterns, $1::jsonb)`, [rows]);
    await select(db, 'alter table bench_patterns add column n serial');
  }
  const first = Number((await selectOne<{ count: string }>(db, 'select count(*) from incidents'))?.count ?? 0);
  for (let from = first; from < count; from += BATCH) {
    await select(
      db,
      `insert into incidents (id, key, ${names.join(', ')}, workflow_started_at) select gen_random_uuid(), 'BENCH-' || g, ${names.map((name) => `p.${name}`).join(', ')}, now()
       from generate_series($1::int + 1, $2::int) g join bench_patterns p on p.n = 1 + g % ${PATTERNS}`,
      [from, Math.min(from + BATCH, count)],
    );
  }
  await select(db, 'analyze');
}

async function patternOf(db: Database, organizationId: string, n: number): Promise<IncidentState> {
  const { project, type, severity, priority } = await resolveReferences(db, organizationId, {});
  const at = plus('2026-03-02T08:00:00.000Z', n * 17 * MINUTE);
  const some = Array.from({ length: 10 }, (_, i): PersonRef => PEOPLE[(n * 7 + i * 31) % PEOPLE.length] ?? { personId: randomUUID(), email: `other.${i}@example.com`, name: 'Other' });
  const [reporter, commander, ...others] = some;
  if (reporter === undefined || commander === undefined) throw new Error('there are ten people');
  const declared = declaration({ organizationId, project, type, severity, priority, reporter, commander, title: `Card payments time out ${n}`, description: 'Half of all payments fail since the last deploy. '.repeat(4) }, at);
  const joining = others.map((person, i): NewEvent => ({ kind: 'participant.added', at: plus(at, i * 7 * MINUTE + n * 1000), actor: { kind: 'system', name: 'Dispatch' }, data: { person, role: ROLES[2 + (i % 4)] ?? 'participant', source: { kind: 'added' } } }));
  const steps = DECLARED_STEPS.map(({ id, title, needs }) => ({ step: id, run: 1, title, needs: [...needs] }));
  const automation: NewEvent[] = [
    { kind: 'steps.armed', actor: { kind: 'system', name: 'Dispatch' }, data: { steps } },
    ...steps.map(({ step, run }): NewEvent => ({ kind: 'step.succeeded', actor: { kind: 'system', name: 'Dispatch' }, data: { step, run, resource: null, note: null } })),
  ];
  const events = numbered([...automation, ...joining], { incidentId: declared.incidentId, version: 1, recordedAt: plus(at, HOUR), keyOf: (_event, _n, seq) => `bench/${seq}` });
  const state = fold([declared, ...events]);
  if (state === null) throw new Error('an incident has a state');
  return state;
}
