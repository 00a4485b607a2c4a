import type { InboundHost, InboundResult, Interaction, InteractionRequest, SearchSource } from '../../contract.ts';
import { ANSWERS } from '../answers.ts';
import type { Workspace } from '../kit.ts';
import { actionOf, cardBlocks } from '../views/cards.ts';
import { formModal, valuesOf } from '../views/modal.ts';
import { deliver, type ModalWay, type Way } from './answers.ts';
import { openWaiting } from './command.ts';
import { personAt, readable } from './people.ts';
import type { Payload, SlackView } from './shapes.ts';

/** Slack wants the answer to a submitted modal within three seconds. */
const SUBMIT_MS = 2_300;
const ACKNOWLEDGED: InboundResult = { status: 200, body: null };
/** What dynamic selects are looked up among. */
const SOURCES: readonly SearchSource[] = ['people', 'participants', 'services', 'tags', 'incidents'];
/** Buttons whose answer is a form. */
const OPENS_FORM = new Set(['form']);

/** Answers what somebody did with a button, a modal, a shortcut or a dynamic select. */
export async function onPayload(workspace: Workspace, host: InboundHost, payload: Payload): Promise<InboundResult> {
  switch (payload.type) {
    case 'view_closed':
      return ACKNOWLEDGED;
    case 'block_suggestion':
      return suggest(workspace, host, payload);
    case 'view_submission':
      return submit(workspace, host, payload);
    case 'block_actions':
      return act(workspace, host, payload);
    case 'shortcut':
    case 'message_action':
      return shortcut(workspace, host, payload);
  }
}

async function suggest({ directory }: Workspace, host: InboundHost, payload: Payload): Promise<InboundResult> {
  const [, named = ''] = (payload.action_id ?? '').split(':');
  const source = SOURCES.find((one) => one === named);
  if (source === undefined) return { status: 200, body: { options: [] } };
  const person = await personAt(directory, payload.user.id);
  const answer = await host.interact({ kind: 'options', source, query: payload.value ?? '', context: payload.view?.private_metadata ?? '', person, conversationId: null, actId: '' });
  const options = answer.kind === 'options' ? answer.options : [];
  return { status: 200, body: { options: options.slice(0, 100).map(({ value, label }) => ({ text: { type: 'plain_text', text: (label || value).slice(0, 75) }, value: value.slice(0, 150) })) } };
}

async function submit(workspace: Workspace, host: InboundHost, { user, view }: Payload): Promise<InboundResult> {
  if (!view) return ACKNOWLEDGED;
  const asking = sendForm(workspace, host, { userId: user.id, view });
  const first = await Promise.race([asking, new Promise<null>((resolve) => setTimeout(resolve, SUBMIT_MS, null).unref())]);
  // A form without fields has no place for errors.
  if (first?.kind === 'field-errors' && Object.keys(view.state?.values ?? {}).length > 0) return { status: 200, body: { response_action: 'errors', errors: placed(first.errors, view) } };
  // What is said about it goes to the person alone; the form closes either way, also when it takes longer.
  host.later(async () => deliver(workspace, { userId: user.id }, first ?? (await asking)));
  return { status: 200, body: { response_action: 'clear' } };
}

async function sendForm({ directory }: Workspace, host: InboundHost, { userId, view }: { userId: string; view: SlackView }): Promise<Interaction> {
  const [person, values] = await Promise.all([personAt(directory, userId), valuesOf(view, directory)]);
  return host.interact({ kind: 'form', form: view.callback_id, context: view.private_metadata, values, person, conversationId: null, actId: `${view.id}/${view.hash ?? ''}` });
}

/** Slack shows messages only at fields: what belongs to none stands at the first. */
function placed(errors: Record<string, string>, view: SlackView): Record<string, string> {
  const fields = Object.keys(view.state?.values ?? {});
  const [first = ''] = fields;
  const entries = Object.entries(errors).map(([name, words]) => [fields.includes(name) ? name : first, words] as const);
  return Object.fromEntries(entries.map(([name, words]) => [name, words.slice(0, 500)]));
}

