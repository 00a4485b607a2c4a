import { type ActivityInterceptorsFactory, NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import type { Activities } from '../activities/types.ts';
import { connectionOptions, dataConverter } from '../config/temporal.ts';
import type { Config } from '../config/load.ts';
import { INCIDENTS_QUEUE, INTEGRATIONS_QUEUE } from '../workflows/ids.ts';
import type { WorkflowBundle } from './bundle.ts';

/** What the Workers of a process are made from. */
export interface WorkersInput {
  config: Config;
  bundle: WorkflowBundle;
  activities: Activities;
  /** The first is the outermost. */
  interceptors: ActivityInterceptorsFactory[];
}
/** The Workers of a process on one connection. */
export interface Workers {
  /** Runs until {@link Workers.shutdown}; rejects when one of them cannot go on. */
  run(): Promise<void>;
  /** Takes no more work and lets what is running finish for a few seconds; what does not is tried again by another worker. */
  shutdown(): void;
  /** True while all of them poll. */
  areRunning(): boolean;
  close(): Promise<void>;
}

const GRACE = { shutdownGraceTime: '6 seconds', shutdownForceTime: '9 seconds' } as const;

/**
 * One Worker for workflows and database work, one for everything that talks to providers or people, so that a slow vendor never keeps an
 * incident from deciding. Rejects when Temporal does not answer.
 */
export async function createWorkers({ config, bundle, activities, interceptors }: WorkersInput): Promise<Workers> {
  const connection = await NativeConnection.connect(connectionOptions(config.temporal));
  const shared: Omit<WorkerOptions, 'taskQueue'> = {
    connection,
    namespace: config.temporal.namespace,
    dataConverter: dataConverter(config.temporal),
    activities,
    interceptors: { activity: interceptors },
    ...GRACE,
  };
  try {
    const workers = [await Worker.create({ ...shared, ...INCIDENTS, workflowBundle: bundle }), await Worker.create({ ...shared, ...INTEGRATIONS })];
    return {
      run: async () => void (await Promise.all(workers.map((worker) => runOne(worker, workers)))),
      shutdown: () => stopAll(workers),
      areRunning: () => workers.every((worker) => worker.getState() === 'RUNNING'),
      close: () => connection.close(),
    };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/**
 * So many incidents stay in memory, at about half a megabyte each (they share one V8 context); others are replayed from their short histories when
 * something happens to them, so any number of open incidents has room. Database activities of a workflow task are started eagerly, without a way
 * through the server.
 */
const INCIDENTS: Pick<WorkerOptions, 'taskQueue'> & Partial<WorkerOptions> = {
  taskQueue: INCIDENTS_QUEUE,
  reuseV8Context: true,
  maxCachedWorkflows: 500,
  workflowThreadPoolSize: 1,
  maxConcurrentWorkflowTaskExecutions: 40,
  maxConcurrentWorkflowTaskPolls: 10,
  maxConcurrentActivityTaskExecutions: 40,
  maxConcurrentActivityTaskPolls: 8,
  maxEagerActivityReservationsPerWorkflowTask: 8,
  // How far a cost pass is reaches the server this often; by default it would be nearly the whole time until a dead worker is noticed.
  maxHeartbeatThrottleInterval: '2 seconds',
};

/** Mostly waiting for vendors, so many at once; the database's pool and the vendors' own limits hold them back where needed. */
const INTEGRATIONS: Pick<WorkerOptions, 'taskQueue'> & Partial<WorkerOptions> = {
  taskQueue: INTEGRATIONS_QUEUE,
  maxConcurrentActivityTaskExecutions: 100,
  maxConcurrentActivityTaskPolls: 10,
};

/** When one Worker cannot go on the others are stopped too: half a worker would look alive. */
async function runOne(worker: Worker, all: readonly Worker[]): Promise<void> {
  try {
    await worker.run();
  } catch (error) {
    stopAll(all.filter((other) => other !== worker));
    throw error;
  }
}

function stopAll(workers: readonly Worker[]): void {
  for (const worker of workers) {
    if (worker.getState() === 'RUNNING') worker.shutdown();
  }
}
