/** A refusal in Slack's words, answered as `{ ok: false, error }` with status 200. */
export class SlackRefusal extends Error {
  readonly code: string;
  readonly extra: Record<string, unknown>;
  constructor(code: string, extra: Record<string, unknown> = {}) {
    super(code);
    this.name = 'SlackRefusal';
    this.code = code;
    this.extra = extra;
  }
}
