import { createServer, STATUS_CODES, type RequestListener, type Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** How long a connection may take for what; milliseconds. */
export interface ServerTimes {
  /** Until all headers are there. */
  headers: number;
  /** Until the whole request is there; 25 MB need a minute at 3 Mbit/s. */
  request: number;
  /** How often that is looked at. */
  check: number;
  /** How long an idle connection is kept; longer than proxies keep theirs, so that they never use one that we are just closing. */
  idle: number;
}

const TIMES: ServerTimes = { headers: 15_000, request: 120_000, check: 5_000, idle: 75_000 };
const MOST_HEADERS = 100;
const MOST_CONNECTIONS = 20_000;

/** The HTTP server of the API: callers that send headers or bodies too slowly, too much of them, or something that is no HTTP are answered with a problem and cut off. */
export function createHttpServer(listener: RequestListener, times: Partial<ServerTimes> = {}): Server {
  const { headers, request, check, idle } = { ...TIMES, ...times };
  const server = createServer({ headersTimeout: headers, requestTimeout: request, connectionsCheckingInterval: check, keepAliveTimeout: idle, maxHeaderSize: 16_384 }, listener);
  server.maxHeadersCount = MOST_HEADERS;
  server.maxConnections = MOST_CONNECTIONS;
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => refuse(error, socket));
  return server;
}

interface Refusal {
  status: 400 | 408 | 431;
  type: string;
  detail: string;
}

function refusalFor(code: string | undefined): Refusal {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return { status: 408, type: 'too-slow', detail: 'The request did not arrive in time: send its headers within 15 seconds and all of it within two minutes.' };
  if (code === 'HPE_HEADER_OVERFLOW') return { status: 431, type: 'too-large', detail: 'The headers and the address are larger than 16 kB together.' };
  return { status: 400, type: 'invalid-request', detail: 'This is not a valid HTTP request.' };
}

// There is no request object yet, so the answer is written by hand; nothing of what came is repeated in it.
function refuse(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, type, detail } = refusalFor(error.code);
  const title = STATUS_CODES[status] ?? '';
  const body = JSON.stringify({ type, title, status, detail, instance: 'about:blank' });
  socket.end(`HTTP/1.1 ${status} ${title}\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\ncache-control: no-store\r\nconnection: close\r\n\r\n${body}`);
}
