import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { REVIEW_SECTIONS, type ReviewSection } from '../../../domain/postmortem/draft.ts';
import { mergeDraft, sectionPlace } from '../../../domain/postmortem/merge.ts';

function sections(text: string): Record<ReviewSection, string> {
  return { facts: `facts ${text}`, people: `people ${text}`, timeline: `timeline ${text}`, reports: `reports ${text}`, tasks: `tasks ${text}` };
}
const template = `# Review\n\nWrite here.\n\n${REVIEW_SECTIONS.map(sectionPlace).join('\n\n')}\n\n## Lessons\n`;

describe('bringing a review up to date', () => {
  it('fills the places of the template and refreshes them later', () => {
    const first = mergeDraft(template, sections('one'));
    expect(first).toContain('timeline one');
    const second = mergeDraft(first, sections('two'));
    expect(second).toContain('timeline two');
    expect(second).not.toContain('one');
    expect(mergeDraft(second, sections('two'))).toBe(second);
  });

  it('keeps what people wrote around and inside the sections', () => {
    const mine = mergeDraft(template, sections('one')).replace('Write here.', 'We lost payments.').replace('timeline one', 'timeline one, and Kim saw it first');
    const second = mergeDraft(mine, sections('two'));
    expect(second).toContain('We lost payments.');
    expect(second).toContain('timeline one, and Kim saw it first');
    expect(second).not.toContain('timeline two');
    expect(second).toContain('people two');
  });

  it('is not disturbed by an editor that changes white space', () => {
    const first = mergeDraft(template, sections('one')).replaceAll('\n\n', '\n\n\n').replaceAll('\n', '\r\n');
    expect(mergeDraft(first, sections('two'))).toContain('timeline two');
  });

  it('leaves a section away that somebody took out', () => {
    const without = mergeDraft(template, sections('one')).replace(/<!-- dispatch:reports[\s\S]*?\/dispatch:reports -->/, '');
    expect(mergeDraft(without, sections('two'))).not.toContain('reports two');
  });

  it('appends the sections to a template of one’s own that has no places', () => {
    const first = mergeDraft('# Our own form\n', sections('one'));
    expect(first.startsWith('# Our own form\n')).toBe(true);
    for (const section of REVIEW_SECTIONS) expect(first).toContain(`${section} one`);
    expect(mergeDraft(first, sections('one'))).toBe(first);
  });

  it('never loses a character that stands outside the markers', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        fc.pre(!`${before}${after}`.includes('dispatch:'));
        const merged = mergeDraft(`${before}\n${sectionPlace('timeline')}\n${after}`, sections('one'));
        expect(merged.startsWith(`${before}\n<!-- dispatch:timeline`)).toBe(true);
        expect(merged.endsWith(`/dispatch:timeline -->\n${after}`)).toBe(true);
      }),
    );
  });
});
