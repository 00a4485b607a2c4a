import { createHash } from 'node:crypto';
import type { SlackChannel, SlackMessage, SlackUser, SlackView, SlackWorkspace } from '../workspace.ts';
import { showBlocks } from './blocks.ts';
import { all, html, type Html } from './html.ts';
import { showModal } from './modal.ts';
import { mrkdwn } from './mrkdwn.ts';

/** Whose page it is, and what of the workspace they look at; `home` = the app's home tab. */
export interface Looking {
  workspace: SlackWorkspace;
  user: SlackUser;
  at: SlackChannel | 'home' | null;
}

const MOST_MESSAGES = 200;
const EMOJI: Record<string, string> = { stopwatch: '⏱️', eyes: '👀', white_check_mark: '✅', tada: '🎉' };
const isPerson = (one: SlackUser): boolean => !one.isBot && !one.isDeleted;
/** A part of the page that is changed in place when its version is another. */
const part = (id: string, content: Html, version = createHash('sha256').update(content.markup).digest('hex').slice(0, 16)): Html => html`<div id="${id}" class="part" data-version="${version}">${content}</div>`;

function page(title: string, content: Html): string {
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${title}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/page.css"><script src="/page.js" defer></script></head><body>${content}</body></html>`.markup;
}

/** The first page: as whom to look. */
export function choosePage(workspace: SlackWorkspace): string {
  // Whoever made the workspace is no member of the organization: the last to try it as.
  const [maker, ...others] = [...workspace.users.values()].filter(isPerson);
  const people = [...others, ...(maker === undefined ? [] : [maker])];
  return page('As in Slack', html`<main class="choose"><h1>As in Slack</h1><p>This is a stand-in for a Slack workspace, running on this machine only. Choose who you are:</p>
    <ul>${all(people, (one) => html`<li><a href="/as/${one.id}">${face(one)}<span><b>${one.realName}</b><br><span class="quiet">${one.title === '' ? (one.email ?? '') : one.title}</span></span></a></li>`)}</ul></main>`);
}

const COLOURS = 6;
const face = (one: SlackUser): Html => html`<span class="face c${one.id.charCodeAt(one.id.length - 1) % COLOURS}" aria-hidden="true">${one.isBot ? '⚡' : one.realName.slice(0, 1).toUpperCase()}</span>`;

/** The workspace as one user sees it. */
export function workspacePage(looking: Looking): string {
  const { workspace, user, at } = looking;
  const title = at === 'home' ? 'Dispatch' : at === null ? workspace.domain : nameOf(looking, at);
  const modal = [...workspace.views.values()].findLast((view) => view.kind === 'modal' && view.user === user.id);
  return page(title, html`<div class="app"><nav aria-label="Channels">${part('side', side(looking))}</nav>
    <main>${part('head', head(looking))}${part('body', body(looking))}${at === 'home' || at === null ? html`` : composer(looking, at)}</main></div>
    ${part('modal', modal === undefined ? html`` : html`<div class="shade">${showModal(workspace, modal)}</div>`, modal === undefined ? 'none' : `${modal.id}-${modal.hash}`)}<p id="say" role="status"></p>`);
}

/** Public channels, and the private ones the user is in. */
export function visibleTo({ workspace, user }: Pick<Looking, 'workspace' | 'user'>): SlackChannel[] {
  return [...workspace.channels.values()].filter((c) => c.members.has(user.id) || (!c.isPrivate && !c.isIm && !user.isGuest));
}

function nameOf({ workspace, user }: Looking, channel: SlackChannel): string {
  if (!channel.isIm) return `${channel.isPrivate ? '🔒 ' : '# '}${channel.name}`;
  const other = [...channel.members].find((id) => id !== user.id);
  return workspace.users.get(other ?? '')?.realName ?? channel.name;
}

function side(looking: Looking): Html {
  const { workspace, user, at } = looking;
  const mine = visibleTo(looking);
  const link = (channel: SlackChannel) => html`<li><a href="/as/${user.id}/${channel.id}" ${channel === at ? html`aria-current="page"` : ''} class="${channel.members.has(user.id) ? '' : 'quiet'}">${nameOf(looking, channel)}${channel.isArchived ? html` <small>archived</small>` : html``}</a></li>`;
  const group = (title: string, channels: SlackChannel[]) => (channels.length === 0 ? html`` : html`<h2>${title}</h2><ul>${all(channels, link)}</ul>`);
  return html`<p class="workspace"><b>${workspace.domain}</b><br><span class="quiet">${user.realName} · <a href="/">somebody else</a></span></p>
    ${group('Channels', mine.filter((c) => !c.isIm && !c.isArchived))}
    <h2>Apps</h2><ul><li><a href="/as/${user.id}/home" ${at === 'home' ? html`aria-current="page"` : ''}>⚡ Dispatch</a></li>${all(mine.filter((c) => c.isIm), (c) => html`<li><a href="/as/${user.id}/${c.id}" ${c === at ? html`aria-current="page"` : ''}>✉ Messages of ${nameOf(looking, c)}</a></li>`)}</ul>
    <form data-send action="/act/${user.id}/shortcut"><input type="hidden" name="callback_id" value="report-incident"><button class="button">Report an incident</button></form>
    ${group('Archived', mine.filter((c) => !c.isIm && c.isArchived))}`;
}

