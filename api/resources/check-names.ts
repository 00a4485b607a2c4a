import { invalidRequest } from '../http/problem.ts';

/** Refuses names of a query's list that are none of a fixed list, because a filter that matches nothing hides a typing error. */
export function checkNames(name: string, given: readonly string[] | undefined, known: readonly string[]): void {
  const unknown = (given ?? []).filter((one) => !known.includes(one.toLowerCase()));
  if (unknown.length > 0) throw invalidRequest([{ pointer: `query:${name}`, detail: `"${unknown[0]?.slice(0, 60)}" is none of ${known.join(', ')}` }]);
}
