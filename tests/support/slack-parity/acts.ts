import type { AppAnswer } from '../../../plugins/slack/fake/inbound.ts';
import { field } from '../../../plugins/slack/fake/blocks.ts';
import { textAt, wordsAt } from '../../../plugins/slack/fake/page/blocks.ts';
import { valuesOf } from '../../../plugins/slack/fake/page/modal.ts';
import type { SlackChannel, SlackMessage, SlackView } from '../../../plugins/slack/fake/workspace.ts';
import { commandOf, commandOfEvent, eventually, userOf, type SlackWorld } from './world.ts';

/** Somebody who does something in a channel. */
export interface By {
  who: string;
  channel: SlackChannel;
}
/** What came of an act that was delivered twice. */
export interface Done {
  /** What only the person reads, of the first delivery. */
  said: string;
  /** Id of the command that it becomes. */
  commandId: string;
}

/** Types a command; Slack delivers it twice. */
export async function types(world: SlackWorld, { who, channel }: By, { text, command = '/dispatch' }: { text: string; command?: string }): Promise<Done> {
  const answer = await world.inbound.command({ user: userOf(world, who), channel: channel.id, command, text });
  return twice(world, answer, `${command} ${text}`);
}

/** Presses a button of a message; Slack delivers it twice. */
export async function presses(world: SlackWorld, { who, channel }: By, { label, message }: { label: string; message: Pick<SlackMessage, 'blocks'> & Partial<SlackMessage> }): Promise<Done> {
  const shown = 'ts' in message ? { message: message as SlackMessage } : {};
  const answer = await world.inbound.action({ user: userOf(world, who), channel, actions: [buttonIn(message.blocks, label)], ...shown });
  return twice(world, answer, label);
}

async function twice(world: SlackWorld, answer: AppAnswer & { responses: unknown[]; triggerId: string }, what: string): Promise<Done> {
  acknowledged(answer);
  await eventually(`the answer to ${what}`, () => answer.responses.length > 0);
  acknowledged(await world.inbound.again());
  await eventually(`the answer to ${what} again`, () => answer.responses.length > 1);
  return { said: JSON.stringify(answer.responses[0]), commandId: commandOf(answer.triggerId) };
}

/** Sends an event of the Events API twice. */
export async function happens(world: SlackWorld, event: Record<string, unknown>): Promise<Done> {
  const eventId = `Ev${world.slack.workspace.counter++}TEST`;
  acknowledged(await world.inbound.event({ event_ts: String(Date.now() / 1000), ...event }, { eventId }));
  acknowledged(await world.inbound.again());
  return { said: '', commandId: commandOfEvent(world, eventId) };
}

/** A form that somebody has open. */
export interface Opened {
  view: SlackView;
  who: string;
}

/** Opens a form with a command. */
export function typesForForm(world: SlackWorld, { who, channel }: By, command: string, text = ''): Promise<Opened> {
  return opens(world, who, () => world.inbound.command({ user: userOf(world, who), channel: channel.id, command, text }));
}

/** Opens a form with a button of a message, of an answer, or of the home tab (no `channel`). */
export function pressesForForm(world: SlackWorld, by: { who: string; channel?: SlackChannel }, { label, blocks, view }: { label: string; blocks: unknown; view?: SlackView }): Promise<Opened> {
  const { who, channel } = by;
  return opens(world, who, () => world.inbound.action({ user: userOf(world, who), actions: [buttonIn(blocks, label)], ...(channel === undefined ? {} : { channel }), ...(view === undefined ? {} : { view }) }));
}

/** Opens a form with a shortcut, which may be one of a message. */
export function choosesForForm(world: SlackWorld, who: string, { callbackId, ...on }: { callbackId: string; channel?: SlackChannel; message?: SlackMessage }): Promise<Opened> {
  return opens(world, who, () => world.inbound.shortcut({ user: userOf(world, who), callbackId, ...on }));
}

