import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { answerCost } from '../../../scripts/cost/answer.ts';

const PAGE = readFileSync(new URL('../../../docs/cost.md', import.meta.url), 'utf8');
const examples = [...PAGE.matchAll(/^### (.+?)\n[^`]*```json case\n(.+?)```\s+```json result\n(.+?)```/gms)].map(([, title = '', input = '', result = '']) => [title, input, result] as const);

describe('the worked examples of docs/cost.md', () => {
  it('are found', () => expect(examples.length).toBe(PAGE.match(/```json case/g)?.length));

  it.each(examples)('%s', (_, input, result) => {
    const answer = answerCost(input);
    if (!('results' in answer)) throw new Error(answer.problem);
    expect(JSON.parse(answer.results.join(''))).toEqual(JSON.parse(result));
  });
});
