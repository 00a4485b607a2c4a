import { Router } from 'express';
import { DomainError } from '../domain/errors.ts';
import { migrationStatus } from '../models/migrator.ts';
import type { ApiDeps } from './deps.ts';
import { reasonOf } from './reason.ts';
import { PROBLEM_TYPE, problemOf, requestIdOf } from './http/problem.ts';

/** One part that was looked at. */
interface Check {
  name: string;
  ok: boolean;
  detail: string;
}
const CHECK_MS = 2_000;

async function withinTime(work: Promise<Check>, name: string): Promise<Check> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<Check>((resolve) => {
    timer = setTimeout(() => resolve({ name, ok: false, detail: `does not answer within ${CHECK_MS / 1000} s` }), CHECK_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

async function checkDatabase(deps: ApiDeps, schema: { isCurrent: boolean }): Promise<Check> {
  const name = 'postgres';
  try {
    await deps.db.ping();
    // The schema only moves forward while this process runs, so once it is up to date it stays so.
    const pending = schema.isCurrent ? [] : (await migrationStatus(deps.config.database)).pending;
    schema.isCurrent = pending.length === 0;
    return pending.length === 0 ? { name, ok: true, detail: 'answers, and its schema is up to date' } : { name, ok: false, detail: `${pending.length} migrations have not run: start "npm run migrate"` };
  } catch (error) {
    deps.logger.warn({ reason: reasonOf(error) }, 'the database does not answer');
    return { name, ok: false, detail: 'does not answer: check DATABASE_HOSTNAME and that it runs' };
  }
}

async function checkTemporal(deps: ApiDeps): Promise<Check> {
  // Whoever reaches the product reads this, so it does not say where Temporal is.
  const { ok } = await deps.commands.health();
  return { name: 'temporal', ok, detail: ok ? 'answers' : 'does not answer: incidents can be declared and read, their automation waits' };
}

/** `/healthz` (the process lives) and `/readyz` (it can serve: Postgres answers and is migrated; Temporal is told but not required, since declaring works without it). */
export function healthChecks(deps: ApiDeps): Router {
  const router = Router();
  const schema = { isCurrent: false };
  router.get('/healthz', (_request, response) => {
    response.set('cache-control', 'no-store').json({ status: 'ok', version: deps.version });
  });
  router.get('/readyz', async (request, response) => {
    const checks = await Promise.all([withinTime(checkDatabase(deps, schema), 'postgres'), withinTime(checkTemporal(deps), 'temporal')]);
    response.set('cache-control', 'no-store');
    const failed = checks.filter((c) => c.name === 'postgres' && !c.ok);
    if (failed.length === 0) {
      response.json({ status: 'ready', version: deps.version, checks });
      return;
    }
    const problem = problemOf(new DomainError('unavailable', failed.map((c) => `${c.name} ${c.detail}`).join('; ')), requestIdOf(request));
    response.status(503).type(PROBLEM_TYPE).send(JSON.stringify({ ...problem, checks }));
  });
  return router;
}
