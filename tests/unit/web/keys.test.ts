import { describe, expect, it } from '@jest/globals';
import { matchKeys, pressName, resolveKeys } from '../../../web/src/shell/keys.ts';

const press = (key: string, over: { ctrl?: boolean; meta?: boolean; alt?: boolean } = {}) => ({ key, ctrl: false, meta: false, alt: false, ...over });

describe('keys', () => {
  it('tells a whole sequence from its beginning and from another', () => {
    expect(matchKeys('g i', ['g'])).toBe('start');
    expect(matchKeys('g i', ['g', 'i'])).toBe('whole');
    expect(matchKeys('g i', ['i'])).toBe('no');
    expect(matchKeys('c', ['c', 'c'])).toBe('no');
  });

  it('leaves the browser’s own keys alone', () => {
    expect(pressName(press('k', { meta: true }))).toBeUndefined();
    expect(pressName(press('c', { ctrl: true }))).toBeUndefined();
    expect(pressName(press('a', { alt: true }))).toBeUndefined();
  });

  it('names keys without regard to Caps Lock', () => {
    expect(pressName(press('C'))).toBe('c');
    expect(pressName(press('?'))).toBe('?');
    expect(pressName(press(' '))).toBe('Space');
    expect(pressName(press('Enter'))).toBe('Enter');
  });

  it('waits while a sequence may still come, and completes it', () => {
    const all = ['c', 'g i', 'g t'];
    expect(resolveKeys(all, ['g'])).toEqual({ pending: true });
    expect(resolveKeys(all, ['g', 't'])).toEqual({ whole: 'g t', pending: false });
    expect(resolveKeys(all, ['g', 'x'])).toEqual({ pending: false });
  });
});
