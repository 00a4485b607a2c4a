import { describe, expect, it } from '@jest/globals';
import { onlyWhatHelps } from '../../../domain/error-report.ts';
import { scrubText } from '../../../domain/scrub.ts';

const ID = '3f0c9d3e-5a0e-4d5e-9b8e-0c7a1d2e3f40';

describe('the message of an error, scrubbed', () => {
  it.each([
    ['nadia.petrova@example.co.uk is not there', '[e-mail] is not there'],
    ['<bo@example.com> and "cy@example.com"', '<[e-mail]> and [text]'],
    [`Unexpected token 'h', "hello wor"... is not valid JSON`, `Unexpected token 'h', [text]... is not valid JSON`],
    ['null value in column "title" of relation "incidents"', 'null value in column "title" of relation "incidents"'],
    ['connect ECONNREFUSED 10.20.30.40:5432', 'connect ECONNREFUSED [address]:5432'],
    ['GET https://x.example.com/a?code=abc&state=1 failed', 'GET https://x.example.com/a?[query] failed'],
    ['token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln is bad', 'token [token] is bad'],
    ['xoxb-1234567890-abcdef is revoked', '[token] is revoked'],
    ['call +49 170 1234567 now', 'call [number] now'],
    [`incident ${ID} has no owner`, `incident ${ID} has no owner`],
    ['first line\nDETAIL: Failing row contains (secret)', 'first line'],
    ["expected 'what somebody wrote' here", 'expected [text] here'],
    ['no person "Nadia" in `a b`', 'no person [text] in [text]'],
    ['"an open quotation that goes on', '[text]'],
    ["it can't be done, said O'Brien", "it can't be done, said O'Brien"],
    [`The answer of incidents.list does not fit`, 'The answer of incidents.list does not fit'],
    ['“Dear all”', '[text]'],
  ])('%j becomes %j', (message, scrubbed) => expect(scrubText(message)).toBe(scrubbed));

  it('is short, however long it was', () => {
    const since = performance.now();
    expect(scrubText('"a b '.repeat(50_000)).length).toBeLessThanOrEqual(301);
    expect(scrubText('a@'.repeat(50_000)).length).toBeLessThanOrEqual(301);
    expect(performance.now() - since).toBeLessThan(1000);
  });
});

describe('a report', () => {
  it('holds only what is known to be harmless', () => {
    const event = {
      event_id: 'e', release: 'dispatch@1', tags: { part: 'web' }, user: { email: 'nadia@example.com' }, request: { url: 'https://x' }, extra: { body: 'hello' }, breadcrumbs: [{ message: 'x' }],
      message: 'from nadia@example.com',
      contexts: { browser: { name: 'Chromium' }, state: { typed: 'hello' } },
      exception: { values: [{ type: 'Error', value: '"hello there"', mechanism: { type: 'web', handled: false, data: { target: 'hello' } }, stacktrace: { frames: [{ function: 'f', lineno: 1, vars: { a: 'hello' }, context_line: 'hello' }] } }] },
    };
    expect(onlyWhatHelps(event)).toEqual({
      event_id: 'e', release: 'dispatch@1', tags: { part: 'web' },
      message: 'from [e-mail]',
      contexts: { browser: { name: 'Chromium' } },
      exception: { values: [{ type: 'Error', value: '[text]', mechanism: { type: 'web', handled: false }, stacktrace: { frames: [{ function: 'f', lineno: 1 }] } }] },
    });
  });
});
