import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const WEB = join(import.meta.dirname, '../../../web/src');

/** The colours of each theme, by token, out of tokens.css: the first two blocks are light and dark. */
function readThemes(): [Record<string, string>, Record<string, string>] {
  const css = readFileSync(join(WEB, 'ui/tokens.css'), 'utf8');
  const blocks = [...css.matchAll(/\{([^{}]*)\}/g)].map((block) => Object.fromEntries([...(block[1] ?? '').matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})\b/g)].map((match) => [match[1] ?? '', match[2] ?? ''])));
  const [light, dark] = blocks;
  if (!light || !dark) throw new Error('tokens.css has not two themes');
  return [light, dark];
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2.2 contrast of two colours. */
function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

const GROUNDS = ['bg', 'panel', 'raised', 'hover', 'chip', 'sel'];
const MEANINGS = ['sev1', 'sev2', 'sev3', 'sev4', 'active', 'stable', 'closed', 'review', 'pending', 'run', 'wait', 'fail', 'ok'];
const PAIRS = [
  ...GROUNDS.flatMap((ground) => ['ink', 'ink2', 'ink3', 'link', 'danger', ...MEANINGS].map((text) => [text, ground])),
  ...MEANINGS.flatMap((meaning) => [meaning, 'ink', 'ink2', 'ink3'].map((text) => [text, `${meaning}-bg`])),
  ['accent-ink', 'accent'],
  ['accent-ink', 'accent-hover'],
  ['danger-ink', 'danger'],
  ['danger-ink', 'danger-hover'],
  ['link', 'accent-bg'],
];

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('the %s theme', (_name, index) => {
  const theme = readThemes()[index];

  it('has text that can be read on every ground it stands on (4.5:1)', () => {
    const poor = PAIRS.map(([text = '', ground = '']) => ({ pair: `${text} on ${ground}`, ratio: contrast(theme[text] ?? '', theme[ground] ?? '') })).filter(({ ratio }) => !(ratio >= 4.5));
    expect(poor).toEqual([]);
  });

  it('has a focus ring that is seen on every ground (3:1)', () => {
    for (const ground of GROUNDS) expect(contrast(theme.focus ?? '', theme[ground] ?? '')).toBeGreaterThanOrEqual(3);
  });
});

describe('tokens', () => {
  it('are the same in both themes', () => {
    const [light, dark] = readThemes();
    expect(Object.keys(dark).sort()).toEqual(Object.keys(light).sort());
  });

  it('are the only place with literal colours', () => {
    const files = readdirSync(WEB, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(css|tsx?)$/.test(file) && !file.endsWith('tokens.css'));
    const literal = files.filter((file) => /#[0-9a-f]{6}\b|#[0-9a-f]{3}\b(?![\w-])|\brgba?\(|\bhsla?\(/i.test(readFileSync(join(WEB, file), 'utf8').replace(/\/\*[^]*?\*\/|\/\/.*$/gm, '')));
    expect(literal).toEqual([]);
  });

  it('are all defined that are used', () => {
    const css = readFileSync(join(WEB, 'ui/tokens.css'), 'utf8');
    const defined = new Set([...css.matchAll(/--([\w-]+):/g)].map((match) => match[1]));
    const files = readdirSync(WEB, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.css'));
    const used = files.flatMap((file) => {
      const text = readFileSync(join(WEB, file), 'utf8');
      const own = new Set([...text.matchAll(/--([\w-]+):/g)].map((match) => match[1]));
      return [...text.matchAll(/var\(--([\w-]+)/g)].map((match) => match[1] ?? '').filter((name) => !defined.has(name) && !own.has(name) && !name.startsWith('mantine-') && !['tone', 'tone-bg'].includes(name)).map((name) => `${file}: --${name}`);
    });
    expect(used).toEqual([]);
  });
});
