import type { z } from 'zod';
import type { InboundHost, InboundRequest, InboundResult, PluginContext } from '../../contract.ts';
import { ANSWERS } from '../answers.ts';
import { workspaceOf, type Workspace } from '../kit.ts';
import type { SlackSettings } from '../settings.ts';
import { messageBlocks } from '../views/cards.ts';
import { onCommand } from './command.ts';
import { factsOf } from './event.ts';
import { onPayload, publishHome } from './interactive.ts';
import { personAt, withAddresses } from './people.ts';
import { Envelope, Payload, SlashCommand } from './shapes.ts';
import { persistently } from './persistently.ts';
import { isSigned } from './signature.ts';

const NOT_OURS: InboundResult = { status: 401, body: { error: 'the signature is not valid for this workspace' } };
const UNREADABLE: InboundResult = { status: 400, body: { error: 'this request cannot be read' } };
const DONE: InboundResult = { status: 200, body: null };

/** Answers a request of Slack: `event`, `command`, `action` or `menu`. What is not signed by this workspace's app is 401 and does nothing. */
export async function slackRequest({ settings, context }: { settings: SlackSettings; context: PluginContext }, request: InboundRequest, product: InboundHost): Promise<InboundResult> {
  if (!isSigned(request, settings.signingSecret, context.now().getTime())) return NOT_OURS;
  const workspace = workspaceOf(settings, context);
  const host: InboundHost = { ...product, later: (work) => product.later(() => persistently(work)) };
  const body = Buffer.from(request.rawBody).toString('utf8');
  switch (request.path) {
    case 'event':
      return onEnvelope(workspace, host, parseJson(body));
    case 'command':
      return onSlashCommand(workspace, host, Object.fromEntries(new URLSearchParams(body)));
    case 'action':
    case 'menu':
      return onInteraction(workspace, host, parseJson(new URLSearchParams(body).get('payload') ?? ''));
    default:
      return { status: 404, body: { error: 'there is nothing here' } };
  }
}

/** Answers a typed command, also one that came through a socket. */
export function onSlashCommand(workspace: Workspace, host: InboundHost, value: unknown): Promise<InboundResult> {
  return onForm(SlashCommand, value, (command) => onCommand(workspace, host, command));
}

/** Answers a button, modal, shortcut or select, also one that came through a socket. */
export function onInteraction(workspace: Workspace, host: InboundHost, value: unknown): Promise<InboundResult> {
  return onForm(Payload, value, (payload) => onPayload(workspace, host, payload));
}

async function onForm<S extends z.ZodType>(shape: S, value: unknown, answer: (parsed: z.output<S>) => Promise<InboundResult>): Promise<InboundResult> {
  const parsed = shape.safeParse(value);
  return parsed.success ? answer(parsed.data) : UNREADABLE;
}

/** Carries out what an Events API envelope says, also one that came through a socket. An event that cannot be stored is answered so that Slack sends it again. */
export async function onEnvelope(workspace: Workspace, host: InboundHost, value: unknown): Promise<InboundResult> {
  const parsed = Envelope.safeParse(value);
  if (!parsed.success) return UNREADABLE;
  if (parsed.data.type === 'url_verification') return { status: 200, body: { challenge: parsed.data.challenge } };
  const { event, event_id: eventId, team_id: team = '' } = parsed.data;
  if (event.type === 'app_home_opened') {
    if (event.user !== undefined && event.tab !== 'messages') host.later(() => publishHome(workspace, host, event.user ?? ''));
    return DONE;
  }
  if (event.type === 'link_shared') {
    host.later(() => unfurl(workspace, host, event));
    return DONE;
  }
  if (event.type === 'app_mention') {
    // It is answered once; when Slack sends it again the answer is there already.
    if (await host.accept(`${team}/${eventId}`, [])) host.later(() => mention(workspace, host, event));
    return DONE;
  }
  const facts = await factsOf(workspace, event);
  if (facts.length > 0) await host.accept(`${team}/${eventId}`, facts);
  return DONE;
}

type Event = Extract<z.output<typeof Envelope>, { type: 'event_callback' }>['event'];

/** Somebody wrote `@Dispatch …`: the rest is a command. */
async function mention({ kit, directory }: Workspace, host: InboundHost, event: Event): Promise<void> {
  const { channel, user, ts = '', text = '' } = event;
  if (typeof channel !== 'string' || user === undefined) return;
  const said = await withAddresses(directory, text.replace(/<@[UW][A-Z0-9]+(?:\|[^>]*)?>/, '').trim());
  const answer = await host.interact({ kind: 'command', text: said, person: await personAt(directory, user), conversationId: channel, actId: `${channel}/${ts}` });
  const cards = answer.kind === 'cards' ? answer.cards : [{ markdown: `Forms open with \`${kit.settings.commandPrefix}\`: a mention cannot open one.` }];
  await kit.client.callUnless({ method: 'chat.postEphemeral', args: { channel, user, text: cards[0]?.markdown ?? '', blocks: messageBlocks(cards, 48) }, read: ANSWERS.postedForOne, codes: ['user_not_in_channel', 'not_in_channel', 'channel_not_found'] });
}

/** Shows what an incident's link is about, to everybody in the channel. */
async function unfurl({ kit, directory }: Workspace, host: InboundHost, event: Event): Promise<void> {
  const { channel, message_ts: ts, user, source, links = [] } = event;
  // What is still being written has no channel that says who will read it; when it is sent the same event comes again.
  if (typeof channel !== 'string' || ts === undefined || source === 'composer') return;
  const person = await personAt(directory, user);
  const shown = await Promise.all(links.slice(0, 5).map(async ({ url }) => [url, await host.interact({ kind: 'preview', url, person, conversationId: channel, actId: '' })] as const));
  const unfurls = Object.fromEntries(shown.flatMap(([url, answer]) => (answer.kind === 'cards' ? [[url, { blocks: messageBlocks(answer.cards, 10) }]] : [])));
  if (Object.keys(unfurls).length === 0) return;
  await kit.client.callUnless({ method: 'chat.unfurl', args: { channel, ts, unfurls: JSON.stringify(unfurls) }, read: ANSWERS.nothing, codes: ['cannot_unfurl_url', 'cannot_unfurl_message', 'message_not_found', 'channel_not_found'] });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
