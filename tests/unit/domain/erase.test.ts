import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { eraseIn, erasedPerson, isErasedAddress, replaceRefs, textEraser } from '../../../domain/incident/erase.ts';

const subject = { personId: 'p-1', emails: ['nadia.rahman@example.com'], names: ['Nadia Rahman'] };
const erase = textEraser(subject);
const gone = erasedPerson('p-1');

describe('erasing a person from a text', () => {
  it.each([
    ['mail nadia.rahman@example.com.', `mail ${gone.email}.`],
    ['<NADIA.RAHMAN@EXAMPLE.COM>', `<${gone.email}>`],
    ['@nadia.rahman@example.com, look', `@${gone.email}, look`],
    ['Nadia Rahman and nadia   rahman', 'Erased person and Erased person'],
    ['Nadia\nRahman’s phone', 'Erased person’s phone'],
  ])('%j', (text, expected) => expect(erase(text)).toBe(expected));

  it.each(['nadia.rahman@example.com.au', 'not.nadia.rahman@example.com', 'nadia.rahman@example.community', 'Nadia Rahmanian', 'McNadia Rahman', 'Nadia', 'Rahman', ''])('leaves %j', (text) => expect(erase(text)).toBe(text));

  it('takes names with every kind of character as they are', () => {
    const odd = textEraser({ personId: 'p', emails: ['a+b(c)@x.org'], names: ['J. R. (Bob) Ødegård', 'Prince'] });
    expect(odd('J. R. (Bob) Ødegård <a+b(c)@x.org>')).toBe(`Erased person <${erasedPerson('p').email}>`);
    expect(odd('Prince came')).toBe('Prince came');
    expect(textEraser({ personId: 'p', emails: [], names: [] })('x')).toBe('x');
  });

  it('done twice is done once', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('Nadia', 'Rahman', ' ', 'nadia.rahman@example.com', '@', '.', 'x', '\n')), (parts) => erase(erase(parts.join(''))) === erase(parts.join(''))));
  });
});

describe('erasing a person from a value', () => {
  it('replaces references by id whatever they were called, texts, and keys', () => {
    const before = { actor: { kind: 'person', personId: 'p-1', email: 'old@example.com', name: 'Old Name' }, other: { personId: 'p-2', email: 'b@x.org', name: 'B' }, to: ['nadia.rahman@example.com'], teams: { 'nadia.rahman@example.com': 'sre' }, n: 1, none: null };
    expect(eraseIn(before, subject)).toEqual({ actor: { kind: 'person', ...gone }, other: before.other, to: [gone.email], teams: { [gone.email]: 'sre' }, n: 1, none: null });
    expect(replaceRefs(before, 'p-1')).toEqual({ ...before, actor: { kind: 'person', ...gone } });
  });

  it('gives back what it did not change', () => {
    const value = { a: [{ b: 'c' }], d: 1 };
    expect(eraseIn(value, subject)).toBe(value);
  });
});

it('knows addresses of erased people', () => {
  expect(isErasedAddress(gone.email)).toBe(true);
  expect(isErasedAddress('a@example.com')).toBe(false);
});