function head(looking: Looking): Html {
  const { user, at } = looking;
  if (at === 'home') return html`<h1>⚡ Dispatch</h1><p class="topic">The app’s home tab</p>`;
  if (at === null) return html`<h1>Nothing is here yet</h1>`;
  const mayLeave = !at.isIm && !at.isArchived;
  return html`<h1>${nameOf(looking, at)}</h1><p class="topic">${at.topic}</p>
    <p class="links">${at.isIm ? html`` : html`<span class="quiet">${at.members.size} members</span> `}${all(at.bookmarks, (one) => html`<a href="${one.link}" target="_blank" rel="noopener">${one.title}</a> `)}</p>
    ${mayLeave ? html`<form data-send action="/act/${user.id}/${at.members.has(user.id) ? 'leave' : 'join'}"><input type="hidden" name="channel" value="${at.id}"><button class="button">${at.members.has(user.id) ? 'Leave' : 'Join'}</button></form>` : html``}`;
}

function body(looking: Looking): Html {
  const { workspace, user, at } = looking;
  if (at === null) return html`<p class="empty">There is no channel yet.</p>`;
  if (at !== 'home') return messages(looking, at);
  const home: SlackView | undefined = [...workspace.views.values()].find((view) => view.kind === 'home' && view.user === user.id);
  const blocks = home?.view['blocks'];
  return home === undefined ? html`<p class="empty" data-open-home="/act/${user.id}/home">One moment…</p>` : html`<div class="home" data-open-home="/act/${user.id}/home">${showBlocks({ workspace, user: user.id, place: { view: home.id } }, Array.isArray(blocks) ? blocks : [])}</div>`;
}

function messages(looking: Looking, channel: SlackChannel): Html {
  const { workspace, user } = looking;
  const shown = channel.messages.filter((m) => !m.isDeleted && (m.onlyFor === null || m.onlyFor === user.id)).slice(-MOST_MESSAGES);
  const canvas = [...workspace.canvases.values()].find((one) => one.channel === channel.id);
  return html`${canvas === undefined ? html`` : html`<details class="canvas"><summary>Canvas${canvas.title === '' ? '' : `: ${canvas.title}`}</summary><pre>${canvas.markdown}</pre></details>`}
    ${shown.length === 0 ? html`<p class="empty">Nobody wrote here yet. Type a message, or /dispatch help.</p>` : html`<ol class="messages">${all(shown, (one) => message(looking, channel, one))}</ol>`}`;
}

function message(looking: Looking, channel: SlackChannel, one: SlackMessage): Html {
  const { workspace, user } = looking;
  const author = workspace.users.get(one.user);
  const at = new Date(Number(one.ts) * 1000).toISOString();
  if (one.subtype !== null) return html`<li class="note"><time datetime="${at}">${at.slice(11, 16)}</time> ${one.text.includes('<@') ? '' : `${author?.realName ?? ''} `}${mrkdwn(workspace, one.text)}</li>`;
  const place = { channel: channel.id, ts: one.ts };
  const content = one.blocks.length > 0 ? showBlocks({ workspace, user: user.id, place }, one.blocks) : html`<div class="text">${mrkdwn(workspace, one.text)}</div>`;
  const previews = all(Object.values(one.unfurls), (unfurl) => html`<div class="preview">${showBlocks({ workspace, user: user.id, place }, blocksOf(unfurl))}</div>`);
  const isMine = one.onlyFor === null && !channel.isIm;
  return html`<li class="${one.onlyFor === null ? '' : 'only-you'} ${one.threadTs !== null && one.threadTs !== one.ts ? 'reply' : ''}">${author === undefined ? html`` : face(author)}<div>
    <p class="by"><b>${author?.realName ?? one.user}</b>${author?.isBot === true ? html` <small>APP</small>` : html``} <time datetime="${at}">${at.slice(11, 16)}</time>${channel.pins.includes(one.ts) ? html` <small>pinned</small>` : html``}${one.onlyFor === null ? html`` : html` <small>only visible to you</small>`}</p>
    ${content}${previews}${reactions(one)}${isMine ? tools(user, place) : html``}</div></li>`;
}

const blocksOf = (unfurl: unknown): unknown[] => {
  const blocks: unknown = unfurl !== null && typeof unfurl === 'object' ? Reflect.get(unfurl, 'blocks') : null;
  return Array.isArray(blocks) ? blocks : [];
};

const reactions = (one: SlackMessage): Html => (one.reactions.size === 0 ? html`` : html`<p class="reactions">${all(one.reactions, ([name, users]) => html`<span title=":${name}:">${EMOJI[name] ?? `:${name}:`} ${users.size}</span>`)}</p>`);

/** What somebody may do with a message: react, and the shortcuts of the app's manifest. */
function tools(user: SlackUser, place: Record<string, string>): Html {
  const hidden = all(Object.entries(place), ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);
  const shortcut = (id: string, words: string) => html`<form data-send action="/act/${user.id}/shortcut">${hidden}<input type="hidden" name="callback_id" value="${id}"><button class="tool">${words}</button></form>`;
  return html`<details class="tools"><summary aria-label="More about this message">⋯</summary><div>
    ${all(['stopwatch', 'eyes', 'white_check_mark'], (name) => html`<form data-send action="/act/${user.id}/react">${hidden}<input type="hidden" name="name" value="${name}"><button class="tool" aria-label="React with ${name}">${EMOJI[name] ?? name}</button></form>`)}
    ${shortcut('add-to-timeline', 'Add to the timeline')}${shortcut('create-task', 'Make it a task')}${shortcut('report-incident-from-message', 'Report as an incident')}</div></details>`;
}

function composer({ user }: Looking, channel: SlackChannel): Html {
  if (channel.isArchived) return html`<p class="composer quiet">This channel is archived.</p>`;
  return html`<form class="composer" data-send data-clears action="/act/${user.id}/say"><input type="hidden" name="channel" value="${channel.id}"><input name="text" aria-label="Message" placeholder="Message, or /dispatch help" autocomplete="off" autofocus><button class="button primary">Send</button></form>`;
}
