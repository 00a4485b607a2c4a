import { arm, stepsOfDeclaration, type ArmingContext } from '../../domain/incident/arming.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import { upkeep } from '../../domain/incident/upkeep.ts';
import { database, databaseNow } from '../activities.ts';
import { knowsStep } from '../versions.ts';
import { createBackground } from './background.ts';
import { createBoard } from './board.ts';
import { ANNOUNCING, setGoing } from './effects.ts';
import { isRefused } from './failures.ts';
import type { Incident } from './incident.ts';
import { createLedger } from './ledger.ts';
import type { Review } from './review.ts';
import { createRunner } from './runner.ts';

/** Loads what the database has of the incident; fails (`not-found`) when it has nothing. */
export async function load(incidentId: string): Promise<IncidentState> {
  const options = { summary: 'Load the incident' };
  try {
    return (await databaseNow.loadIncident.executeWithOptions(options, [{ incidentId }])).state;
  } catch (error) {
    if (isRefused(error)) throw error;
    return (await database.loadIncident.executeWithOptions(options, [{ incidentId }])).state;
  }
}

/** Puts the parts of a running incident together; `wake` is called whenever something happened that the main loop should look at. */
export function createIncident(loaded: IncidentState, { review, wake }: { review: Review; wake(): void }): Incident {
  const ledger = createLedger(loaded.id, loaded, wake);
  const background = createBackground(wake);
  const incident: Incident = {
    id: loaded.id,
    ledger,
    background,
    runner: createRunner({ ledger, commit: (change) => incident.commit(change), remote: (context) => review.run(context), isQuiet: () => background.isIdle(ANNOUNCING) }),
    showBoard: createBoard({ ledger, background }),
    async commit(change) {
      const recorded = await ledger.record({ ...change, follow: (state, events) => upkeep(state, events, arming(incident)) });
      setGoing(incident, review, recorded.events);
      wake();
      return recorded;
    },
  };
  return incident;
}

/** Arms the steps of a new declaration; nothing when the incident has steps already. */
export async function armDeclaration(incident: Incident): Promise<void> {
  if (Object.keys(incident.ledger.state.steps).length > 0) return;
  await incident.ledger.record({ key: 'declaration', decide: (state) => arm(state, stepsOfDeclaration(state), arming(incident)) });
}

function arming({ runner }: Incident): ArmingContext {
  return { inFlight: runner.inFlight, knows: knowsStep };
}
