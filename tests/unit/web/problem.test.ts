import { describe, expect, it } from '@jest/globals';
import { ApiProblem, pointerToPath, splitProblem } from '../../../web/src/api/problem.ts';

const answer = (status: number, body: unknown, headers: Record<string, string> = {}): Response => new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });

describe('ApiProblem', () => {
  it('reads a problem document with its fields', async () => {
    const problem = await ApiProblem.of(
      answer(422, { type: 'https://dispatch/problems/unknown-reference', title: 'A name in the request is not known', detail: 'There is no severity “X”.', errors: [{ pointer: '/severity', detail: 'is not known' }] }, { 'x-request-id': 'r-1' }),
    );
    expect(problem).toMatchObject({ status: 422, title: 'A name in the request is not known', detail: 'There is no severity “X”.', requestId: 'r-1', errors: [{ pointer: '/severity', detail: 'is not known' }] });
    expect(problem.offline).toBe(false);
  });

  it('finds words for an answer that is no problem document, such as a proxy’s page', async () => {
    const problem = await ApiProblem.of(answer(502, '<html>Bad gateway</html>', { 'retry-after': '7' }));
    expect(problem).toMatchObject({ status: 502, title: 'Dispatch cannot be reached', retryAfter: 7, errors: [] });
    expect(problem.offline).toBe(true);
  });

  it('ignores field errors that are malformed', async () => {
    const problem = await ApiProblem.of(answer(400, { title: 'No', errors: [null, 5, { pointer: 7 }, { pointer: '/a', detail: 'bad' }] }));
    expect(problem.errors).toEqual([
      { pointer: '', detail: 'is not valid' },
      { pointer: '/a', detail: 'bad' },
    ]);
  });

  it('makes a problem of anything that is thrown', () => {
    expect(ApiProblem.from(new TypeError('Failed to fetch')).status).toBe(0);
    expect(ApiProblem.from(new Error('boom'))).toMatchObject({ status: -1, detail: 'boom' });
    const problem = ApiProblem.unreachable();
    expect(ApiProblem.from(problem)).toBe(problem);
  });

  it('keeps everything else when only some field errors remain', () => {
    const problem = new ApiProblem({ status: 422, title: 'T', detail: 'D', requestId: 'r', errors: [{ pointer: '/a', detail: 'x' }] });
    expect(problem.withErrors([])).toMatchObject({ status: 422, title: 'T', detail: 'D', requestId: 'r', errors: [] });
  });
});

describe('splitProblem', () => {
  it('gives each field its first message and leaves the rest for the top of the form', () => {
    const problem = new ApiProblem({
      status: 400,
      title: 'The request is not valid',
      errors: [
        { pointer: '/title', detail: 'may not be empty' },
        { pointer: '/title', detail: 'is odd' },
        { pointer: '/settings/currency', detail: 'is not a code' },
        { pointer: '/tags/0', detail: 'may not hold a comma' },
        { pointer: 'header:idempotency-key', detail: 'is too long' },
      ],
    });
    const { byField, rest } = splitProblem(problem, ['title', 'settings.currency', 'tags']);
    expect(byField).toEqual({ title: 'may not be empty', 'settings.currency': 'is not a code', tags: 'may not hold a comma' });
    expect(rest.map((error) => error.detail)).toEqual(['is odd', 'is too long']);
  });

  it('reads escaped pointers', () => {
    expect(pointerToPath('/roles/0/a~1b~0c')).toBe('roles.0.a/b~c');
    expect(pointerToPath('#/title')).toBe('title');
  });
});
