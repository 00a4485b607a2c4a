import type { z } from 'zod';
import type { InboundHost, InboundResult } from '../../contract.ts';
import { ANSWERS } from '../answers.ts';
import type { Workspace } from '../kit.ts';
import { commandNames, type SlackSettings } from '../settings.ts';
import { waitingModal } from '../views/modal.ts';
import { deliver, type ModalWay, type Way } from './answers.ts';
import { personAt, withAddresses } from './people.ts';
import type { SlashCommand } from './shapes.ts';

/** `/dispatch-create-task x` is `create-task x`; `/dispatch x` is `x`; names of one's own stand for their command. */
export function typedText({ commandPrefix: prefix, commandNames: names }: Pick<SlackSettings, 'commandPrefix' | 'commandNames'>, { command, text }: Pick<SlashCommand, 'command' | 'text'>): string {
  const named = commandNames(names)?.get(command);
  const own = named !== undefined ? named : command.startsWith(`${prefix}-`) ? command.slice(prefix.length + 1) : command === prefix ? '' : command.slice(1);
  return `${own} ${text}`.trim();
}

/** A trigger that opened its modal already: the answer was lost, or Slack delivered the same request twice. */
const OPENED = ['exchanged_trigger_id', 'trigger_exchanged', 'duplicate_external_id'];
const ENDED = ['expired_trigger_id', 'invalid_trigger_id', 'trigger_expired'];

/** Opens a modal with a trigger before anything is looked up; null when the trigger was too old already. */
export async function openWaiting({ kit }: Workspace, triggerId: string): Promise<ModalWay | null> {
  const args = { trigger_id: triggerId, view: waitingModal(triggerId) };
  const otherwise = (code: string) => (OPENED.includes(code) ? triggerId : null);
  const opened = await kit.client.callOr<z.output<typeof ANSWERS.view> | string | null>({ method: 'views.open', args, read: ANSWERS.view, codes: [...OPENED, ...ENDED], otherwise });
  if (opened === null) return null;
  return typeof opened === 'string' ? { externalId: opened } : { viewId: opened.view.id };
}

/** Acknowledges a command at once; its answer comes as a form, or as a message that only the person sees. */
export async function onCommand(workspace: Workspace, host: InboundHost, command: SlashCommand): Promise<InboundResult> {
  const text = typedText(workspace.kit.settings, command);
  host.later(async () => {
    const way = await wayFor(workspace, { host, text, command });
    const [person, said] = await Promise.all([personAt(workspace.directory, command.user_id), withAddresses(workspace.directory, text)]);
    const answer = await host.interact({ kind: 'command', text: said, person, conversationId: command.channel_id, actId: command.trigger_id });
    await deliver(workspace, way, answer);
  });
  return { status: 200, body: null };
}

async function wayFor(workspace: Workspace, { host, text, command }: { host: InboundHost; text: string; command: SlashCommand }): Promise<Way> {
  const modal = host.opensForm(text) ? await openWaiting(workspace, command.trigger_id) : null;
  return modal ?? { responseUrl: command.response_url };
}
