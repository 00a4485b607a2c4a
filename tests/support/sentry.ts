import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a Sentry event holds, as far as tests look. */
export interface SentryEvent {
  release?: string;
  environment?: string;
  tags?: Record<string, string>;
  exception?: { values: { type: string; value: string }[] };
}
/** Sentry's side of the wire: takes envelopes (https://develop.sentry.dev/sdk/foundations/transport/envelopes/) and keeps them. */
export interface SentryDouble {
  dsn: string;
  /** Everything that was sent, as it was sent. */
  sent(): string;
  /** The first event whose first error's message matches; waits for it. */
  event(message: RegExp): Promise<SentryEvent>;
  stop(): Promise<void>;
}

/** Starts on a free port of this machine; refuses requests without a key, as Sentry does. */
export async function startSentryDouble(): Promise<SentryDouble> {
  const bodies: string[] = [];
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '', 'http://sentry');
      const isKnown = url.pathname === '/api/1/envelope/' && `${url.search} ${String(request.headers['x-sentry-auth'])}`.includes('sentry_key=public');
      response.writeHead(isKnown ? 200 : 401, { 'access-control-allow-origin': '*' }).end('{}');
      if (isKnown) bodies.push(body);
      for (const look of waiting) look();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    dsn: `http://public@127.0.0.1:${port}/1`,
    sent: () => bodies.join('\n'),
    event: (message) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = bodies.flatMap(eventsOf).find((event) => event.exception?.values.some(({ value }) => message.test(value)));
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    stop: () => stop(server),
  };
}

function eventsOf(envelope: string): SentryEvent[] {
  const lines = envelope.split('\n').filter((line) => line !== '');
  return lines.flatMap((line, index) => (index > 0 && (lines[index - 1] ?? '').startsWith('{"type":"event"') ? [JSON.parse(line) as SentryEvent] : []));
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => void server.close(() => resolve()));
}
