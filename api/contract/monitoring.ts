import { z } from 'zod';
import { defineRoute } from './route.ts';

export { onlyWhatHelps } from '../../domain/error-report.ts';

/** Where the web reports its errors; null = nowhere. `tags` are given to those who are signed in. */
const Monitoring = z.object({
  sentry: z.object({ dsn: z.string(), release: z.string(), environment: z.string(), tags: z.record(z.string(), z.string()) }).nullable(),
});

/** The route by which the web learns, when its first error happens, where to report it. */
export const monitoring = {
  get: defineRoute({ id: 'monitoring.get', method: 'get', path: '/monitoring', scope: 'root', access: 'public', tag: 'Session', summary: 'Where the web reports its errors', response: Monitoring }),
} as const;
