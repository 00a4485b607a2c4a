import type { DatabaseSettings } from '../config/config.ts';
import { sqlState } from './sql.ts';

/** A database that cannot be used: `message` says what is wrong, `remedy` what to do. */
export class DatabaseFault extends Error {
  readonly remedy: string;
  constructor(message: string, remedy: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'DatabaseFault';
    this.remedy = remedy;
  }
}

type Explain = (settings: DatabaseSettings) => [fault: string, remedy: string];

const where = (s: DatabaseSettings) => `${s.hostname}:${s.port}`;

/** Codes of Node and of PostgreSQL (SQLSTATE) that an installation can meet before anything works. */
const FAULTS: Record<string, Explain> = {
  ECONNREFUSED: (s) => [`Nothing listens at ${where(s)}`, 'Start PostgreSQL, or correct DATABASE_HOSTNAME and DATABASE_PORT.'],
  ENOTFOUND: (s) => [`The host ${s.hostname} is not known`, 'Correct DATABASE_HOSTNAME.'],
  EAI_AGAIN: (s) => [`The host ${s.hostname} cannot be resolved now`, 'Check the name service of this machine, or correct DATABASE_HOSTNAME.'],
  ETIMEDOUT: (s) => [`${where(s)} does not answer`, 'Check firewalls between here and PostgreSQL, or correct DATABASE_HOSTNAME.'],
  ECONNRESET: (s) => [`PostgreSQL at ${where(s)} closed the connection`, 'Look into its log; when it wants TLS, set DATABASE_SSL=require.'],
  '28P01': (s) => [`PostgreSQL refuses the password of user “${s.user}”`, 'Correct DATABASE_CREDENTIALS (user:password).'],
  '28000': (s) => [`PostgreSQL does not let user “${s.user}” in from here`, 'Correct DATABASE_CREDENTIALS or pg_hba.conf; when it wants TLS, set DATABASE_SSL=require.'],
  '3D000': (s) => [`The database “${s.name}” does not exist`, 'Run: npx dispatch migrate'],
  '42501': (s) => [`User “${s.user}” may not do what is needed in “${s.name}”`, `Let an administrator of PostgreSQL make “${s.user}” the owner of the database “${s.name}”.`],
  '42P01': (s) => [`The tables of the database “${s.name}” are missing`, 'Run: npx dispatch migrate'],
  '53300': (s) => [`PostgreSQL at ${where(s)} has no connection left`, 'Raise max_connections there, or lower DATABASE_POOL_SIZE.'],
  '53100': () => ['The disk of PostgreSQL is full', 'Free space there.'],
  '57P03': (s) => [`PostgreSQL at ${where(s)} is still starting`, 'Try again in a moment.'],
  SELF_SIGNED_CERT_IN_CHAIN: () => ['The certificate of PostgreSQL is not trusted', 'Name its authority in DATABASE_SSL_CA, or set DATABASE_SSL=require to skip the check.'],
  DEPTH_ZERO_SELF_SIGNED_CERT: () => ['The certificate of PostgreSQL signs itself', 'Name it in DATABASE_SSL_CA, or set DATABASE_SSL=require to skip the check.'],
};

/** A fault with its remedy for errors that an installation can meet; null for all others. */
export function explainDatabaseError(error: unknown, settings: DatabaseSettings): DatabaseFault | null {
  if (error instanceof DatabaseFault) return error;
  const code = sqlState(error) ?? '';
  if (Object.hasOwn(FAULTS, code)) {
    const [fault, remedy] = FAULTS[code]?.(settings) ?? ['', ''];
    return new DatabaseFault(fault, remedy, error);
  }
  const text = error instanceof Error ? error.message : '';
  if (/does not support SSL/i.test(text)) return new DatabaseFault(`PostgreSQL at ${where(settings)} does not speak TLS`, 'Set DATABASE_SSL=disable, or turn TLS on there.', error);
  return null;
}
