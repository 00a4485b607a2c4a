import { SMTPServer, type SMTPServerAddress, type SMTPServerSession } from 'smtp-server';

/** A mail that arrived; `raw` is the whole message as it came. */
export interface ArrivedMail {
  from: string;
  to: string[];
  messageId: string;
  subject: string;
  raw: string;
}

/** What goes wrong next: a reply to RCPT, silence after the greeting, or a connection cut before or after the mail was taken. */
export type SmtpFault = { code: number; text: string } | 'hang' | 'cut' | 'cut-after-data';

/** A running SMTP server. */
export interface FakeSmtp {
  host: string;
  port: number;
  user: string;
  password: string;
  mails: ArrivedMail[];
  /** Mailboxes that do not exist here. */
  strangers: Set<string>;
  /** The next mails fail so, in this order. */
  failNext(...faults: SmtpFault[]): void;
  stop(): Promise<void>;
}

/** Starts a real SMTP server on a free port that keeps what it gets, wants a user, and fails on demand. For tests only. */
export async function startFakeSmtp(options: { user?: string; password?: string } = {}): Promise<FakeSmtp> {
  const account = { user: options.user ?? 'dispatch', password: options.password ?? 'right-secret' };
  const state = { faults: [] as SmtpFault[], mails: [] as ArrivedMail[], strangers: new Set<string>() };
  const server = createServer(account, state);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.server.address();
  return {
    host: '127.0.0.1',
    port: address !== null && typeof address === 'object' ? address.port : 0,
    ...account,
    mails: state.mails,
    strangers: state.strangers,
    failNext: (...faults) => void state.faults.push(...faults),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

interface State {
  faults: SmtpFault[];
  mails: ArrivedMail[];
  strangers: Set<string>;
}

type Done = (error?: Error | null) => void;

function createServer(account: { user: string; password: string }, state: State): SMTPServer {
  const server: SMTPServer = new SMTPServer({
    // No TLS on loopback: the product would rightly refuse a certificate that nobody signed.
    hideSTARTTLS: true,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    closeTimeout: 200,
    onAuth(auth, _session, callback) {
      if (auth.username === account.user && auth.password === account.password)
        return callback(null, { user: account.user });
      return callback(reply(535, 'Authentication credentials invalid'));
    },
    onRcptTo: (address, session, callback) => recipient({ server, state, address, session, callback }),
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        state.mails.push(arrived(Buffer.concat(chunks).toString('utf8'), session));
        if (state.faults[0] !== 'cut-after-data') return callback();
        state.faults.shift();
        return cut(server, session);
      });
    },
  });
  server.on('error', () => undefined);
  return server;
}

function recipient(input: {
  server: SMTPServer;
  state: State;
  address: SMTPServerAddress;
  session: SMTPServerSession;
  callback: Done;
}): void {
  const { server, state, address, session, callback } = input;
  const fault = state.faults[0];
  if (fault !== undefined && fault !== 'cut-after-data') {
    state.faults.shift();
    if (fault === 'hang') return;
    return fault === 'cut' ? cut(server, session) : callback(reply(fault.code, fault.text));
  }
  return callback(state.strangers.has(address.address) ? reply(550, '5.1.1 No such mailbox here') : null);
}

/** Ends the session's connection without a word. */
function cut(server: SMTPServer, session: SMTPServerSession): void {
  for (const connection of connectionsOf(server)) if (connection.id === session.id) connection.close();
}

function connectionsOf(server: SMTPServer): { id: string; close(): void }[] {
  const connections: unknown = Reflect.get(server, 'connections');
  return connections instanceof Set ? ([...connections] as { id: string; close(): void }[]) : [];
}

function reply(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code });
}

function arrived(raw: string, session: SMTPServerSession): ArrivedMail {
  const from = session.envelope.mailFrom;
  return {
    from: from === false ? '' : from.address,
    to: session.envelope.rcptTo.map((address) => address.address),
    messageId: header(raw, 'message-id').replace(/^<|>$/g, ''),
    subject: decodeWords(header(raw, 'subject')),
    raw,
  };
}

/** A header's value, unfolded. */
function header(raw: string, name: string): string {
  const [head = ''] = raw.split('\r\n\r\n');
  const line = head
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .find((candidate) => candidate.toLowerCase().startsWith(`${name}:`));
  return line?.slice(name.length + 1).trim() ?? '';
}

/** Encoded words (RFC 2047) as text; neighbours belong together. */
function decodeWords(value: string): string {
  const joined = value.replace(/\?=\s+=\?/g, '?==?');
  return joined.replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_whole, how: string, text: string) => {
    if (how.toLowerCase() === 'b') return Buffer.from(text, 'base64').toString('utf8');
    const bytes = text
      .replaceAll('_', ' ')
      .replace(/=([0-9A-F]{2})/gi, (_hex, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
    return Buffer.from(bytes, 'latin1').toString('utf8');
  });
}
