import type { Card } from '../../contract.ts';
import { buttonElement, MESSAGE_TEXT, plainText, textLength, toBlocks } from '../markdown.ts';

const MOST_FACTS = 10;
const MOST_BUTTONS = 10;
/** More facts than these stand below each other in two columns instead of in a line. */
const FACTS_IN_A_LINE = 4;

/** Cards as blocks of a message: at most `most` blocks, and no more text than a message takes; the rest is left out with a word about it. */
export function messageBlocks(cards: readonly Card[], most: number): object[] {
  return cardBlocks(cards, most, MESSAGE_TEXT);
}

/** Cards as Block Kit; at most `most` blocks with `mostText` characters, the rest is left out with a word about it. */
export function cardBlocks(cards: readonly Card[], most: number, mostText = Number.POSITIVE_INFINITY): object[] {
  const blocks: object[] = [];
  for (const [n, card] of cards.entries()) {
    const mine = oneCard(card, n);
    if (blocks.length + mine.length > most - 1 || textLength([...blocks, ...mine]) > mostText) {
      blocks.push({ type: 'context', elements: [{ type: 'mrkdwn', text: `… and ${cards.length - n} more on the web.` }] });
      break;
    }
    blocks.push(...mine);
  }
  return blocks;
}

function oneCard({ markdown, facts = [], buttons = [] }: Card, n: number): object[] {
  const heading = /^## (.{1,140})$/.exec(markdown)?.[1];
  const text = heading === undefined ? toBlocks({ markdown, buttons: [] }) : [{ type: 'header', text: { type: 'plain_text', text: heading } }];
  const fields = facts.slice(0, MOST_FACTS).map(({ label, value }) => `*${plainText(label)}* ${plainText(value)}`);
  const elements = buttons.slice(0, MOST_BUTTONS).map((button, k) => buttonElement(button, `${n}-${k}`));
  return [...text, ...factBlocks(fields), ...(elements.length === 0 ? [] : [{ type: 'actions', elements }])];
}

function factBlocks(fields: readonly string[]): object[] {
  if (fields.length === 0) return [];
  if (fields.length <= FACTS_IN_A_LINE) return [{ type: 'context', elements: [{ type: 'mrkdwn', text: fields.join('   ').slice(0, 2000) }] }];
  return [{ type: 'section', fields: fields.map((text) => ({ type: 'mrkdwn', text: text.slice(0, 2000) })) }];
}

/** The action of a button's id. */
export function actionOf(actionId: string): string {
  return actionId.split(':')[0] ?? '';
}