/** The act that opens a form is delivered twice as well: it opens one. */
async function opens(world: SlackWorld, who: string, act: () => Promise<AppAnswer & { triggerId: string }>): Promise<Opened> {
  const { slack } = world;
  const user = userOf(world, who);
  const before = new Set(slack.workspace.views.keys());
  const fresh = (): SlackView[] => [...slack.workspace.views.values()].filter((one) => one.kind === 'modal' && one.user === user && !before.has(one.id));
  const answer = await act();
  acknowledged(answer);
  const view = await eventually('a form', () => fresh().find((one) => one.view['callback_id'] !== 'waiting'));
  acknowledged(await world.inbound.again());
  await eventually('the second try to open it', () => slack.calls.filter(({ method, args, error }) => method === 'views.open' && args['trigger_id'] === answer.triggerId && error === 'exchanged_trigger_id').length > 0);
  if (fresh().length !== 1) throw new Error(`${fresh().length} forms were opened`);
  return { view, who };
}

/** What a form shows, as text. */
export function shownIn({ view }: Opened): string {
  return JSON.stringify(view.view);
}

/** Closes a form without sending it. */
export function closes({ slack }: SlackWorld, { view }: Opened): void {
  slack.workspace.views.delete(view.id);
}

/** Fills a form in and sends it, twice; answers the errors at its fields, null when it was taken. What is not given stays as the form shows it. */
export async function submits(world: SlackWorld, { view, who }: Opened, given: Record<string, string | string[]>): Promise<Done & { errors: unknown }> {
  const values = valuesOf(view, filledIn(view, given));
  const unknown = Object.keys(given).filter((name) => values[name] === undefined);
  if (unknown.length > 0) throw new Error(`the form has no ${unknown.join(', ')}`);
  const commandId = commandOf(`${view.id}/${view.hash}`);
  const answer = await world.inbound.submit({ user: userOf(world, who), view, values });
  acknowledged(answer);
  acknowledged(await world.inbound.again());
  return { said: '', commandId, errors: field(answer.body, 'errors') ?? null };
}

function filledIn({ view }: SlackView, given: Record<string, string | string[]>): URLSearchParams {
  const form = new URLSearchParams();
  for (const block of list(view['blocks'])) {
    const name = textAt(block, 'block_id');
    const element = field(block, 'element');
    const filled = given[name] ?? initial(element);
    const offered = list(field(element, 'options')).map((one) => textAt(one, 'value'));
    if (textAt(element, 'type') === 'static_select' && typeof filled === 'string' && !offered.includes(filled)) throw new Error(`${name} offers ${offered.join(', ')}, not ${filled}`);
    for (const value of typeof filled === 'string' ? [filled] : filled) form.append(`f:${name}`, value);
  }
  return form;
}

function initial(element: unknown): string | string[] {
  const at = field(element, 'initial_date_time');
  if (typeof at === 'number') return new Date(at * 1000).toISOString().slice(0, 16);
  const options = list(field(element, 'initial_options')).map((one) => textAt(one, 'value'));
  if (options.length > 0) return textAt(element, 'type') === 'checkboxes' ? options : options.join(', ');
  const users = list(field(element, 'initial_users')).filter((one) => typeof one === 'string');
  return users.length > 0 ? users : textAt(element, 'initial_value') || textAt(element, 'initial_user') || textAt(field(element, 'initial_option'), 'value');
}

/** The button with this label among blocks (of a message, a response, a view), as Slack tells it to the app. */
function buttonIn(blocks: unknown, label: string): { type: string; action_id: string; value: string } {
  const buttons = list(blocks).flatMap((block) => list(field(block, 'elements'))).filter((one) => textAt(one, 'type') === 'button');
  const found = buttons.find((one) => wordsAt(one, 'text') === label);
  if (found === undefined) throw new Error(`there is no button “${label}” among ${buttons.map((one) => wordsAt(one, 'text')).join(', ')}`);
  return { type: 'button', action_id: textAt(found, 'action_id'), value: textAt(found, 'value') };
}

/** The blocks of an answer that only the person reads. */
export function blocksOf({ said }: Done): unknown[] {
  return list(field(JSON.parse(said), 'blocks'));
}

function acknowledged({ status, tookMs }: AppAnswer): void {
  if (status !== 200 || tookMs > 3000) throw new Error(`Slack got ${status} after ${Math.round(tookMs)} ms`);
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
