import { describe, expect, it } from '@jest/globals';
import {
  conferenceSecret,
  conferenceUrl,
  DEFAULT_URL_TEMPLATE,
  urlTemplateProblem,
} from '../../../plugins/builtin/conference-url.ts';

const values = { key: 'INC-42', id: '7f3c', project: 'Zahlungen & Käufe', secret: 'k3y' };

describe('conference addresses', () => {
  it('fill in every placeholder as a part of a path', () => {
    expect(conferenceUrl('https://meet.example.org/{project}/{key}-{id}-{secret}-{random}', values)).toBe(
      'https://meet.example.org/Zahlungen-Kaufe/INC-42-7f3c-k3y-k3y',
    );
    expect(conferenceUrl(DEFAULT_URL_TEMPLATE, values)).toBe('https://meet.jit.si/dispatch-INC-42-k3y');
    expect(conferenceUrl('https://zoom.example.org/j/123456', values)).toBe(
      'https://zoom.example.org/j/123456',
    );
  });

  it('are refused when they make no sense, and say why', () => {
    expect(urlTemplateProblem('https://meet.example.org/{key}')).toBeNull();
    expect(urlTemplateProblem('https://meet.example.org/{name}')).toContain('{name}');
    expect(urlTemplateProblem('javascript:alert({key})')).toContain('not a web address');
    expect(urlTemplateProblem('meet {key}')).toContain('not a web address');
    expect(urlTemplateProblem('https://{key}.example.org/')).toContain('host name');
  });

  it('have a part that nobody guesses', () => {
    const secrets = new Set(Array.from({ length: 500 }, conferenceSecret));
    expect(secrets.size).toBe(500);
    for (const secret of secrets) expect(secret).toMatch(/^[a-hjkmnp-z2-9]{16}$/);
  });
});
