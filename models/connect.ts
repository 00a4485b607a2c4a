import { Sequelize, type Transaction } from 'sequelize';
import type { DatabaseSettings } from '../config/config.ts';
import { defineRecords, type Records } from './records/index.ts';

/** An open database: the pool, the Sequelize models of configuration and people, and how it was reached. */
export interface Database {
  sequelize: Sequelize;
  records: Records;
  settings: DatabaseSettings;
  /** The transaction that its statements run in; null = each on its own. See `transaction` in sql.ts. */
  transaction: Transaction | null;
  /** Answers when a statement ran; rejects with Sequelize's connection error. */
  ping(): Promise<void>;
  /** Waits for running statements and closes the pool. */
  close(): Promise<void>;
}
/** `poolSize` overrides the settings'; `applicationName` is what `pg_stat_activity` shows. */
export interface ConnectOptions {
  poolSize?: number;
  applicationName?: string;
  /** Called with every statement; for tests that count them. */
  onStatement?: (sql: string) => void;
}

/** Opens a pool on the database; nothing is connected until the first statement. */
export function connect(settings: DatabaseSettings, options: ConnectOptions = {}): Database {
  const { onStatement } = options;
  const sequelize = new Sequelize({
    dialect: 'postgres',
    host: settings.hostname,
    port: settings.port,
    database: settings.name,
    username: settings.user,
    password: settings.password,
    logging: onStatement === undefined ? false : (sql) => onStatement(sql),
    pool: { max: options.poolSize ?? settings.poolSize, min: 0, idle: 30_000, acquire: 20_000 },
    dialectOptions: { application_name: options.applicationName ?? 'dispatch', keepAlive: true, ssl: sslOptions(settings) },
    define: { underscored: true, timestamps: true, freezeTableName: true },
  });
  return {
    sequelize,
    records: defineRecords(sequelize),
    settings,
    transaction: null,
    ping: async () => void (await sequelize.query('select 1')),
    close: () => sequelize.close(),
  };
}

/** TLS options of `pg` for the settings. */
export function sslOptions(settings: DatabaseSettings): false | { rejectUnauthorized: boolean; ca?: string } {
  if (settings.ssl === 'disable') return false;
  return { rejectUnauthorized: settings.ssl === 'verify', ...(settings.sslCa === null ? {} : { ca: settings.sslCa }) };
}
