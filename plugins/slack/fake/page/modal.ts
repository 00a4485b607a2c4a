import { field } from '../blocks.ts';
import type { SlackView, SlackWorkspace } from '../workspace.ts';
import { showBlock, textAt, wordsAt } from './blocks.ts';
import { all, html, type Html } from './html.ts';

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const texts = (value: unknown): string[] => list(value).filter((one) => typeof one === 'string');

/** An open modal as a dialog with its form. */
export function showModal(workspace: SlackWorkspace, one: SlackView): Html {
  const { view, user } = one;
  const submit = wordsAt(view, 'submit');
  const surface = { workspace, user, place: { view: one.id } };
  const blocks = list(view['blocks']);
  return html`<div class="modal" role="dialog" aria-modal="true" aria-labelledby="modal-title">
    <form class="head" data-send action="/act/${user}/close"><input type="hidden" name="view" value="${one.id}"><h2 id="modal-title">${wordsAt(view, 'title')}</h2><button class="plain" aria-label="Close">✕</button></form>
    ${submit === '' ? html`<div class="body">${all(blocks, (block) => showBlock(surface, block))}</div>` : html`<form data-send action="/act/${user}/submit">
      <input type="hidden" name="view" value="${one.id}"><div class="body">${all(blocks, (block) => (textAt(block, 'type') === 'input' ? input(workspace, user, { block, viewId: one.id }) : showBlock(surface, block)))}</div>
      <div class="foot"><p class="error" data-error-at=""></p><button class="button primary">${submit}</button></div></form>`}
  </div>`;
}

function input(workspace: SlackWorkspace, user: string, { block, viewId }: { block: unknown; viewId: string }): Html {
  const name = textAt(block, 'block_id');
  const element = field(block, 'element');
  const optional = field(block, 'optional') === true ? html` <span class="quiet">optional</span>` : html``;
  const hint = wordsAt(block, 'hint');
  const isChecks = textAt(element, 'type') === 'checkboxes';
  const control = CONTROLS[textAt(element, 'type')]?.({ workspace, user, viewId, name, element, changes: field(block, 'dispatch_action') === true });
  return html`<div class="field">${isChecks ? html`` : html`<label for="f-${name}">${wordsAt(block, 'label')}${optional}</label>`}${control ?? html``}
    ${hint === '' ? html`` : html`<p class="quiet">${hint}</p>`}<p class="error" data-error-at="${name}"></p></div>`;
}

interface Control {
  workspace: SlackWorkspace;
  user: string;
  viewId: string;
  name: string;
  element: unknown;
  /** The app wants to hear when it changes. */
  changes: boolean;
}

const option = (value: string, words: string, isChosen: boolean): Html => (isChosen ? html`<option value="${value}" selected>${words}</option>` : html`<option value="${value}">${words}</option>`);
const isPerson = (one: { isBot: boolean; isDeleted: boolean }): boolean => !one.isBot && !one.isDeleted;

/** People to choose from; several at once when `many`. */
function people({ workspace, name, element }: Control, many: boolean): Html {
  const chosen = many ? texts(field(element, 'initial_users')) : [textAt(element, 'initial_user')];
  const options = all([...workspace.users.values()].filter(isPerson), (one) => option(one.id, one.realName, chosen.includes(one.id)));
  return many ? html`<select id="f-${name}" name="f:${name}" multiple size="5">${options}</select>` : html`<select id="f-${name}" name="f:${name}"><option value=""></option>${options}</select>`;
}

/** The app is asked while somebody types; several values are separated by commas. */
function search({ user, viewId, name, element }: Control): Html {
  const initial = [...list(field(element, 'initial_options')), ...(field(element, 'initial_option') === undefined ? [] : [field(element, 'initial_option')])];
  return html`<input id="f-${name}" name="f:${name}" list="o-${name}" autocomplete="off" value="${initial.map((one) => textAt(one, 'value')).join(', ')}" data-options="/options/${user}?view=${viewId}&action_id=${encodeURIComponent(textAt(element, 'action_id'))}"><datalist id="o-${name}"></datalist>`;
}

const CONTROLS: Record<string, (control: Control) => Html> = {
  plain_text_input({ name, element }) {
    const value = textAt(element, 'initial_value');
    const placeholder = wordsAt(element, 'placeholder');
    if (field(element, 'multiline') === true) return html`<textarea id="f-${name}" name="f:${name}" rows="3" placeholder="${placeholder}">${value}</textarea>`;
    return html`<input id="f-${name}" name="f:${name}" value="${value}" placeholder="${placeholder}" autocomplete="off">`;
  },
  static_select({ name, element, changes }) {
    const chosen = textAt(field(element, 'initial_option'), 'value');
    return html`<select id="f-${name}" name="f:${name}" ${changes ? html`data-changes` : ''}><option value=""></option>${all(list(field(element, 'options')), (one) => option(textAt(one, 'value'), wordsAt(one, 'text'), textAt(one, 'value') === chosen))}</select>`;
  },
  external_select: search,
  multi_external_select: search,
  users_select: (control) => people(control, false),
  multi_users_select: (control) => people(control, true),
  datetimepicker({ name, element }) {
    const at = field(element, 'initial_date_time');
    return html`<input id="f-${name}" name="f:${name}" type="datetime-local" value="${typeof at === 'number' ? new Date(at * 1000).toISOString().slice(0, 16) : ''}">`;
  },
  checkboxes({ name, element }) {
    const chosen = list(field(element, 'initial_options')).map((one) => textAt(one, 'value'));
    return all(list(field(element, 'options')), (one) => html`<label class="check"><input type="checkbox" name="f:${name}" value="${textAt(one, 'value')}" ${chosen.includes(textAt(one, 'value')) ? html`checked` : ''}> ${wordsAt(one, 'text')}</label>`);
  },
};

/** What was filled in, as Slack tells it to the app: by block, then by action. */
export function valuesOf({ view }: SlackView, form: URLSearchParams): Record<string, Record<string, unknown>> {
  const inputs = list(view['blocks']).filter((block) => textAt(block, 'type') === 'input');
  return Object.fromEntries(inputs.map((block) => {
    const element = field(block, 'element');
    const given = form.getAll(`f:${textAt(block, 'block_id')}`).map((text) => text.trim()).filter((text) => text !== '');
    return [textAt(block, 'block_id'), { [textAt(element, 'action_id')]: { type: textAt(element, 'type'), ...valueOf(element, given) } }];
  }));
}

function valueOf(element: unknown, given: readonly string[]): Record<string, unknown> {
  const [first = null] = given;
  const chosen = (value: string) => ({ value, text: { type: 'plain_text', text: value } });
  switch (textAt(element, 'type')) {
    case 'static_select':
    case 'external_select':
      return { selected_option: first === null ? null : chosen(first) };
    case 'multi_external_select':
      return { selected_options: (first ?? '').split(',').map((text) => text.trim()).filter((text) => text !== '').map(chosen) };
    case 'checkboxes':
      return { selected_options: given.map(chosen) };
    case 'users_select':
      return { selected_user: first };
    case 'multi_users_select':
      return { selected_users: given };
    case 'datetimepicker':
      return { selected_date_time: first === null ? null : Math.floor(Date.parse(`${first}Z`) / 1000) };
    default:
      return { value: first };
  }
}
