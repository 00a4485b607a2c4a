import type { Database } from './connect.ts';

/** Connections of one process to PostgreSQL. */
export interface PoolState {
  used: number;
  idle: number;
  /** Statements that wait for a connection. */
  waiting: number;
}

/** How full the pool is now. Sequelize's types do not know of its pool: https://github.com/sequelize/sequelize-pool */
export function poolState({ sequelize }: Database): PoolState {
  const { connectionManager } = sequelize as unknown as { connectionManager: { pool: { using: number; available: number; waiting: number } } };
  const { using, available, waiting } = connectionManager.pool;
  return { used: using, idle: available, waiting };
}
