import { pino, type Logger } from 'pino';
import type { Config } from './config.ts';

/** Where secrets, mail bodies and message texts appear in what the parts log; they are replaced, not left out, so that a line still says that there was one. */
const REDACTED = [
  'password', 'passwordHash', 'token', 'secret', 'apiKey', 'authorization', 'cookie', 'html', 'text', 'body', 'markdown',
  '*.password', '*.passwordHash', '*.token', '*.secret', '*.apiKey', '*.html', '*.text', '*.body', '*.markdown',
  'req.headers.authorization', 'req.headers.cookie', 'req.headers["idempotency-key"]', 'res.headers["set-cookie"]',
];

/** A JSON logger of one part (`api`, `worker`, …) on standard output; tokens, mail bodies and message texts never reach it. */
export function createLogger(config: Pick<Config, 'logLevel' | 'env'>, part: string): Logger {
  return pino({
    level: config.logLevel,
    base: { part },
    redact: { paths: REDACTED, censor: '[redacted]' },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  });
}

export type { Logger };
