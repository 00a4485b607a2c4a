import { describe, expect, it } from '@jest/globals';
import { nextPath } from '../../../web/src/routes/next-path.ts';
import { matchInWords } from '../../../web/src/routes/settings/process/rule-words.ts';
import { matchesWords } from '../../../web/src/shell/match-words.ts';
import { initialsOf } from '../../../web/src/ui/initials.ts';
import { formatMoney } from '../../../web/src/ui/money-format.ts';
import { safeLink } from '../../../web/src/ui/safe-link.ts';

describe('initialsOf', () => {
  it.each([
    ['Nadia Rahman', '', 'NR'],
    ['Ana María de la Cruz', '', 'AC'],
    ['Plato', '', 'P'],
    ['', 'tom.okafor@example.com', 'TO'],
    [null, 'ops@example.com', 'O'],
    ['𝒜da 𝓛ovelace', '', '𝒜𝓛'],
    ['', '', '?'],
  ])('of %s and %s are %s', (name, email, initials) => {
    expect(initialsOf(name, email)).toBe(initials);
  });
});

describe('formatMoney', () => {
  it('writes whole units, cents when asked, and millions short', () => {
    expect(formatMoney(3412.4, 'USD')).toBe('$3,412');
    expect(formatMoney(3412.4, 'EUR', 2)).toBe('€3,412.40');
    expect(formatMoney(1_234_567, 'USD')).toBe('$1.2M');
    expect(formatMoney(1_234_567, 'USD', 2)).toBe('$1,234,567.00');
  });

  it('survives a currency that is none', () => {
    expect(formatMoney(5, 'coins')).toBe('5 coins');
  });
});

describe('safeLink', () => {
  it('lets http, https, mailto and our own pages through', () => {
    for (const link of ['https://example.com/a?b=c', 'http://example.com', 'mailto:a@example.com', '/incidents/INC-1', '#part']) expect(safeLink(link)).toBe(link);
  });

  it('stops everything that could run or leave unnoticed', () => {
    for (const link of ['javascript:alert(1)', ' JavaScript:alert(1)', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd', '//evil.example', '/\\evil.example', 'no link', '', undefined]) {
      expect(safeLink(link)).toBeUndefined();
    }
  });
});

describe('nextPath', () => {
  it('goes on to a path of our own only', () => {
    expect(nextPath('/incidents?q=x')).toBe('/incidents?q=x');
    for (const next of [undefined, 'https://evil.example', '//evil.example', '/\\evil.example', '/\t/evil.example', '/\n\\evil.example', '\t//evil.example', '/sign-in?next=/sign-in']) expect(nextPath(next)).toBe('/');
  });
});

describe('matchesWords', () => {
  it('finds by beginnings of words in any order', () => {
    expect(matchesWords('st mar', 'Mark stable')).toBe(true);
    expect(matchesWords('able', 'Mark stable')).toBe(false);
    expect(matchesWords('', 'anything')).toBe(true);
    expect(matchesWords('über', 'Übersicht öffnen')).toBe(true);
  });
});

describe('matchInWords', () => {
  it('says a rule as people would', () => {
    expect(matchInWords({})).toBe('every incident');
    expect(matchInWords({ severities: ['Sev 1', 'Sev 2'], projects: ['Payments'], tags: ['region/eu', 'psp'] })).toBe('Sev 1 or Sev 2, in Payments, tagged region/eu and psp');
  });
});
