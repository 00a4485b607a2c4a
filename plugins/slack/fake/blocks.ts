import { SlackRefusal } from './errors.ts';

type Surface = 'message' | 'modal' | 'home';
/** Where something stands, and the list of what is wrong. */
interface Spot {
  at: string;
  problems: string[];
  surface: Surface;
}
const below = (spot: Spot, path: string): Spot => ({ ...spot, at: `${spot.at}/${path}` });
const complain = (spot: Spot, words: string): void => void spot.problems.push(`${words} [json-pointer:${spot.at}]`);
const MOST: Record<Surface, number> = { message: 50, modal: 100, home: 100 };

/** Refuses blocks that Slack refuses: too many, unknown types, texts and ids that are too long, doubled ids (docs.slack.dev/reference/block-kit). */
export function checkBlocks(blocks: readonly unknown[], surface: Surface): void {
  const problems: string[] = [];
  if (blocks.length > MOST[surface]) problems.push(`no more than ${MOST[surface]} items allowed [json-pointer:/blocks]`);
  const ids = new Set<string>();
  blocks.forEach((block, index) => {
    const at = `/blocks/${index}`;
    const id = text(field(block, 'block_id'));
    if (id !== null && (id.length > 255 || ids.has(id))) problems.push(`block_id is not unique or too long [json-pointer:${at}/block_id]`);
    if (id !== null) ids.add(id);
    checkBlock(block, { at, surface, problems });
  });
  checkActionIds(blocks, problems);
  if (problems.length > 0) throw new SlackRefusal('invalid_blocks', { errors: problems, response_metadata: { messages: problems.map((p) => `[ERROR] ${p}`) } });
}

const CHECKS: Record<string, (block: unknown, spot: Spot) => void> = {
  divider: () => undefined,
  image: (block, spot) => limit(field(block, 'alt_text'), 2000, below(spot, 'alt_text')),
  header: (block, spot) => plain(field(block, 'text'), 150, below(spot, 'text')),
  section(block, spot) {
    const fields = field(block, 'fields');
    if (field(block, 'text') === undefined && fields === undefined) complain(spot, 'missing required field: text');
    if (field(block, 'text') !== undefined) textObject(field(block, 'text'), 3000, below(spot, 'text'));
    if (list(fields).length > 10) complain(below(spot, 'fields'), 'no more than 10 items allowed');
    list(fields).forEach((one, n) => textObject(one, 2000, below(spot, `fields/${n}`)));
    if (field(block, 'accessory') !== undefined) element(field(block, 'accessory'), below(spot, 'accessory'));
  },
  context(block, spot) {
    const elements = list(field(block, 'elements'));
    if (elements.length === 0 || elements.length > 10) complain(below(spot, 'elements'), 'must have 1 to 10 elements');
    elements.forEach((one, n) => {
      if (field(one, 'type') !== 'image') textObject(one, 3000, below(spot, `elements/${n}`));
    });
  },
  actions(block, spot) {
    const elements = list(field(block, 'elements'));
    if (elements.length === 0 || elements.length > 25) complain(below(spot, 'elements'), 'must have 1 to 25 elements');
    elements.forEach((one, n) => element(one, below(spot, `elements/${n}`)));
  },
  input(block, spot) {
    plain(field(block, 'label'), 2000, below(spot, 'label'));
    if (field(block, 'hint') !== undefined) plain(field(block, 'hint'), 2000, below(spot, 'hint'));
    element(field(block, 'element'), below(spot, 'element'));
  },
  markdown: (block, spot) => limit(field(block, 'text'), 12_000, below(spot, 'text')),
};

function checkBlock(block: unknown, spot: Spot): void {
  const type = text(field(block, 'type')) ?? '';
  const check = CHECKS[type];
  if (!check) return complain(below(spot, 'type'), `unsupported type: ${type}`);
  if (type === 'input' && spot.surface === 'home') complain(spot, 'input is not allowed here');
  if (type === 'markdown' && spot.surface !== 'message') complain(spot, 'markdown is not allowed here');
  check(block, spot);
}

const ELEMENTS = new Set([
  'button', 'static_select', 'external_select', 'users_select', 'multi_users_select', 'multi_static_select', 'multi_external_select', 'overflow', 'plain_text_input', 'datetimepicker', 'datepicker',
  'timepicker', 'checkboxes', 'radio_buttons', 'image', 'url_text_input', 'email_text_input', 'number_input', 'conversations_select',
]);

