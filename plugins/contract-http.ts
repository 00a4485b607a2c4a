import type { ZodType } from 'zod';

/** An answer of a vendor that was read whole; header names are lower case. */
export interface VendorAnswer {
  status: number;
  headers: Record<string, string>;
  text: string;
}

/** How one instance talks to its vendor. */
export interface HttpOptions {
  /** Name of the vendor as error messages say it, e.g. `Jira`. */
  vendor: string;
  /** Every path is below it; `https://host/prefix` with or without the last slash. */
  baseUrl: string;
  fetch: typeof globalThis.fetch;
  /** Headers of every request, asked for each time (a token may change). */
  headers?: () => Record<string, string> | Promise<Record<string, string>>;
  /** For the whole exchange, body included; 10 s when absent. */
  timeoutMs?: number;
  /** Largest answer that is read; 5 MiB when absent. */
  maxBytes?: number;
  now?: () => Date;
  /** For vendors that report errors in their own way (a 200 with `ok: false`); null = decide by the status. */
  classify?: (answer: VendorAnswer) => Error | null;
}

/** One request; at most one of `json`, `form` and `text` is its body. */
export interface HttpRequest {
  method?: string;
  /** Below the base URL, starting with `/`; its variable parts must be encoded by the caller. */
  path: string;
  query?: Record<string, string | number | boolean | undefined>;
  headers?: Record<string, string>;
  json?: unknown;
  form?: Record<string, string>;
  text?: string;
  timeoutMs?: number;
}

/** Calls of one vendor. Everything that goes wrong is a `VendorError`. */
export interface Http {
  /** The answer, whatever its body. */
  send(request: HttpRequest): Promise<VendorAnswer>;
  /** The answer's JSON, checked against `schema`; what does not fit is `unavailable`, because it is the vendor that changed. */
  json<T>(request: HttpRequest, schema: ZodType<T>): Promise<T>;
}
