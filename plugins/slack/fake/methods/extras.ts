import { z } from 'zod';
import { checkBlocks } from '../blocks.ts';
import { SlackRefusal } from '../errors.ts';
import { ChannelId, channelOf, json, type Method, method, openChannelOf, TIER } from '../method.ts';
import { view as shownView } from '../shapes.ts';
import { nextId, type SlackCanvas, type SlackView, type SlackWorkspace } from '../workspace.ts';

const ViewArg = json(z.looseObject({ type: z.enum(['modal', 'home']), blocks: z.array(z.unknown()), callback_id: z.string().max(255).optional(), private_metadata: z.string().max(3000).optional(), external_id: z.string().max(255).optional(), title: z.looseObject({ type: z.literal('plain_text'), text: z.string().min(1).max(24) }).optional(), submit: z.looseObject({ type: z.literal('plain_text'), text: z.string().min(1).max(24) }).optional(), close: z.looseObject({ type: z.literal('plain_text'), text: z.string().min(1).max(24) }).optional() }));
type ViewArg = z.output<typeof ViewArg>;

function checkView(view: ViewArg): Record<string, unknown> {
  checkBlocks(view.blocks, view.type);
  if (view.type === 'modal' && view.title === undefined) throw new SlackRefusal('invalid_arguments', { response_metadata: { messages: ['[ERROR] missing required field: title [json-pointer:/view]'] } });
  const hasInput = view.blocks.some((block) => JSON.stringify(block).includes('"type":"input"'));
  if (view.type === 'modal' && hasInput && view.submit === undefined) throw new SlackRefusal('invalid_arguments', { response_metadata: { messages: ['[ERROR] submit is required when an input block is there [json-pointer:/view]'] } });
  return view;
}

function takeTrigger(workspace: SlackWorkspace, id: string): string {
  const trigger = workspace.triggers.get(id);
  if (!trigger) throw new SlackRefusal('invalid_trigger_id');
  // Each opens one view; a second use is told apart from one that never was (docs.slack.dev/surfaces/modals).
  if (trigger.isUsed) throw new SlackRefusal('exchanged_trigger_id');
  trigger.isUsed = true;
  if (workspace.now() > trigger.endsAt) throw new SlackRefusal('expired_trigger_id');
  return trigger.user;
}

function addView(workspace: SlackWorkspace, input: Pick<SlackView, 'user' | 'view' | 'kind' | 'previous'>): SlackView {
  const one: SlackView = { id: nextId(workspace, 'V'), hash: nextId(workspace, 'H'), ...input };
  workspace.views.set(one.id, one);
  return one;
}

const viewMethods: Record<string, Method> = {
  'views.open': method(z.object({ trigger_id: z.string(), view: ViewArg }), { perMinute: TIER.four }, ({ workspace, args }) => {
    const user = takeTrigger(workspace, args.trigger_id);
    if (args.view['external_id'] !== undefined && [...workspace.views.values()].some((v) => v.view['external_id'] === args.view['external_id'])) throw new SlackRefusal('duplicate_external_id');
    return { view: shownView(workspace, addView(workspace, { user, view: checkView(args.view), kind: 'modal', previous: null })) };
  }),
  'views.push': method(z.object({ trigger_id: z.string(), view: ViewArg }), { perMinute: TIER.four }, ({ workspace, args }) => {
    const user = takeTrigger(workspace, args.trigger_id);
    const top = [...workspace.views.values()].findLast((v) => v.user === user && v.kind === 'modal');
    if (!top) throw new SlackRefusal('not_found');
    return { view: shownView(workspace, addView(workspace, { user, view: checkView(args.view), kind: 'modal', previous: top.id })) };
  }),
  'views.update': method(z.object({ view_id: z.string().optional(), external_id: z.string().max(255).optional(), hash: z.string().optional(), view: ViewArg }), { perMinute: TIER.four }, ({ workspace, args }) => {
    if (args.view_id === undefined && args.external_id === undefined) throw new SlackRefusal('invalid_arguments', { response_metadata: { messages: ['[ERROR] missing required field: view_id or external_id [json-pointer:]'] } });
    const one = args.view_id === undefined ? [...workspace.views.values()].find((v) => v.view['external_id'] === args.external_id) : workspace.views.get(args.view_id);
    if (!one) throw new SlackRefusal('not_found');
    if (args.hash !== undefined && args.hash !== one.hash) throw new SlackRefusal('hash_conflict');
    one.view = checkView(args.view);
    one.hash = nextId(workspace, 'H');
    return { view: shownView(workspace, one) };
  }),
  'views.publish': method(z.object({ user_id: z.string(), hash: z.string().optional(), view: ViewArg }), { perMinute: TIER.four }, ({ workspace, args }) => {
    if (!workspace.users.has(args.user_id)) throw new SlackRefusal('user_not_found');
    for (const [id, v] of workspace.views) if (v.kind === 'home' && v.user === args.user_id) workspace.views.delete(id);
    return { view: shownView(workspace, addView(workspace, { user: args.user_id, view: checkView(args.view), kind: 'home', previous: null })) };
  }),
};