async function act(workspace: Workspace, host: InboundHost, payload: Payload): Promise<InboundResult> {
  const [action] = payload.actions ?? [];
  if (action === undefined || actionOf(action.action_id) === 'open-link') return ACKNOWLEDGED;
  if (payload.view && payload.view.callback_id !== '' && payload.view.callback_id !== 'shown') return again(workspace, host, { view: payload.view, payload });
  const name = actionOf(action.action_id);
  host.later(async () => {
    const modal = OPENS_FORM.has(name) || name === 'stage' ? await openFor(workspace, name, { value: action.value ?? '', triggerId: payload.trigger_id }) : null;
    const way: Way = modal ?? (payload.response_url === undefined ? { userId: payload.user.id } : { responseUrl: payload.response_url });
    const person = await personAt(workspace.directory, payload.user.id);
    const request: InteractionRequest = { kind: 'button', action: name, value: action.value ?? '', person, conversationId: payload.channel?.id ?? null, actId: payload.trigger_id ?? `${payload.user.id}/${action.action_ts ?? ''}` };
    await deliver(workspace, way, await host.interact(request));
    if (payload.view) await publishHome(workspace, host, payload.user.id);
  });
  return ACKNOWLEDGED;
}

/** A stage button that names the stage needs no form. */
function openFor(workspace: Workspace, name: string, { value, triggerId }: { value: string; triggerId: string | undefined }): Promise<ModalWay | null> {
  const needsForm = name !== 'stage' || !value.includes(' ');
  return triggerId === undefined || !needsForm ? Promise.resolve(null) : openWaiting(workspace, triggerId);
}

/** A field that others depend on was changed: the form is shown anew with what was filled in. */
function again(workspace: Workspace, host: InboundHost, { view, payload }: { view: SlackView; payload: Payload }): InboundResult {
  host.later(async () => {
    const { kit, directory } = workspace;
    const [person, values] = await Promise.all([personAt(directory, payload.user.id), valuesOf(view, directory)]);
    const answer = await host.interact({ kind: 'form-changed', form: view.callback_id, context: view.private_metadata, values, person, conversationId: null, actId: payload.trigger_id ?? view.id });
    if (answer.kind !== 'form') return;
    await kit.client.callUnless({ method: 'views.update', args: { view_id: view.id, hash: view.hash, view: await formModal(answer.form, directory) }, read: ANSWERS.nothing, codes: ['not_found', 'hash_conflict'] });
  });
  return ACKNOWLEDGED;
}

async function shortcut(workspace: Workspace, host: InboundHost, payload: Payload): Promise<InboundResult> {
  host.later(async () => {
    const { directory, kit } = workspace;
    const way: Way = (payload.trigger_id === undefined ? null : await openWaiting(workspace, payload.trigger_id)) ?? { userId: payload.user.id };
    const { message, channel } = payload;
    const link = message === undefined || !channel ? null : await kit.client.callUnless({ method: 'chat.getPermalink', args: { channel: channel.id, message_ts: message.ts }, read: ANSWERS.permalink, codes: ['message_not_found', 'channel_not_found'] });
    const quoted = message === undefined ? null : { messageId: message.ts, author: await personAt(directory, message.user), markdown: await readable(directory, message.text), at: new Date(Number(message.ts) * 1000).toISOString(), url: link?.permalink ?? null };
    const person = await personAt(directory, payload.user.id);
    await deliver(workspace, way, await host.interact({ kind: 'shortcut', name: payload.callback_id ?? '', message: quoted, person, conversationId: channel?.id ?? null, actId: payload.trigger_id ?? '' }));
  });
  return ACKNOWLEDGED;
}

/** Shows somebody their home tab as it is now. */
export async function publishHome({ kit, directory }: Workspace, host: InboundHost, userId: string): Promise<void> {
  const answer = await host.interact({ kind: 'home', person: await personAt(directory, userId), conversationId: null, actId: '' });
  const cards = answer.kind === 'home' || answer.kind === 'cards' ? answer.cards : [];
  await kit.client.call({ method: 'views.publish', args: { user_id: userId, view: { type: 'home', blocks: cardBlocks(cards, 95) } }, read: ANSWERS.nothing });
}
