import { ANSWERS } from './answers.ts';
import type { SlackKit } from './channels.ts';

/** Brings our bookmarks of a channel to exactly these, in this order; those that people added stay. */
export async function setBookmarks({ client, self }: SlackKit, channel: string, links: readonly { title: string; url: string }[]): Promise<void> {
  const { botUserId } = await self();
  const { bookmarks = [] } = await client.call({ method: 'bookmarks.list', args: { channel_id: channel }, read: ANSWERS.bookmarks });
  const ours = bookmarks.filter((bookmark) => bookmark.last_updated_by_user_id === botUserId);
  const wanted = links.filter((link) => /^https?:\/\//.test(link.url)).map(({ title, url }) => ({ title: title.slice(0, 255), link: url }));
  const kept = new Set<string>();
  for (const { title, link } of wanted) {
    const there = ours.find((b) => !kept.has(b.id) && (b.title === title || b.link === link));
    if (!there) {
      await client.call({ method: 'bookmarks.add', args: { channel_id: channel, title, type: 'link', link }, read: ANSWERS.nothing });
      continue;
    }
    kept.add(there.id);
    if (there.title !== title || there.link !== link) await client.callUnless({ method: 'bookmarks.edit', args: { channel_id: channel, bookmark_id: there.id, title, link }, read: ANSWERS.nothing, codes: ['not_found'] });
  }
  for (const { id } of ours) if (!kept.has(id)) await client.callUnless({ method: 'bookmarks.remove', args: { channel_id: channel, bookmark_id: id }, read: ANSWERS.nothing, codes: ['not_found'] });
}
