import type { Command } from '../domain/incident/commands.ts';
import type { IncidentEvent } from '../domain/incident/events.ts';
import { decide } from '../domain/incident/machine.ts';
import { numbered } from '../domain/incident/number.ts';
import type { Database } from '../models/connect.ts';
import { eraseFromIncident, nextErasurePage, noteErasure, noteErasureFault, runningErasures, type RunningErasure } from '../models/erasure/person.ts';
import { appendEvents, loadState } from '../models/ledger.ts';
import { dueForPurge, purgeIncident } from '../models/retention/purge.ts';
import type { Logger } from '../config/logger.ts';
import type { Kit } from './deps.ts';
import { ownersIn, type Owners } from './owners.ts';
import type { SweepActivities } from './types.ts';

const INCIDENTS_A_PAGE = 50;

/** What erasing goes through incidents with. */
export interface PrivacyParts {
  db: Database;
  owners: Owners;
  logger: Pick<Logger, 'info' | 'warn'>;
  now(): Date;
}

/** Activities of the privacy sweep: erasures go on, and incidents whose time is over are purged. */
export function privacyActivities(kit: Kit): Pick<SweepActivities, 'continueErasures' | 'purgeDue'> {
  const parts = (): PrivacyParts => ({ db: kit.db, owners: ownersIn(kit.client), logger: kit.logger, now: kit.now });
  return {
    continueErasures: () => continueErasures(parts()),
    purgeDue: ({ limit }) => purgeDue(parts(), limit),
  };
}

/** Takes every erasure under way one page of incidents further; `more` = there is something left. One that fails is noted and tried again, and keeps nobody up. */
export async function continueErasures(parts: PrivacyParts): Promise<{ incidents: number; more: boolean }> {
  const running = await runningErasures(parts.db);
  let [incidents, more] = [0, false];
  for (const erasure of running) {
    try {
      const page = await erasePage(parts, erasure);
      incidents += page.incidents;
      more ||= page.more;
    } catch (error) {
      parts.logger.warn({ err: error, erasureId: erasure.id }, 'an erasure does not go on; it is tried again');
      await noteErasureFault(parts.db, erasure.id, error instanceof Error ? error.message : String(error));
    }
  }
  return { incidents, more };
}

async function erasePage(parts: PrivacyParts, erasure: RunningErasure): Promise<{ incidents: number; more: boolean }> {
  const { incidentIds, cursor } = await nextErasurePage(parts.db, erasure, INCIDENTS_A_PAGE);
  for (const incidentId of incidentIds) await eraseOne(parts, erasure, incidentId);
  await noteErasure(parts.db, erasure.id, { cursor, incidents: incidentIds.length });
  return { incidents: incidentIds.length, more: cursor !== null };
}

/** The ledger through its owner where that runs, else directly; then everything beside it; then what Temporal keeps of runs that are over. */
async function eraseOne(parts: PrivacyParts, { id, subject }: RunningErasure, incidentId: string): Promise<void> {
  const command: Command<'erasePerson'> = { name: 'erasePerson', actor: { kind: 'system', name: 'Dispatch' }, commandId: `erase/${id}`, data: { erasureId: id, personId: subject.personId } };
  if (!(await parts.owners.tell(incidentId, command))) await eraseAlone(parts, incidentId, command);
  await eraseFromIncident(parts.db, incidentId, subject);
  await parts.owners.forget(incidentId, { running: false });
}

// Nobody owns the incident now. Should somebody wake its owner in this moment, the ledger lets only one of the two write, and the other looks again.
async function eraseAlone({ db, now }: PrivacyParts, incidentId: string, command: Command<'erasePerson'>): Promise<void> {
  const state = await loadState(db, incidentId);
  const recordedAt = now().toISOString();
  const events: IncidentEvent[] = numbered(decide(state, command, recordedAt), { incidentId, version: state.version, recordedAt, keyOf: (_event, n) => `${command.commandId}/${n + 1}` });
  if (events.length > 0) await appendEvents(db, incidentId, events);
}

/** Purges incidents whose project's policy lets them go, at most `limit`; `more` = there may be others. One that cannot be purged is left for the next time. */
export async function purgeDue({ db, owners, logger }: PrivacyParts, limit: number): Promise<{ purged: number; more: boolean }> {
  const due = await dueForPurge(db, limit);
  let purged = 0;
  for (const incidentId of due) {
    try {
      const tombstone = await purgeIncident(db, incidentId);
      if (tombstone === null) continue;
      purged += 1;
      // What it decided on is gone, so a run that still waits for something is of no use either.
      await owners.forget(incidentId, { running: true });
      logger.info({ incidentId, key: tombstone.key }, 'an incident was purged by policy');
    } catch (error) {
      logger.warn({ err: error, incidentId }, 'an incident could not be purged; it is tried again');
    }
  }
  return { purged, more: due.length === limit && purged > 0 };
}
