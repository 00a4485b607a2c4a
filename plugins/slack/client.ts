import type { WebClient } from '@slack/web-api';
import type { ZodType } from 'zod';
import type { PluginContext } from '../contract.ts';
import { retryAfterMs } from '../http.ts';
import { slackCode, toVendorError } from './errors.ts';
import type { SlackMethod } from './methods.ts';
import { createPace, type Pace } from './pace.ts';
import type { SlackSettings } from './settings.ts';

/** One call of the Web API; `read` says what is wanted of its answer. */
export interface SlackCall<T> {
  method: SlackMethod;
  args?: Record<string, unknown>;
  read: ZodType<T>;
}
type Paged = { response_metadata?: { next_cursor?: string | undefined } | undefined };

/** Calls of Slack's Web API with one instance's token. Whatever fails is a VendorError; an answer that cannot be read is `unavailable`. */
export interface SlackClient {
  call<T>(call: SlackCall<T>): Promise<T>;
  /** The same, but these refusals of Slack are answered as null. */
  callUnless<T>(call: SlackCall<T> & { codes: readonly string[] }): Promise<T | null>;
  /** The same, but these refusals are given to `otherwise`, whose answer counts. */
  callOr<T>(call: SlackCall<T> & { codes: readonly string[]; otherwise(code: string, error: unknown): T }): Promise<T>;
  /** All pages of a list. */
  all<P extends Paged, T>(call: SlackCall<P>, items: (page: P) => readonly T[] | undefined): Promise<T[]>;
}

const PAGE = 200;
/** What a person waits for must not stand in line; a step of the automation is tried again later when it would take longer. */
const PATIENCE_MS = 8_000;
const PATIENCE_OF_PEOPLE_MS = 1_200;

/** The client of an instance; the SDK is loaded at the first call, and never repeats a call by itself: trying again is Temporal's business. */
export function createClient(settings: SlackSettings, context: PluginContext, token: string = settings.botToken): SlackClient {
  let loading: Promise<WebClient> | null = null;
  const pace = settings.spaceCalls ? createPace() : null;
  const raw = async <T>({ method, args = {}, read }: SlackCall<T>): Promise<T> => {
    loading ??= load(settings, context, token);
    if (pace !== null) await stand(pace, context, { method, args });
    const answer = read.safeParse(await listening(pace, method, (await loading).apiCall(method, args)));
    if (!answer.success) throw context.vendorError('unavailable', `Slack answered something unexpected to ${method}: ${answer.error.issues[0]?.path.join('.') ?? ''}`);
    return answer.data;
  };
  const callOr: SlackClient['callOr'] = async (call) => {
    try {
      return await raw(call);
    } catch (error) {
      const code = slackCode(error);
      if (code !== null && call.codes.includes(code)) return call.otherwise(code, error);
      throw toVendorError(context, call.method, error);
    }
  };
  const callUnless: SlackClient['callUnless'] = <T>(call: SlackCall<T> & { codes: readonly string[] }) => callOr<T | null>({ ...call, otherwise: () => null });
  const call = async <T>(one: SlackCall<T>): Promise<T> => {
    try {
      return await raw(one);
    } catch (error) {
      throw toVendorError(context, one.method, error);
    }
  };
  return {
    call,
    callUnless,
    callOr,
    async all(list, items) {
      const found = [];
      for (let cursor = ''; ; ) {
        const page = await call({ ...list, args: { limit: PAGE, ...list.args, ...(cursor === '' ? {} : { cursor }) } });
        found.push(...(items(page) ?? []));
        cursor = page.response_metadata?.next_cursor ?? '';
        if (cursor === '') return found;
      }
    },
  };
}

/** Stands in line for a call; a wait that is too long is said at once, as Slack would. */
async function stand(pace: Pace, context: PluginContext, { method, args }: { method: SlackMethod; args: Record<string, unknown> }): Promise<void> {
  const channel = typeof args['channel'] === 'string' ? args['channel'] : null;
  const wait = await pace.turn({ method, channel, patienceMs: method.startsWith('views.') ? PATIENCE_OF_PEOPLE_MS : PATIENCE_MS });
  if (wait > 0) throw context.vendorError('rate-limited', `Waiting for Slack: ${method} has reached its limit of calls a minute, goes on in ${Math.ceil(wait / 1000)} s`, wait);
}

/** An answer that asks for a pause holds back every call of the method. */
async function listening<T>(pace: Pace | null, method: SlackMethod, answering: Promise<T>): Promise<T> {
  try {
    return await answering;
  } catch (error) {
    const seconds = error instanceof Error ? Reflect.get(error, 'retryAfter') : undefined;
    if (typeof seconds === 'number') pace?.hold(method, seconds * 1000);
    throw error;
  }
}

async function load(settings: SlackSettings, context: PluginContext, token: string): Promise<WebClient> {
  const { WebClient, LogLevel } = await import('@slack/web-api');
  const silent = () => undefined;
  return new WebClient(token, {
    slackApiUrl: settings.apiUrl.endsWith('/') ? settings.apiUrl : `${settings.apiUrl}/`,
    timeout: settings.timeoutMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    // what goes wrong is said by the error; the SDK's own log lines would repeat arguments
    logger: { debug: silent, info: silent, warn: silent, error: silent, setLevel: silent, setName: silent, getLevel: () => LogLevel.ERROR },
    fetch: async (url, init) => withSeconds(await context.fetch(url, init)),
  });
}

/** The SDK understands only seconds in `Retry-After`; a gateway in between may send a date. */
function withSeconds(response: Response): Response {
  if (response.status !== 429) return response;
  const wait = retryAfterMs(response.headers.get('retry-after'), new Date()) ?? 30_000;
  return new Response(response.body, { status: 429, headers: { 'retry-after': String(Math.ceil(wait / 1000)) } });
}
