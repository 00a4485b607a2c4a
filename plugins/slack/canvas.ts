import { ANSWERS } from './answers.ts';
import type { SlackKit } from './channels.ts';

/** Stands at the end of the canvas, so that we know it as ours; people who write above it know what becomes of that. */
const MARK = 'Kept by Dispatch: changes made here are replaced.';
/** A workspace whose plan or preferences know no such canvas goes on without. */
const NOT_HERE = ['canvas_disabled_user_team', 'team_tier_cannot_create_channel_canvases', 'free_team_canvas_tab_already_exists', 'restricted_action', 'canvas_disabled_file_team'];

/** Another process may have changed it since; after this time it is written again rather than believed. */
const BELIEVED_MS = 60_000;

/** Keeps the canvas of participants of each channel. */
export function createCanvases({ client }: SlackKit): (channel: string, page: { title: string; markdown: string }) => Promise<void> {
  const known = new Map<string, { id: string; markdown: string; until: number }>();

  const make = async (channel: string, title: string, markdown: string): Promise<string | null> => {
    const made = await client.callUnless({ method: 'conversations.canvases.create', args: { channel_id: channel, title, document_content: document(markdown) }, read: ANSWERS.canvas, codes: ['channel_canvas_already_exists', ...NOT_HERE] });
    return made?.canvas_id ?? null;
  };

  /** The channel's canvas when it is ours; `taken` when people made it. */
  const find = async (channel: string): Promise<{ id: string } | 'none' | 'taken'> => {
    const { channel: about } = await client.call({ method: 'conversations.info', args: { channel }, read: ANSWERS.channel });
    const id = about.properties?.canvas?.file_id ?? about.properties?.tabs?.find((tab) => tab.type === 'channel_canvas')?.data?.file_id;
    if (id === undefined || id === '') return 'none';
    const found = await client.callUnless({ method: 'canvases.sections.lookup', args: { canvas_id: id, criteria: { contains_text: MARK } }, read: ANSWERS.sections, codes: ['canvas_not_found', 'canvas_deleted'] });
    if (found === null) return 'none';
    return (found.sections ?? []).length > 0 ? { id } : 'taken';
  };

  return async (channel, { title, markdown }) => {
    const whole = `${markdown}\n\n---\n\n_${MARK}_`;
    const there = known.get(channel);
    if (there?.markdown === whole && there.until > Date.now()) return;
    const found = there ?? (await find(channel));
    if (known.size > 2000) known.clear();
    if (found === 'taken') return;
    if (found !== 'none') {
      const { id } = found;
      const changes = [{ operation: 'replace', document_content: document(whole) }];
      const edited = await client.callUnless({ method: 'canvases.edit', args: { canvas_id: id, changes }, read: ANSWERS.nothing, codes: ['canvas_not_found', 'canvas_deleted'] });
      if (edited !== null) return void known.set(channel, { id, markdown: whole, until: Date.now() + BELIEVED_MS });
      known.delete(channel);
    }
    const made = await make(channel, title, whole);
    if (made !== null) known.set(channel, { id: made, markdown: whole, until: Date.now() + BELIEVED_MS });
  };
}

const document = (markdown: string) => ({ type: 'markdown', markdown });
