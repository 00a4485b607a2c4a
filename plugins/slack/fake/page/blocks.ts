import { field } from '../blocks.ts';
import type { SlackWorkspace } from '../workspace.ts';
import { all, html, type Html } from './html.ts';
import { mrkdwn } from './mrkdwn.ts';

/** What blocks are shown in: whose page it is, and the message or view that a press tells about. */
export interface Surface {
  workspace: SlackWorkspace;
  user: string;
  /** Hidden fields that name the message or view. */
  place: Record<string, string>;
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
/** A field that is text; else empty. */
export const textAt = (value: unknown, name: string): string => {
  const found = field(value, name);
  return typeof found === 'string' ? found : '';
};
/** The words of a text object. */
export const wordsAt = (value: unknown, name: string): string => textAt(field(value, name), 'text');

/** Blocks of a message or of the home tab as markup. */
export function showBlocks(surface: Surface, blocks: readonly unknown[]): Html {
  return all(blocks, (block) => showBlock(surface, block));
}

/** One block; what the page does not know is left out. */
export function showBlock(surface: Surface, block: unknown): Html {
  const { workspace } = surface;
  switch (textAt(block, 'type')) {
    case 'header':
      return html`<h3>${wordsAt(block, 'text')}</h3>`;
    case 'divider':
      return html`<hr>`;
    case 'section':
      return html`<div class="section"><div class="text">${richText(workspace, field(block, 'text'))}</div>${fields(workspace, list(field(block, 'fields')))}${accessory(surface, field(block, 'accessory'))}</div>`;
    case 'context':
      return html`<p class="context">${all(list(field(block, 'elements')), (one) => richText(workspace, one))}</p>`;
    case 'actions':
      return html`<div class="actions">${all(list(field(block, 'elements')), (one) => button(surface, one))}</div>`;
    default:
      return html``;
  }
}

function richText(workspace: SlackWorkspace, value: unknown): Html {
  return textAt(value, 'type') === 'mrkdwn' ? mrkdwn(workspace, textAt(value, 'text')) : html`${textAt(value, 'text')}`;
}

const fields = (workspace: SlackWorkspace, all_: readonly unknown[]): Html => (all_.length === 0 ? html`` : html`<div class="fields">${all(all_, (one) => html`<div>${richText(workspace, one)}</div>`)}</div>`);
const accessory = (surface: Surface, one: unknown): Html => (one === undefined ? html`` : html`<div class="actions">${button(surface, one)}</div>`);

function button({ user, place }: Surface, one: unknown): Html {
  if (textAt(one, 'type') !== 'button') return html``;
  const style = textAt(one, 'style');
  const url = textAt(one, 'url');
  const words = wordsAt(one, 'text');
  if (url !== '') return html`<a class="button ${style}" href="${url}" target="_blank" rel="noopener">${words}</a>`;
  const sure = wordsAt(field(one, 'confirm'), 'text');
  return html`<form data-send action="/act/${user}/press" data-sure="${sure}">
    ${all(Object.entries(place), ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
    <input type="hidden" name="action_id" value="${textAt(one, 'action_id')}"><input type="hidden" name="value" value="${textAt(one, 'value')}">
    <button class="button ${style}">${words}</button></form>`;
}