function element(one: unknown, spot: Spot): void {
  const type = text(field(one, 'type')) ?? '';
  if (!ELEMENTS.has(type)) return complain(below(spot, 'type'), `unsupported type: ${type}`);
  const id = text(field(one, 'action_id'));
  if (id !== null && id.length > 255) complain(below(spot, 'action_id'), 'must be less than 256 characters');
  if (field(one, 'placeholder') !== undefined) plain(field(one, 'placeholder'), 150, below(spot, 'placeholder'));
  if (type === 'button') {
    plain(field(one, 'text'), 75, below(spot, 'text'));
    atMost(field(one, 'value'), 2000, below(spot, 'value'));
    atMost(field(one, 'url'), 3000, below(spot, 'url'));
    if (!['undefined', 'primary', 'danger'].includes(String(field(one, 'style')))) complain(below(spot, 'style'), 'must be primary or danger');
  }
  if (field(one, 'confirm') !== undefined) confirmation(field(one, 'confirm'), below(spot, 'confirm'));
  const longest = field(one, 'max_length');
  if (longest !== undefined && !(Number(longest) >= 1 && Number(longest) <= 3000)) complain(below(spot, 'max_length'), 'must be 1 to 3000');
  const initials = field(one, 'initial_options');
  if (initials !== undefined && list(initials).length === 0) complain(below(spot, 'initial_options'), 'must have at least one option');
  if (type.endsWith('external_select')) for (const option of [field(one, 'initial_option') ?? [], initials ?? []].flat()) optionOf(option, below(spot, 'initial_option'));
  if (type === 'plain_text_input') atMost(field(one, 'initial_value'), Number(field(one, 'max_length') ?? 3000), below(spot, 'initial_value'));
  const most = MOST_OPTIONS[type];
  if (most !== undefined) options(one, most, spot);
}

const MOST_OPTIONS: Record<string, number> = { static_select: 100, multi_static_select: 100, overflow: 5, checkboxes: 10, radio_buttons: 10 };

function options(one: unknown, most: number, spot: Spot): void {
  const all = list(field(one, 'options'));
  if (all.length === 0 || all.length > most) complain(below(spot, 'options'), `must have 1 to ${most} options`);
  all.forEach((option, n) => optionOf(option, below(spot, `options/${n}`)));
  // Slack compares the whole option, not its value alone.
  const known = new Set(all.map((option) => JSON.stringify(option)));
  const initial = [field(one, 'initial_option') ?? [], field(one, 'initial_options') ?? []].flat();
  if (!initial.every((option) => known.has(JSON.stringify(option)))) complain(below(spot, 'initial_option'), 'is not one of the options');
  if (new Set(all.map((option) => field(option, 'value'))).size < all.length) complain(below(spot, 'options'), 'have a value twice');
}

function optionOf(option: unknown, spot: Spot): void {
  textObject(field(option, 'text'), 75, below(spot, 'text'));
  limit(field(option, 'value'), 150, below(spot, 'value'));
}

function confirmation(dialog: unknown, spot: Spot): void {
  plain(field(dialog, 'title'), 100, below(spot, 'title'));
  textObject(field(dialog, 'text'), 300, below(spot, 'text'));
  plain(field(dialog, 'confirm'), 30, below(spot, 'confirm'));
  plain(field(dialog, 'deny'), 30, below(spot, 'deny'));
}

/** Refuses what Slack does not show as the options of a dynamic select. */
export function checkOptions(offered: unknown, most: number): void {
  const spot: Spot = { at: '/options', problems: [], surface: 'modal' };
  if (!Array.isArray(offered) || offered.length > most) complain(spot, `must be at most ${most} options`);
  list(offered).forEach((option, n) => optionOf(option, below(spot, String(n))));
  if (spot.problems.length > 0) throw new Error(`Slack takes no such options: ${spot.problems.join('; ')}`);
}

function checkActionIds(blocks: readonly unknown[], problems: string[]): void {
  for (const block of blocks) {
    const ids = list(field(block, 'elements')).map((one) => text(field(one, 'action_id'))).filter((id) => id !== null);
    if (new Set(ids).size < ids.length) problems.push('action_id is not unique within its block [json-pointer:/blocks]');
  }
}

function textObject(value: unknown, most: number, spot: Spot): void {
  const type = field(value, 'type');
  if (type !== 'mrkdwn' && type !== 'plain_text') return complain(spot, 'must be a text object');
  limit(field(value, 'text'), most, below(spot, 'text'));
}

function plain(value: unknown, most: number, spot: Spot): void {
  if (field(value, 'type') !== 'plain_text') return complain(spot, 'must be plain_text');
  limit(field(value, 'text'), most, below(spot, 'text'));
}

/** A text that must be there. */
function limit(value: unknown, most: number, spot: Spot): void {
  if (typeof value !== 'string' || value === '') complain(spot, 'must be a non-empty string');
  else atMost(value, most, spot);
}

function atMost(value: unknown, most: number, spot: Spot): void {
  if (value === undefined) return;
  if (typeof value !== 'string') complain(spot, 'must be a string');
  else if (value.length > most) complain(spot, `must be less than ${most + 1} characters`);
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** A field of anything. */
export function field(value: unknown, name: string): unknown {
  return value !== null && typeof value === 'object' ? Reflect.get(value, name) : undefined;
}
