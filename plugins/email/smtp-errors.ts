import { VendorError, type VendorErrorKind } from '../contract.ts';

/** What nodemailer adds to its errors. */
interface SmtpFailure {
  code: string;
  responseCode: number | null;
  response: string;
  command: string;
}

/**
 * The {@link VendorError} for what nodemailer threw: refused credentials are `auth`, 4xx replies (RFC 5321 section 4.2.1: transient, greylisting
 * among them) and network trouble `unavailable`, 5xx replies `invalid`.
 */
export function smtpError(error: unknown, host: string): VendorError {
  if (error instanceof VendorError) return error;
  if (error instanceof Error && error.name === 'OutboundRefused') return new VendorError('invalid', `Mail: ${error.message}`);
  const failure = failureOf(error);
  const said = failure.response === '' ? messageOf(error) : failure.response;
  const kind = kindOf(failure);
  return new VendorError(
    kind,
    `The mail server ${host} ${WHAT[kind](failure)}: ${said.replace(/\s+/g, ' ').slice(0, 300)}`,
  );
}

const WHAT: Record<VendorErrorKind, (failure: SmtpFailure) => string> = {
  auth: () => 'refused our user name or password; check `user` and `password` in the plugin’s settings',
  invalid: ({ command }) =>
    command.startsWith('RCPT')
      ? 'does not take mail for this recipient'
      : command.startsWith('MAIL')
        ? 'does not let us send as `from`'
        : 'refused the mail',
  unavailable: ({ responseCode }) =>
    responseCode === null ? 'cannot be reached' : 'cannot take the mail now',
  conflict: () => 'refused the mail',
  'not-found': () => 'refused the mail',
  'rate-limited': () => 'asks us to slow down',
};

function kindOf({ code, responseCode }: SmtpFailure): VendorErrorKind {
  const refused =
    responseCode === 530 || responseCode === 534 || responseCode === 535 || responseCode === 538;
  // 454 is "temporary authentication failure": the server's trouble, not ours.
  if (refused || (code === 'EAUTH' && (responseCode === null || responseCode >= 500))) return 'auth';
  if (responseCode === null) return code === 'EENVELOPE' || code === 'EMESSAGE' ? 'invalid' : 'unavailable';
  return responseCode >= 500 ? 'invalid' : 'unavailable';
}

function failureOf(error: unknown): SmtpFailure {
  const field = (name: string): unknown =>
    error !== null && typeof error === 'object' ? Reflect.get(error, name) : undefined;
  const text = (name: string) => {
    const value = field(name);
    return typeof value === 'string' ? value : '';
  };
  const responseCode = field('responseCode');
  return {
    code: text('code'),
    responseCode: typeof responseCode === 'number' ? responseCode : null,
    response: text('response'),
    command: text('command'),
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