const Link = z.string().regex(/^https?:\/\//);
const bookmarkMethods: Record<string, Method> = {
  'bookmarks.add': method(z.object({ channel_id: ChannelId, title: z.string().min(1).max(255), type: z.literal('link'), link: Link, emoji: z.string().optional() }), { scopes: ['bookmarks:write'], perMinute: TIER.two }, (call) => {
    const channel = openChannelOf(call, call.args.channel_id);
    if (channel.bookmarks.length >= 100) throw new SlackRefusal('too_many_bookmarks');
    const { title, link, emoji } = call.args;
    const bookmark = { id: nextId(call.workspace, 'Bk'), title, link, emoji: emoji ?? null };
    channel.bookmarks.push(bookmark);
    return { bookmark: { ...bookmark, channel_id: channel.id, type: 'link', last_updated_by_user_id: call.workspace.installation.botUserId } };
  }),
  'bookmarks.edit': method(z.object({ channel_id: ChannelId, bookmark_id: z.string(), title: z.string().min(1).max(255).optional(), link: Link.optional() }), { scopes: ['bookmarks:write'], perMinute: TIER.two }, (call) => {
    const found = openChannelOf(call, call.args.channel_id).bookmarks.find((b) => b.id === call.args.bookmark_id);
    if (!found) throw new SlackRefusal('not_found');
    found.title = call.args.title ?? found.title;
    found.link = call.args.link ?? found.link;
    return { bookmark: { ...found, channel_id: call.args.channel_id, type: 'link' } };
  }),
  'bookmarks.remove': method(z.object({ channel_id: ChannelId, bookmark_id: z.string() }), { scopes: ['bookmarks:write'], perMinute: TIER.two }, (call) => {
    const channel = openChannelOf(call, call.args.channel_id);
    if (!channel.bookmarks.some((b) => b.id === call.args.bookmark_id)) throw new SlackRefusal('not_found');
    channel.bookmarks = channel.bookmarks.filter((b) => b.id !== call.args.bookmark_id);
    return {};
  }),
  'bookmarks.list': method(z.object({ channel_id: ChannelId }), { scopes: ['bookmarks:read'] }, (call) => {
    const channel = channelOf(call, call.args.channel_id);
    return { bookmarks: channel.bookmarks.map((b) => ({ ...b, channel_id: channel.id, type: 'link', last_updated_by_user_id: b.byPerson === true ? 'U0SOMEBODY' : call.workspace.installation.botUserId })) };
  }),
};

const Document = json(z.object({ type: z.literal('markdown'), markdown: z.string().max(100_000) }));

function canvasOf(workspace: SlackWorkspace, id: string): SlackCanvas {
  const found = workspace.canvases.get(id);
  if (!found) throw new SlackRefusal('canvas_not_found');
  return found;
}

const canvasMethods: Record<string, Method> = {
  'conversations.canvases.create': method(z.object({ channel_id: ChannelId, title: z.string().optional(), document_content: Document.optional() }), { scopes: ['canvases:write'], perMinute: TIER.two }, (call) => {
    const { workspace, args } = call;
    const channel = openChannelOf(call, args.channel_id);
    if ([...workspace.canvases.values()].some((c) => c.channel === channel.id)) throw new SlackRefusal('channel_canvas_already_exists');
    const one: SlackCanvas = { id: nextId(workspace, 'F'), title: args.title ?? '', markdown: args.document_content?.markdown ?? '', channel: channel.id, readers: new Set(), writers: new Set() };
    workspace.canvases.set(one.id, one);
    return { canvas_id: one.id };
  }),
  'canvases.edit': method(z.object({ canvas_id: z.string(), changes: json(z.array(z.object({ operation: z.literal('replace'), document_content: Document })).length(1)) }), { scopes: ['canvases:write'] }, ({ workspace, args }) => {
    const [change] = args.changes;
    canvasOf(workspace, args.canvas_id).markdown = change?.document_content.markdown ?? '';
    return {};
  }),
  'canvases.sections.lookup': method(z.object({ canvas_id: z.string(), criteria: json(z.object({ section_types: z.array(z.string()).optional(), contains_text: z.string().optional() })) }), { scopes: ['canvases:read'] }, ({ workspace, args }) => {
    const sections = canvasOf(workspace, args.canvas_id).markdown.split('\n\n').flatMap((text, n) => (text.includes(args.criteria.contains_text ?? '') ? [{ id: `temp:C:${n}` }] : []));
    return { sections };
  }),
  'canvases.access.set': method(z.object({ canvas_id: z.string(), access_level: z.enum(['read', 'write']), channel_ids: json(z.array(z.string())).optional(), user_ids: json(z.array(z.string())).optional() }), { scopes: ['canvases:write'] }, ({ workspace, args }) => {
    const one = canvasOf(workspace, args.canvas_id);
    for (const id of [...(args.channel_ids ?? []), ...(args.user_ids ?? [])]) (args.access_level === 'read' ? one.readers : one.writers).add(id);
    return {};
  }),
};

/** Methods about modals, bookmarks and canvases. */
export const extraMethods: Record<string, Method> = { ...viewMethods, ...bookmarkMethods, ...canvasMethods };
