import type { IncidentDetail } from '../../../../api/contract/incidents.ts';
import { routes } from '../../../../api/contract/index.ts';
import { call } from '../../api/client.ts';
import { ApiProblem } from '../../api/problem.ts';
import { bodyOf, type DeclareValues } from './draft.ts';

const TRIES = 4;

/** Keeps one idempotency key for as long as the same values are sent, so that a double click, a retry or a lost answer never makes a second incident. */
export function createSender(): (values: DeclareValues, onRetry: (attempt: number) => void) => Promise<IncidentDetail> {
  let last: { body: string; key: string } | undefined;
  return async (values, onRetry) => {
    const body = bodyOf(values);
    const text = JSON.stringify(body);
    if (last?.body !== text) last = { body: text, key: crypto.randomUUID() };
    const { key } = last;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await call(routes.incidents.declare, { body }, { idempotencyKey: key });
      } catch (error) {
        if (!ApiProblem.from(error).offline || attempt >= TRIES) throw error;
        onRetry(attempt);
        await new Promise((resolve) => setTimeout(resolve, 600 * 2 ** (attempt - 1)));
      }
    }
  };
}
