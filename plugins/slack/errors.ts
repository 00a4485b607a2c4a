import type { Lack, PluginContext, VendorErrorKind } from '../contract.ts';

const KINDS: Record<string, VendorErrorKind> = {
  not_authed: 'auth', invalid_auth: 'auth', account_inactive: 'auth', token_revoked: 'auth', token_expired: 'auth', no_permission: 'auth', missing_scope: 'auth', not_allowed_token_type: 'auth', ekm_access_denied: 'auth',
  team_access_not_granted: 'auth', org_login_required: 'auth', access_denied: 'auth',
  channel_not_found: 'not-found', message_not_found: 'not-found', thread_not_found: 'not-found', user_not_found: 'not-found', users_not_found: 'not-found', canvas_not_found: 'not-found', not_found: 'not-found', team_not_found: 'not-found',
  name_taken: 'conflict', is_archived: 'conflict', not_in_channel: 'conflict', channel_canvas_already_exists: 'conflict', hash_conflict: 'conflict',
  ratelimited: 'rate-limited', rate_limited: 'rate-limited',
  internal_error: 'unavailable', fatal_error: 'unavailable', service_unavailable: 'unavailable', request_timeout: 'unavailable', team_added_to_org: 'unavailable', external_channel_migrating: 'unavailable',
};

/** What a person can do about an error; what is not here is explained by Slack's own word. */
const WORDS: Record<string, string> = {
  invalid_auth: 'Slack refused the token: paste a new one under Integrations',
  not_authed: 'Slack got no token: paste the bot token under Integrations',
  token_revoked: 'The app was removed from the workspace or its token was revoked: install it again and paste the new token under Integrations',
  account_inactive: 'The app’s user is deactivated in Slack: install the app again and paste the new token under Integrations',
  is_archived: 'The channel is archived in Slack: reopen the incident, or unarchive it there and type /invite @Dispatch in it',
  not_in_channel: 'The app was removed from the channel: invite it again (/invite @Dispatch)',
  channel_not_found: 'Slack does not know this channel: it was deleted, or it is private and the app is not in it (then type /invite @Dispatch in it)',
  restricted_action: 'A preference of the workspace forbids this: an administrator of Slack has to allow apps to manage channels',
  name_taken: 'Another channel has this name',
  not_authorized: 'Only whoever made the channel, or an administrator of Slack, may do this',
  msg_blocks_too_long: 'The message is longer than Slack takes',
  too_long: 'The text is longer than Slack takes',
  unknown_method: 'This Slack does not offer {method}',
};

/** Refusals that say that the workspace, or what stands in for it, has no such thing or lets no app do it: what is beside the main thing goes without. */
const NOT_HERE = new Set(['unknown_method', 'method_deprecated', 'deprecated_endpoint', 'method_not_supported_for_channel_type', 'missing_scope', 'no_permission', 'restricted_action', 'access_denied', 'not_allowed_token_type', 'feature_not_enabled', 'team_not_paid', 'paid_teams_only', 'not_supported']);
const codes = new WeakMap<Error, string>();

/** What a failed call left undone when the workspace does not offer it; null for every other error. */
export function lackOf(error: unknown): Lack | null {
  return error instanceof Error && NOT_HERE.has(codes.get(error) ?? '') ? { lacking: error.message } : null;
}

/** Does what is beside the main thing: what the workspace does not offer is answered as lacking, every other error is thrown. */
export async function beside(work: () => Promise<Lack | void>): Promise<Lack | void> {
  try {
    return await work();
  } catch (error) {
    const lack = lackOf(error);
    if (lack === null) throw error;
    return lack;
  }
}

/** The code of a refusal of Slack (`{ok: false, error}`), null for every other error; the SDK also puts bodies that are no JSON there. */
export function slackCode(error: unknown): string | null {
  const data = fieldOf(error, 'data');
  const code = fieldOf(data, 'error');
  return typeof code === 'string' && /^[a-z][a-z0-9_]{1,60}$/.test(code) ? code : null;
}

/** What a refusal says about each person of a call about several. */
export function slackErrors(error: unknown): { user: string; error: string }[] {
  const errors = fieldOf(fieldOf(error, 'data'), 'errors');
  return Array.isArray(errors) ? errors.map((one) => ({ user: String(fieldOf(one, 'user')), error: String(fieldOf(one, 'error')) })) : [];
}

/** Whatever a call of the SDK throws as a VendorError that names the method and the remedy; never quotes a token. */
export function toVendorError(context: Pick<PluginContext, 'vendorError'>, method: string, error: unknown): Error {
  if (fieldOf(error, 'name') === 'VendorError' && error instanceof Error) return error;
  const code = slackCode(error);
  if (code !== null) return refusal(context, { method, code, data: fieldOf(error, 'data') });
  const retryAfter = fieldOf(error, 'retryAfter');
  if (typeof retryAfter === 'number') return context.vendorError('rate-limited', `Waiting for Slack: it asked us to slow down (${method}), goes on in ${retryAfter} s`, retryAfter * 1000);
  const status = fieldOf(error, 'statusCode');
  // A gateway or a double that has no such address.
  if (status === 404 || status === 501) return refusal(context, { method, code: 'unknown_method', data: null });
  if (typeof status === 'number') return context.vendorError(status === 401 || status === 403 ? 'auth' : status >= 400 && status < 500 ? 'invalid' : 'unavailable', `Slack answered ${status} to ${method}`);
  const cause = fieldOf(error, 'original') ?? error;
  const reason = fieldOf(fieldOf(cause, 'cause'), 'message') ?? fieldOf(cause, 'message');
  return context.vendorError('unavailable', `Slack cannot be reached (${method}): ${typeof reason === 'string' ? reason.slice(0, 200) : 'no answer'}`);
}

function refusal(context: Pick<PluginContext, 'vendorError'>, { method, code, data }: { method: string; code: string; data: unknown }): Error {
  if (code === 'missing_scope') {
    const needed = fieldOf(data, 'needed');
    return coded(code, context.vendorError('auth', `The Slack app lacks the scope ${typeof needed === 'string' ? needed : ''} for ${method}: add it under OAuth & Permissions and install the app again`));
  }
  const messages = fieldOf(fieldOf(data, 'response_metadata'), 'messages');
  const details = Array.isArray(messages) ? `: ${messages.slice(0, 3).join('; ')}` : '';
  const words = WORDS[code]?.replace('{method}', method) ?? `Slack did not accept ${method}`;
  return coded(code, context.vendorError(KINDS[code] ?? 'invalid', `${words} (${code}${details})`));
}

function coded(code: string, error: Error): Error {
  codes.set(error, code);
  return error;
}

function fieldOf(value: unknown, name: string): unknown {
  return value !== null && typeof value === 'object' ? Reflect.get(value, name) : undefined;
}
