import type { InboundHost, InboundResult } from '../../contract.ts';
import { ANSWERS } from '../answers.ts';
import type { Workspace } from '../kit.ts';
import { commandNames, type SlackSettings } from '../settings.ts';
import { waitingModal } from '../views/modal.ts';
import { deliver, type Way } from './answers.ts';
import { personAt, withAddresses } from './people.ts';
import type { SlashCommand } from './shapes.ts';

/** `/dispatch-create-task x` is `create-task x`; `/dispatch x` is `x`; names of one's own stand for their command. */
export function typedText({ commandPrefix: prefix, commandNames: names }: Pick<SlackSettings, 'commandPrefix' | 'commandNames'>, { command, text }: Pick<SlashCommand, 'command' | 'text'>): string {
  const named = commandNames(names)?.get(command);
  const own = named !== undefined ? named : command.startsWith(`${prefix}-`) ? command.slice(prefix.length + 1) : command === prefix ? '' : command.slice(1);
  return `${own} ${text}`.trim();
}

/** Opens a modal with a trigger before anything is looked up; null when the trigger was too old already. */
export async function openWaiting({ kit }: Workspace, triggerId: string): Promise<string | null> {
  const codes = ['expired_trigger_id', 'invalid_trigger_id', 'exchanged_trigger_id', 'trigger_expired', 'trigger_exchanged'];
  const opened = await kit.client.callUnless({ method: 'views.open', args: { trigger_id: triggerId, view: waitingModal() }, read: ANSWERS.view, codes });
  return opened?.view.id ?? null;
}

/** Acknowledges a command at once; its answer comes as a form, or as a message that only the person sees. */
export async function onCommand(workspace: Workspace, host: InboundHost, command: SlashCommand): Promise<InboundResult> {
  const text = typedText(workspace.kit.settings, command);
  host.later(async () => {
    const way = await wayFor(workspace, { host, text, command });
    const [person, said] = await Promise.all([personAt(workspace.directory, command.user_id), withAddresses(workspace.directory, text)]);
    const answer = await host.interact({ kind: 'command', text: said, person, conversationId: command.channel_id, actId: command.trigger_id });
    // A trigger that ended before the form could be opened: the person is told, instead of waiting for nothing.
    if (answer.kind === 'form' && !('viewId' in way)) return deliver(workspace, way, { kind: 'cards', cards: [{ markdown: 'Slack took too long to open the form. Please type the command again.' }] });
    await deliver(workspace, way, answer);
  });
  return { status: 200, body: null };
}

async function wayFor(workspace: Workspace, { host, text, command }: { host: InboundHost; text: string; command: SlashCommand }): Promise<Way> {
  const viewId = host.opensForm(text) ? await openWaiting(workspace, command.trigger_id) : null;
  return viewId === null ? { responseUrl: command.response_url } : { viewId };
}
