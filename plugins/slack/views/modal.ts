import type { Card, Field, FieldOption, Form, FormValues } from '../../contract.ts';
import type { Directory } from '../directory.ts';
import type { SlackValue, SlackView } from '../inbound/shapes.ts';
import { toMrkdwn } from '../markdown.ts';
import { cardBlocks } from './cards.ts';

const text = (words: string, most: number) => ({ type: 'plain_text', text: words.slice(0, most) });
const MOST_BLOCKS = 95;
const MOST_OPTIONS = 100;

/** A modal that says that the form is on its way: a trigger ends after three seconds, looking up may take longer. By `externalId` it is found again when the answer to its opening was lost. */
export function waitingModal(externalId: string): object {
  return { type: 'modal', callback_id: 'waiting', external_id: externalId, title: text('Dispatch', 24), close: text('Close', 24), blocks: [{ type: 'section', text: text('One moment…', 100) }] };
}

/** A modal that only shows something. */
export function cardsModal(title: string, cards: readonly Card[]): object {
  return { type: 'modal', callback_id: 'shown', title: text(title, 24), close: text('Close', 24), blocks: cardBlocks(cards, MOST_BLOCKS) };
}

/** A form as a modal; people are chosen among the workspace's users. */
export async function formModal(form: Form, directory: Directory): Promise<object> {
  const blocks = await Promise.all(form.fields.map((field) => block(field, directory)));
  return { type: 'modal', callback_id: form.id, private_metadata: form.context, title: text(form.title, 24), submit: text(form.submit, 24), close: text('Cancel', 24), blocks };
}

const note = (name: string, markdown: string) => ({ type: 'section', block_id: name, text: { type: 'mrkdwn', text: toMrkdwn(markdown).slice(0, 3000) } });

async function block(field: Field, directory: Directory): Promise<object> {
  if (field.kind === 'note') return note(field.name, field.markdown);
  if (field.kind === 'select' && field.options.length === 0) return note(field.name, `**${field.label}**: there is nothing to choose from.`);
  const absent = await absentFrom(field, directory);
  // Left empty, the field would take them away when the form is sent.
  if (absent.length > 0) return note(field.name, `**${field.label}**: ${absent.map((email) => `\`${email.replaceAll('`', '')}\``).join(', ')} has no account here. Change it on the web.`);
  const hint = field.hint === undefined ? {} : { hint: text(field.hint, 2000) };
  const isDependedOn = field.isDependedOn === true ? { dispatch_action: true } : {};
  return { type: 'input', block_id: field.name, label: text(field.label, 2000), optional: field.isRequired !== true, ...hint, ...isDependedOn, element: await element(field, directory) };
}

const option = ({ value, label }: FieldOption) => ({ text: text(label === '' ? value : label, 75), value: value.slice(0, 150) });

async function element(field: Exclude<Field, { kind: 'note' }>, directory: Directory): Promise<object> {
  switch (field.kind) {
    case 'line':
    case 'text':
      return {
        type: 'plain_text_input', action_id: field.name, multiline: field.kind === 'text', max_length: Math.min(3000, field.maxLength ?? 3000), ...(field.value === undefined ? {} : { initial_value: field.value }),
        ...(field.placeholder === undefined ? {} : { placeholder: text(field.placeholder, 150) }),
      };
    case 'select': {
      const initial = field.options.find((one) => one.value === field.value);
      // The one that is chosen has to be among the hundred that Slack takes.
      const first = field.options.slice(0, MOST_OPTIONS);
      const offered = initial === undefined || first.includes(initial) ? first : [initial, ...first.slice(1)];
      return { type: 'static_select', action_id: field.name, options: offered.map(option), ...(initial === undefined ? {} : { initial_option: option(initial) }) };
    }
    case 'search': {
      const values = field.value ?? [];
      const initial = values.length === 0 ? {} : field.isMany ? { initial_options: values.map(option) } : { initial_option: option(values[0] ?? { value: '', label: '' }) };
      // the source is in the id, so that looking up needs no memory of the form
      return { type: field.isMany ? 'multi_external_select' : 'external_select', action_id: `search:${field.source}`, min_query_length: 0, ...initial };
    }
    case 'person':
    case 'people':
      return peopleElement(field, directory);
    case 'time':
      return { type: 'datetimepicker', action_id: field.name, ...(field.value === undefined ? {} : { initial_date_time: Math.floor(Date.parse(field.value) / 1000) }) };
    case 'flag': {
      const yes = { text: text(field.label, 75), value: 'yes' };
      return { type: 'checkboxes', action_id: field.name, options: [yes], ...(field.value === true ? { initial_options: [yes] } : {}) };
    }
  }
}

/** People that a field begins with and Slack cannot show. */
async function absentFrom(field: Field, directory: Directory): Promise<string[]> {
  if ((field.kind !== 'person' && field.kind !== 'people') || field.value === undefined) return [];
  const known = await directory.manyByEmail(field.value);
  return field.value.filter((email) => !known.has(email.trim().toLowerCase()));
}

async function peopleElement(field: Extract<Field, { kind: 'person' | 'people' }>, directory: Directory): Promise<object> {
  const known = await directory.manyByEmail(field.value ?? []);
  const ids = [...known.values()].map(({ id }) => id);
  if (field.kind === 'people') return { type: 'multi_users_select', action_id: field.name, ...(ids.length === 0 ? {} : { initial_users: ids }) };
  return { type: 'users_select', action_id: field.name, ...(ids[0] === undefined ? {} : { initial_user: ids[0] }) };
}

/** The values of a modal by field: users as e-mail addresses, times as ISO; somebody without an account here is left out. */
export async function valuesOf(view: Pick<SlackView, 'state'>, directory: Directory): Promise<FormValues> {
  const entries = Object.entries(view.state?.values ?? {}).map(async ([name, actions]) => {
    const [value] = Object.values(actions);
    return [name, value === undefined ? null : await valueOf(value, directory)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

async function valueOf(value: SlackValue, directory: Directory): Promise<FormValues[string]> {
  if (value.selected_options !== undefined) return value.type === 'checkboxes' ? value.selected_options.length > 0 : value.selected_options.map((one) => one.value);
  if (value.selected_option) return value.selected_option.value;
  if (value.selected_users !== undefined) return emails(value.selected_users, directory);
  if (value.selected_user) return emails([value.selected_user], directory);
  if (typeof value.selected_date_time === 'number') return new Date(value.selected_date_time * 1000).toISOString();
  return value.value ?? null;
}

async function emails(ids: readonly string[], directory: Directory): Promise<string[]> {
  const people = await directory.manyById(ids);
  return ids.flatMap((id) => people.get(id)?.email ?? []);
}
