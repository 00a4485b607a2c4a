import pg from 'pg';
import { type Database, sslOptions } from './connect.ts';

/** The channel of live changes; the payload is a position. */
const CHANNEL = 'dispatch_live';
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;
/** A connection that a firewall dropped silently is noticed by asking. */
const ASK_EVERY_MS = 20_000;

/** What a listener is told. */
export interface Listener {
  /** A change was committed at this position. */
  onPosition(position: number): void;
  /** The connection is back after a loss: read what was missed. */
  onReconnect(): void;
  /** The connection was lost; it is tried again by itself. */
  onError(error: unknown): void;
}

/** Listens for committed changes on a connection of its own until closed; connects again by itself. Rejects when the first connection fails. */
export async function listen(db: Database, listener: Listener): Promise<{ close(): Promise<void> }> {
  let client = await open(db, listener, lost);
  let isClosed = false;
  let timer: NodeJS.Timeout | null = null;

  function lost(error: unknown): void {
    if (isClosed) return;
    listener.onError(error);
    again(FIRST_PAUSE_MS);
  }
  function again(pause: number): void {
    timer = setTimeout(() => void reconnect(pause), pause);
  }
  async function reconnect(pause: number): Promise<void> {
    try {
      const fresh = await open(db, listener, lost);
      client = fresh;
      if (isClosed) await fresh.close();
      else listener.onReconnect();
    } catch (error) {
      if (isClosed) return;
      listener.onError(error);
      again(Math.min(pause * 2, LONGEST_PAUSE_MS));
    }
  }
  return {
    async close() {
      isClosed = true;
      if (timer !== null) clearTimeout(timer);
      await client.close();
    },
  };
}

interface Connection {
  close(): Promise<void>;
}

async function open(db: Database, listener: Listener, onLost: (error: unknown) => void): Promise<Connection> {
  const { hostname, port, name, user, password } = db.settings;
  const client = new pg.Client({ host: hostname, port, user, password, database: name, ssl: sslOptions(db.settings), keepAlive: true, application_name: 'dispatch-live', connectionTimeoutMillis: 10_000 });
  let isOver = false;
  const over = (error: unknown) => {
    if (isOver) return;
    isOver = true;
    clearInterval(asking);
    void end(client);
    onLost(error);
  };
  const asking = setInterval(() => {
    client.query('select 1').catch(over);
  }, ASK_EVERY_MS);
  client.on('notification', (message) => listener.onPosition(Number(message.payload)));
  try {
    await client.connect();
    await client.query(`listen ${CHANNEL}`);
  } catch (error) {
    isOver = true;
    clearInterval(asking);
    await end(client);
    throw error;
  } finally {
    client.on('error', over);
    client.on('end', () => over(new Error('The connection to PostgreSQL ended.')));
  }
  return {
    async close() {
      isOver = true;
      clearInterval(asking);
      await end(client);
    },
  };
}

/** A connection that is broken already cannot be ended properly, and need not. */
async function end(client: pg.Client): Promise<void> {
  await client.end().catch(() => undefined);
}
