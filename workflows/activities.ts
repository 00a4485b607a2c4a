import { proxyActivities, proxyLocalActivities, type ActivityOptions } from '@temporalio/workflow';
import type { CostActivities, CostTicketActivities, DatabaseActivities, IntegrationActivities, MessageActivities, PostmortemActivities, SweepActivities } from '../activities/types.ts';
import { INCIDENTS_QUEUE, INTEGRATIONS_QUEUE } from './ids.ts';

/** What the database refuses for good: trying the same row again cannot help, so the caller hears of it. */
const REFUSED_BY_DATABASE = ['SequelizeForeignKeyConstraintError', 'SequelizeUniqueConstraintError', 'SequelizeValidationError'];

/** Database work: short, tried again without limit. */
const DATABASE: ActivityOptions = {
  taskQueue: INCIDENTS_QUEUE,
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '10 seconds', nonRetryableErrorTypes: REFUSED_BY_DATABASE },
};

/** A worker that died is noticed after this: workers say that they live during everything that talks to providers or people. */
const HEARTBEAT_TIMEOUT = '10 seconds';

/** Effects at providers: 30 seconds a try, backing off from 1 second to 5 minutes, without limit. */
const INTEGRATION: ActivityOptions = {
  taskQueue: INTEGRATIONS_QUEUE,
  startToCloseTimeout: '30 seconds',
  heartbeatTimeout: HEARTBEAT_TIMEOUT,
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '5 minutes' },
};

/** How often a message to people is tried. */
export const NOTIFY_TRIES = 5;

/** Messages to people: five tries about ten seconds apart; a late message helps nobody. */
const NOTIFY: ActivityOptions = {
  taskQueue: INTEGRATIONS_QUEUE,
  startToCloseTimeout: '30 seconds',
  heartbeatTimeout: HEARTBEAT_TIMEOUT,
  retry: { initialInterval: '10 seconds', backoffCoefficient: 1, maximumAttempts: NOTIFY_TRIES },
};

/** Database activities. */
export const database = proxyActivities<DatabaseActivities & Pick<PostmortemActivities, 'openPostmortem'>>(DATABASE);

/**
 * Reading inside the workflow task, without a round trip through the server. Only reading: a server may lose a workflow task (it does when more
 * Updates come in than it takes at once) and have it done again with other Updates in it, and then a write from inside the lost one would
 * already be in the ledger. Tried twice only; whoever calls it turns to `database` when that was not enough.
 */
export const databaseNow = proxyLocalActivities<Pick<DatabaseActivities, 'loadIncident'>>({
  startToCloseTimeout: '4 seconds',
  scheduleToCloseTimeout: '6 seconds',
  retry: { initialInterval: '100 milliseconds', maximumAttempts: 2 },
});

/** Effects at providers. */
export const integration = proxyActivities<IntegrationActivities & Omit<PostmortemActivities, 'openPostmortem'>>(INTEGRATION);

/** Messages to people. */
export const notify = proxyActivities<MessageActivities>(NOTIFY);

/** The cost pass: long pages that heartbeat after each part; a worker that died is noticed soon, and another goes on where it was. */
export const cost = proxyActivities<CostActivities>({
  taskQueue: INCIDENTS_QUEUE,
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' },
});

/** Costs in tickets; what is not done is left to the next pass. */
export const costTickets = proxyActivities<CostTicketActivities>({
  taskQueue: INTEGRATIONS_QUEUE,
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: HEARTBEAT_TIMEOUT,
  retry: { initialInterval: '1 second', maximumAttempts: 2 },
});

/** Sweeps; a failing one is left to the next run of its Schedule. */
export const sweep = proxyActivities<SweepActivities>({
  taskQueue: INCIDENTS_QUEUE,
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '1 second', maximumInterval: '20 seconds', maximumAttempts: 5 },
});
