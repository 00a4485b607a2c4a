import { pino, type LevelWithSilent, type Logger } from 'pino';

/** Where secrets, mail bodies and message texts appear in what the parts log; they are replaced, not left out, so that a line still says that there was one. */
const REDACTED = [
  'password', 'passwordHash', 'token', 'secret', 'apiKey', 'authorization', 'cookie', 'html', 'text', 'body', 'markdown',
  '*.password', '*.passwordHash', '*.token', '*.secret', '*.apiKey', '*.html', '*.text', '*.body', '*.markdown',
  'req.headers.authorization', 'req.headers.cookie', 'req.headers["idempotency-key"]', 'res.headers["set-cookie"]',
];

/** What a logger is made from; a `Config` has it. */
interface LoggerSettings {
  logLevel: LevelWithSilent;
  /** Of ENV_TAGS; they stand in every line under `tags`. */
  tags?: Record<string, string>;
}

/** A JSON logger of one part (`api`, `worker`, …) on standard output; tokens, mail bodies and message texts never reach it. */
export function createLogger({ logLevel, tags = {} }: LoggerSettings, part: string): Logger {
  return pino({
    level: logLevel,
    base: { part, ...(Object.keys(tags).length === 0 ? {} : { tags }) },
    redact: { paths: REDACTED, censor: '[redacted]' },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  });
}

export type { Logger };
