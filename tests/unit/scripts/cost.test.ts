import { spawn } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { answerCost } from '../../../scripts/cost/answer.ts';
import { ROOT } from '../../../scripts/setup/paths.mjs';
import { costCase, held } from '../cost/cost-cases.ts';

const good = costCase({ asOf: 3, people: [{ email: 'eve@example.com', roles: [held('commander', 0)] }] });
const RESULT = { total: '75.00', currency: 'USD', asOf: good.asOf, lines: [{ email: 'eve@example.com', role: 'commander', hours: '3', multiplier: '1', amount: '75.00' }] };

/** Runs the command as people do, through the launcher. */
function dispatchCost(input: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(ROOT, 'scripts', 'dispatch.mjs'), 'cost', '--stdin'], { env: { PATH: process.env['PATH'] }, stdio: ['pipe', 'pipe', 'pipe'] });
    const out = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (part: string) => (out.stdout += part));
    child.stderr.setEncoding('utf8').on('data', (part: string) => (out.stderr += part));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...out }));
    child.stdin.end(input);
  });
}

describe('npx dispatch cost --stdin', () => {
  it('answers one case with one result, and an array with an array, however long', async () => {
    const many = Array.from({ length: 3000 }, () => good);
    const [one, all] = await Promise.all([dispatchCost(JSON.stringify(good)), dispatchCost(JSON.stringify(many))]);
    expect(one).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(one.stdout)).toEqual(RESULT);
    expect(all).toMatchObject({ code: 0, stderr: '' });
    const results: unknown[] = JSON.parse(all.stdout);
    expect(results).toHaveLength(3000);
    expect(results.at(-1)).toEqual(RESULT);
  });

  it('prints nothing but a problem with the path of what is wrong, and ends with 65', async () => {
    const bad = { ...good, participants: [{ email: 'a@x.io', roles: [{ role: 'pilot', from: good.asOf, to: null }] }] };
    const { code, stdout, stderr } = await dispatchCost(JSON.stringify([good, bad]));
    expect({ code, stdout }).toEqual({ code: 65, stdout: '' });
    expect(JSON.parse(stderr)).toMatchObject({ type: 'invalid-request', status: 400, errors: [{ pointer: '/1/participants/0/roles/0/role' }] });
  });
});

describe('the answer', () => {
  const problemOf = (text: string): { detail: string; errors: { pointer: string; detail: string }[] } => {
    const answer = answerCost(text);
    if ('results' in answer) throw new Error(answer.results.join(''));
    return JSON.parse(answer.problem);
  };
  const resultOf = (input: unknown): unknown => {
    const answer = answerCost(typeof input === 'string' ? input : JSON.stringify(input));
    if (!('results' in answer)) throw new Error(answer.problem);
    return JSON.parse(answer.results.join(''));
  };

  it('is an empty array for no cases', () => expect(resultOf([])).toEqual([]));

  it('keeps numbers as they are written', () => {
    // 0.1234567890123456789 × 10^19 a year is no binary float
    const text = JSON.stringify(good).replace('"annualEmployeeCost":52000', '"annualEmployeeCost":1234567890123456789').replace('"businessHoursPerYear":2080', '"businessHoursPerYear":3');
    expect(resultOf(text)).toMatchObject({ total: '1234567890123456789.00' });
  });

  it('keeps numbers as they are written only where a decimal belongs', () => {
    const text = JSON.stringify({ ...good, participants: [{ email: 5, roles: [] }] }).replace('52000', '52000.00000000000000001');
    expect(problemOf(text).errors.map((e) => e.pointer)).toEqual(['/participants/0/email']);
    expect(resultOf(JSON.stringify(good).replace('52000', '52e400'))).toMatchObject({ total: `75${'0'.repeat(397)}.00` });
  });

  it('takes bytes in UTF-8, with or without a byte order mark, and nothing else', () => {
    const bytes = Buffer.from(JSON.stringify(good));
    expect(answerCost(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]))).toEqual(answerCost(bytes));
    const latin = Buffer.from(JSON.stringify(good).replace('eve', 'jürgen'), 'latin1');
    expect(answerCost(latin)).toMatchObject({ problem: expect.stringContaining('not text in UTF-8') });
  });

  it('names fields that stand twice, however they are written', () => {
    const text = `[${JSON.stringify(good)},${JSON.stringify(good).replace('"currency"', '"\\u0063urrency":"EUR","currency"').replace('"to":null', '"to":null,"to":null')}]`;
    expect(problemOf(text).errors.map((e) => e.pointer)).toEqual(['/1/rates/currency', '/1/participants/0/roles/0/to']);
    expect(resultOf([good, good])).toEqual([RESULT, RESULT]);
  });

  it('says what is wrong once, shortly, and how much of it there is', () => {
    expect(problemOf('{}').errors.map((e) => `${e.pointer} ${e.detail}`)).toEqual(['/asOf is missing', '/rates is missing', '/incident is missing', '/participants is missing']);
    const roles = Array.from({ length: 150 }, () => ({ role: 'x'.repeat(10_000), from: good.asOf, to: null }));
    const { detail, errors } = problemOf(JSON.stringify([{ ...good, participants: [{ email: 'a@x.io', roles }] }]));
    expect(errors).toHaveLength(100);
    expect(detail).toMatch(/^\/0\/participants\/0\/roles\/0\/role "x{59}… is not known; there are .* \(and 149 more\)\.$/);
    const deep = JSON.stringify(good).replace('"commander"', `${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    expect(problemOf(deep).detail).toMatch(/a list is not known/);
  });

  it.each<[string, string, string]>([
    ['no JSON', '{"rates":', ''],
    ['nothing', '', ''],
    ['a case that is none', '7', ''],
    ['an unknown field of the case', JSON.stringify({ ...good, costs: 1 }), '/costs'],
    ['an unknown field of the incident', JSON.stringify({ ...good, incident: { ...good.incident, title: 'x' } }), '/incident/title'],
    ['an unknown field of a stage', JSON.stringify({ ...good, incident: { ...good.incident, stages: [{ stage: 'active', from: good.asOf, to: null }] } }), '/incident/stages/0/to'],
    ['an unknown field of a person', JSON.stringify({ ...good, participants: [{ email: 'a@x.io', roles: [], name: 'A' }] }), '/participants/0/name'],
    ['an unknown field of a role', JSON.stringify({ ...good, participants: [{ email: 'a@x.io', roles: [{ ...held('scribe', 1), n: 3 }] }] }), '/participants/0/roles/0/n'],
    ['a currency that does not exist', JSON.stringify({ ...good, rates: { ...good.rates, currency: 'UDS' } }), '/rates/currency'],
    ['a zero rate', JSON.stringify({ ...good, rates: { ...good.rates, businessHoursPerYear: 0 } }), '/rates/businessHoursPerYear'],
  ])('names %s', (_, text, pointer) => expect(problemOf(text).errors.map((e) => e.pointer)).toContain(pointer));

  it('says the rate and its beginning where they can differ', () => {
    const priced = { ...good, changes: [{ from: good.incident.reportedAt, model: {} }] };
    expect(resultOf(priced)).toMatchObject({ lines: [{ rate: '25', from: good.incident.reportedAt }] });
  });
});
