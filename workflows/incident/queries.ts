import { setHandler } from '@temporalio/workflow';
import { nextDeadlines } from '../../domain/incident/deadlines.ts';
import type { Incident } from './incident.ts';
import { incidentQueries } from './messages.ts';
import { reportSteps } from './visible.ts';

/** Registers the queries; before the incident is loaded they answer null or nothing. */
export function handleQueries(present: () => Incident | null, activity: { readonly at: string | null }): void {
  setHandler(incidentQueries.getState, () => present()?.ledger.state ?? null, { description: 'The state the incident decides on: the fold of its ledger' });
  setHandler(
    incidentQueries.getSteps,
    () => {
      const incident = present();
      return incident ? reportSteps(incident.ledger.state, incident.runner.inFlight) : [];
    },
    { description: 'Every step of the automation with its state and what it waits for' },
  );
  setHandler(
    incidentQueries.getTimers,
    () => {
      const incident = present();
      return incident ? nextDeadlines(incident.ledger.state, { lastActivityAt: activity.at }) : [];
    },
    { description: 'What will happen by itself, earliest first' },
  );
}
