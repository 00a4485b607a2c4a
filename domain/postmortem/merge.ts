import { REVIEW_SECTIONS, type ReviewSection } from './draft.ts';

const TITLES: Record<ReviewSection, string> = { facts: 'Facts', people: 'People', timeline: 'Timeline', reports: 'Reports', tasks: 'Tasks' };

/** An empty place for a drafted section, as templates contain it: two comment lines that do not show when the document is read. */
export function sectionPlace(section: ReviewSection): string {
  return `${opening(section, '')}\n${closing(section)}`;
}

/**
 * The document with its drafted sections brought up to date. A section is replaced only between its own two markers, and only while nobody
 * changed what stands between them (the marker keeps a checksum of what was drafted); a section whose markers somebody removed stays away.
 * A document without any marker gets all sections appended. Everything else is returned as it was.
 */
export function mergeDraft(document: string, sections: Record<ReviewSection, string>): string {
  const hasMarkers = REVIEW_SECTIONS.some((s) => find(document, s) !== null);
  if (!hasMarkers) return appendAll(document, sections);
  return REVIEW_SECTIONS.reduce((text, section) => replaceSection(text, section, sections[section]), document);
}

function replaceSection(document: string, section: ReviewSection, drafted: string): string {
  const place = find(document, section);
  if (place === null) return document;
  const untouched = place.content.trim() === '' || checksum(place.content) === place.checksum;
  if (!untouched) return document;
  return document.slice(0, place.start) + filled(section, drafted) + document.slice(place.end);
}

function appendAll(document: string, sections: Record<ReviewSection, string>): string {
  const blocks = REVIEW_SECTIONS.map((s) => `## ${TITLES[s]}\n\n${filled(s, sections[s])}`);
  return [document.trimEnd(), ...blocks].filter((b) => b !== '').join('\n\n') + '\n';
}

interface Place {
  start: number;
  end: number;
  content: string;
  checksum: string;
}
function find(document: string, section: ReviewSection): Place | null {
  const open = new RegExp(`<!-- dispatch:${section}(?: ([0-9a-f]{8}))? -->\\r?\\n?`).exec(document);
  if (open === null) return null;
  const from = open.index + open[0].length;
  const close = document.indexOf(closing(section), from);
  if (close === -1) return null;
  return { start: open.index, end: close + closing(section).length, content: document.slice(from, close), checksum: open[1] ?? '' };
}

function filled(section: ReviewSection, drafted: string): string {
  const content = `\n${drafted}\n\n`;
  return `${opening(section, checksum(content))}\n${content}${closing(section)}`;
}
function opening(section: ReviewSection, sum: string): string {
  return `<!-- dispatch:${section}${sum === '' ? '' : ` ${sum}`} -->`;
}
function closing(section: ReviewSection): string {
  return `<!-- /dispatch:${section} -->`;
}

/** FNV-1a (32 bits) of the text without differences of white space, which editors change by themselves. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (const char of text.replace(/\s+/g, ' ').trim()) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}
