/** The one table of errors: problem type → HTTP status and title. A new error is a new row. */
export const PROBLEMS = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  'not-signed-in': { status: 401, title: 'You are not signed in' },
  'second-factor-required': { status: 401, title: 'Your second factor is needed to sign in' },
  forbidden: { status: 403, title: 'You may not do this' },
  'step-up-required': { status: 403, title: 'Confirm that it is you' },
  'awaiting-approval': { status: 403, title: 'An administrator has to let you in first' },
  'not-a-member': { status: 403, title: 'You are not a member of this organization' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'method-not-allowed': { status: 405, title: 'This address does not take that method' },
  'illegal-transition': { status: 409, title: 'The incident cannot move to that stage' },
  conflict: { status: 409, title: 'Something changed in the meantime' },
  'idempotency-mismatch': { status: 422, title: 'The Idempotency-Key was used for a different request' },
  'unknown-reference': { status: 422, title: 'A name in the request is not known' },
  'not-allowed-now': { status: 409, title: 'This is not possible in the incident’s present state' },
  'too-large': { status: 413, title: 'The request is too large' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  unavailable: { status: 503, title: 'A part that is needed does not answer' },
  internal: { status: 500, title: 'Something went wrong on our side' },
} as const;
/** Names of the problem types. */
export type ProblemCode = keyof typeof PROBLEMS;

/** One invalid field: `pointer` is an RFC 6901 JSON pointer into the body (`/title`), or `query:<name>`, `path:<name>`, `header:<name>`. */
export interface FieldProblem {
  pointer: string;
  detail: string;
}

/** A refusal that the caller understands; `detail` says what happened and the remedy. */
export class DomainError extends Error {
  readonly code: ProblemCode;
  readonly fields: FieldProblem[];
  constructor(code: ProblemCode, detail: string, fields: FieldProblem[] = []) {
    super(detail);
    this.name = 'DomainError';
    this.code = code;
    this.fields = fields;
  }
}
