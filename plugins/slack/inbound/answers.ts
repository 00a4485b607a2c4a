import type { Card, Interaction } from '../../contract.ts';
import { ANSWERS } from '../answers.ts';
import type { Workspace } from '../kit.ts';
import { plainText } from '../markdown.ts';
import { messageBlocks } from '../views/cards.ts';
import { cardsModal, formModal } from '../views/modal.ts';

const MOST_BLOCKS = 48;

/** A modal that is open, by Slack's id or by ours. */
export type ModalWay = { viewId: string } | { externalId: string };
/** Where an answer goes: a modal that is open, or a response address (for one person), or a direct message. */
export type Way = ModalWay | { responseUrl: string } | { userId: string };

/** A trigger that ended before the form could be opened: the person is told, instead of waiting for nothing. */
const TOO_LATE = 'Slack took too long to open the form. Please press the button or type the command again.';

/** Brings an answer to the person who asked. A modal that was closed meanwhile needs none. */
export async function deliver(workspace: Workspace, way: Way, answer: Interaction): Promise<void> {
  if ('viewId' in way || 'externalId' in way) return toModal(workspace, way, answer);
  const cards = saidBy(answer);
  if (cards.length === 0) return;
  const title = answer.kind === 'cards' && answer.title !== undefined ? [{ markdown: `## ${answer.title}` }] : [];
  const content = { text: plainText(cards[0]?.markdown ?? ''), blocks: messageBlocks([...title, ...cards], MOST_BLOCKS) };
  if ('userId' in way) {
    await workspace.kit.client.call({ method: 'chat.postMessage', args: { channel: way.userId, ...content }, read: ANSWERS.posted });
    return;
  }
  await respond(workspace, way.responseUrl, { response_type: answer.kind === 'cards' && answer.forAll === true ? 'in_channel' : 'ephemeral', replace_original: false, ...content });
}

function saidBy(answer: Interaction): Card[] {
  if (answer.kind === 'cards') return answer.cards;
  if (answer.kind === 'field-errors') return Object.values(answer.errors).map((markdown) => ({ markdown }));
  return answer.kind === 'form' ? [{ markdown: TOO_LATE }] : [];
}

async function toModal({ kit, directory }: Workspace, way: ModalWay, answer: Interaction): Promise<void> {
  const view =
    answer.kind === 'form' ? await formModal(answer.form, directory)
      : answer.kind === 'cards' ? cardsModal(answer.title ?? 'Dispatch', answer.cards)
        : answer.kind === 'field-errors' ? cardsModal('Dispatch', Object.values(answer.errors).map((markdown) => ({ markdown })))
          : null;
  if (view !== null) await kit.client.callUnless({ method: 'views.update', args: { ...('viewId' in way ? { view_id: way.viewId } : { external_id: way.externalId }), view }, read: ANSWERS.nothing, codes: ['not_found'] });
}

/** Posts to a response address of Slack; only Slack's own hosts, or the one that the settings name, get it. */
async function respond({ kit }: Workspace, responseUrl: string, body: object): Promise<void> {
  const { settings, context } = kit;
  const url = URL.parse(responseUrl);
  const isSlack = url !== null && ((url.protocol === 'https:' && (url.hostname === 'hooks.slack.com' || url.hostname.endsWith('.slack.com'))) || url.origin === new URL(settings.apiUrl).origin);
  if (!isSlack) throw context.vendorError('invalid', 'The answer address of a Slack request is not Slack’s');
  const answer = await context.fetch(url.href, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), redirect: 'error', signal: AbortSignal.timeout(settings.timeoutMs) });
  if (!answer.ok) throw context.vendorError('unavailable', `Slack answered ${answer.status} to an answer for a person`);
}
