import type { StepUpOffer } from '../../../api/contract/second-factor.ts';

/** One field that the API refused: where it is (JSON pointer into the body, `/title`) and why. */
export type FieldProblem = { pointer: string; detail: string };

type ProblemInit = { status: number; title: string; type?: string | undefined; detail?: string | undefined; errors?: readonly FieldProblem[]; requestId?: string | undefined; retryAfter?: number | undefined; stepUp?: StepUpOffer | undefined };

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function fieldsOf(value: unknown): FieldProblem[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null) return [];
    const { pointer, detail } = entry as { pointer?: unknown; detail?: unknown };
    return [{ pointer: text(pointer) ?? '', detail: text(detail) ?? 'is not valid' }];
  });
}

const UNREADABLE: Record<number, string> = {
  401: 'You are not signed in',
  403: 'You may not do this',
  404: 'It is not there',
  413: 'That is too large',
  429: 'Too many requests at once',
  502: 'Dispatch cannot be reached',
  503: 'Dispatch is not ready',
  504: 'Dispatch did not answer in time',
};

/** Why a call failed: an RFC 9457 problem of the API, or status 0 when the API was not reached at all. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly title: string;
  /** The problem's type, its name in the API's table of errors. */
  readonly type: string | undefined;
  readonly detail: string | undefined;
  readonly errors: readonly FieldProblem[];
  readonly requestId: string | undefined;
  /** Seconds to wait before trying again, when the API said so. */
  readonly retryAfter: number | undefined;
  /** How a second factor can be proven, when that is what lacks. */
  readonly stepUp: StepUpOffer | undefined;

  constructor(init: ProblemInit) {
    super(init.detail ? `${init.title}: ${init.detail}` : init.title);
    this.name = 'ApiProblem';
    this.status = init.status;
    this.title = init.title;
    this.type = init.type;
    this.detail = init.detail;
    this.errors = init.errors ?? [];
    this.requestId = init.requestId;
    this.retryAfter = init.retryAfter;
    this.stepUp = init.stepUp;
  }

  /** True when the network, not the API, is the reason, so that trying again may help. */
  get offline(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }

  /** The same problem with only these field errors, when the others are shown at their fields. */
  withErrors(errors: readonly FieldProblem[]): ApiProblem {
    const { status, title, type, detail, requestId, retryAfter } = this;
    return new ApiProblem({ status, title, type, detail, errors, requestId, retryAfter });
  }

  /** Makes a problem of whatever was thrown. */
  static from(error: unknown): ApiProblem {
    if (error instanceof ApiProblem) return error;
    if (error instanceof TypeError && /fetch|network|load failed/i.test(error.message)) return ApiProblem.unreachable();
    return new ApiProblem({ status: -1, title: 'Something went wrong on this page', detail: error instanceof Error ? error.message : String(error) });
  }

  /** The problem of a call that never reached the API. */
  static unreachable(): ApiProblem {
    return new ApiProblem({ status: 0, title: 'Dispatch cannot be reached', detail: 'Check your connection. Nothing you typed is lost; try again when you are back.' });
  }

  /** Reads the problem out of an answer that is not a success, whether or not its body is a problem document. */
  static async of(response: Response): Promise<ApiProblem> {
    const body: unknown = await response.json().catch(() => undefined);
    const fields = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
    const wait = Number(response.headers.get('retry-after'));
    return new ApiProblem({
      status: response.status,
      title: text(fields.title) ?? UNREADABLE[response.status] ?? `Dispatch answered ${response.status}`,
      type: text(fields.type),
      detail: text(fields.detail),
      errors: fieldsOf(fields.errors),
      requestId: text(fields.requestId) ?? text(fields.instance) ?? response.headers.get('x-request-id') ?? undefined,
      retryAfter: Number.isFinite(wait) && wait > 0 ? wait : undefined,
      stepUp: typeof fields.stepUp === 'object' && fields.stepUp !== null ? (fields.stepUp as StepUpOffer) : undefined,
    });
  }
}

/** Turns a JSON pointer into a form field's path: `/roles/0/email` → `roles.0.email`. */
export function pointerToPath(pointer: string): string {
  return pointer
    .replace(/^#?\//, '')
    .split('/')
    .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');
}

/** Splits a problem into messages for the fields that a form has and the rest, which belongs at its top. */
export function splitProblem(problem: ApiProblem, fields: readonly string[]): { byField: Record<string, string>; rest: FieldProblem[] } {
  const byField: Record<string, string> = {};
  const rest: FieldProblem[] = [];
  for (const error of problem.errors) {
    const path = pointerToPath(error.pointer);
    const owner = fields.find((field) => path === field || path.startsWith(`${field}.`));
    if (owner === undefined || byField[owner] !== undefined) rest.push(error);
    else byField[owner] = error.detail;
  }
  return { byField, rest };
}
