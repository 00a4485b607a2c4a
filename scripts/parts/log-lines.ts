/** Decides what people see of a part's output: the text to show, or null. */
export type PickLine = (line: string) => string | null;

/**
 * For parts that log JSON as pino does: warnings and errors, as `message (cause)`. Lines that are no JSON are shown when
 * they look like a failure of the runtime itself.
 */
export const pickJson: PickLine = (line) => {
  const record = parse(line);
  if (record === null)
    return /error\b|\b(fatal|panic)\b/i.test(line) && !/^\s+at /.test(line) ? line.trim() : null;
  const level = record['level'];
  if (typeof level === 'number' && level < 40) return null;
  if (typeof level === 'string' && !/^(warn|error|fatal)/i.test(level)) return null;
  return textOf(record);
};

/** For Postgres: what stops it or is lost; errors of single statements are the business of who sent them. */
export const pickPostgres: PickLine = (line) => {
  const match = /\b(?:FATAL|PANIC):\s+(.*)/.exec(line);
  const text = match?.[1];
  if (text === undefined || /the database system is (starting up|shutting down)/.test(text)) return null;
  return /administrator command/.test(text) ? null : text;
};

/** For the Temporal server: errors only; its warnings are about being a development server. */
export const pickTemporal: PickLine = (line) => {
  const record = parse(line);
  if (record === null) return /^(Error|panic|fatal)/.test(line) ? line.trim() : null;
  return /^(error|fatal|panic)/i.test(String(record['level'])) ? textOf(record) : null;
};

function parse(line: string): Record<string, unknown> | null {
  if (!line.startsWith('{')) return null;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

function textOf(record: Record<string, unknown>): string {
  const found = record['msg'] ?? record['message'];
  const message = typeof found === 'string' ? found : 'error';
  const error = record['err'] ?? record['error'];
  const cause = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  return typeof cause === 'string' && cause !== '' && cause !== message ? `${message} (${cause})` : message;
}
