import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bothTexts, kept, movedCaret, withBlock, withServer } from '../../../../web/src/incident/documents/editor-state.ts';
import { changedLines, mergeTexts } from '../../../../web/src/incident/merge.ts';

const text = fc.array(fc.constantFrom('a', 'b', 'c', '', '## d'), { maxLength: 12 }).map((lines) => lines.join('\n'));
const BASE = ['# Title', '', 'Summary', '', 'Impact', '', 'Causes'].join('\n');

describe('mergeTexts', () => {
  it('keeps changes of different places', () => {
    const mine = BASE.replace('Summary', 'My summary');
    const theirs = BASE.replace('Causes', 'Their causes\nand one more');
    expect(mergeTexts(BASE, mine, theirs)).toEqual({ text: mine.replace('Causes', 'Their causes\nand one more'), conflict: false });
  });

  it('leaves different changes of one line to people', () => {
    expect(mergeTexts(BASE, BASE.replace('Impact', 'Mine'), BASE.replace('Impact', 'Theirs'))).toEqual({ text: undefined, conflict: true });
  });

  it('counts the same change once', () => {
    const changed = BASE.replace('Impact', 'The same').replace('Causes', 'The same too');
    expect(mergeTexts(BASE, changed, changed.replace('# Title', '# Their title'))).toEqual({ text: changed.replace('# Title', '# Their title'), conflict: false });
  });

  it('takes the other side whole where only that changed', () => {
    fc.assert(
      fc.property(text, text, (base, changed) => {
        expect(mergeTexts(base, base, changed)).toEqual({ text: changed, conflict: false });
        expect(mergeTexts(base, changed, base)).toEqual({ text: changed, conflict: false });
      }),
    );
  });

  it('gives the same answer whoever was first, and never invents or drops a line that only one side touched', () => {
    fc.assert(
      fc.property(text, text, text, (base, mine, theirs) => {
        const one = mergeTexts(base, mine, theirs);
        const other = mergeTexts(base, theirs, mine);
        expect(one.conflict).toBe(other.conflict);
        if (one.conflict) return;
        expect(one.text).toBe(other.text);
        const known = new Set([...mine.split('\n'), ...theirs.split('\n')]);
        expect(one.text.split('\n').every((line) => known.has(line))).toBe(true);
      }),
    );
  });

  it('joins edits at both ends of any document', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 8 }).map((line) => line.replaceAll('\n', '')), { minLength: 3, maxLength: 30 }), (lines) => {
        const base = lines.join('\n');
        expect(mergeTexts(base, `MINE\n${base}`, `${base}\nTHEIRS`)).toEqual({ text: `MINE\n${base}\nTHEIRS`, conflict: false });
      }),
    );
  });

  it('answers for long documents too', () => {
    const lines = Array.from({ length: 6_000 }, (_, index) => `line ${index}`);
    const base = lines.join('\n');
    const mine = base.replace('line 10\n', 'mine\n');
    const theirs = base.replace('line 5990\n', 'theirs\n');
    const merged = mergeTexts(base, mine, theirs);
    expect(merged.text).toBe(mine.replace('line 5990\n', 'theirs\n'));
  });
});

describe('changedLines', () => {
  it('names the lines that the other text does not have', () => {
    expect([...changedLines('a\nb\nc', 'a\nX\nc\nY')]).toEqual([1, 3]);
    expect([...changedLines('a\nb', 'a\nb')]).toEqual([]);
    expect([...changedLines('a\nb\nc', 'a\nc')]).toEqual([]);
  });
});

describe('a document being written', () => {
  const state = { text: BASE, base: BASE, revision: 3, theirs: undefined };

  it('takes a newer revision in under what is being written', () => {
    const writing = { ...state, text: BASE.replace('Summary', 'Mine') };
    const next = withServer(writing, { body: BASE.replace('Causes', 'Theirs'), revision: 4 });
    expect(next).toEqual({ text: BASE.replace('Summary', 'Mine').replace('Causes', 'Theirs'), base: BASE.replace('Causes', 'Theirs'), revision: 4, theirs: undefined });
  });

  it('sets a revision beside it when the same lines were changed, and keeps both', () => {
    const writing = { ...state, text: BASE.replace('Summary', 'Mine') };
    const theirs = BASE.replace('Summary', 'Theirs');
    expect(withServer(writing, { body: theirs, revision: 4 })).toEqual({ ...writing, theirs: { body: theirs, revision: 4 } });
    expect(bothTexts(writing.text, theirs)).toContain('Mine');
    expect(bothTexts(writing.text, theirs)).toContain('Theirs');
  });

  it('ignores a revision it has seen and older ones', () => {
    expect(withServer(state, { body: BASE, revision: 3 })).toBe(state);
    expect(withServer(state, { body: 'old', revision: 2 })).toBe(state);
  });

  it('begins with what was kept on the device, and with the document when that cannot be read', () => {
    const server = { body: BASE, revision: 3 };
    expect(kept(JSON.stringify({ text: 'mine', base: BASE, revision: 2 }), server)).toEqual({ text: 'mine', base: BASE, revision: 2, theirs: undefined });
    expect(kept('{"text":1}', server).text).toBe(BASE);
    expect(kept('no json', server).text).toBe(BASE);
    expect(kept(undefined, server).text).toBe(BASE);
  });

  it('keeps the caret in its sentence', () => {
    expect(movedCaret('one two', 'zero one two', 4)).toBe(9);
    expect(movedCaret('one two', 'one two three', 3)).toBe(3);
    expect(movedCaret('same', 'same', 2)).toBe(2);
  });

  it('puts a block between empty lines', () => {
    expect(withBlock('one\ntwo', 3, 'BLOCK')).toBe('one\n\nBLOCK\n\ntwo');
    expect(withBlock('', 0, 'BLOCK')).toBe('BLOCK\n');
    expect(withBlock('end\n\n\n', 4, 'BLOCK\n')).toBe('end\n\nBLOCK\n');
  });
});
