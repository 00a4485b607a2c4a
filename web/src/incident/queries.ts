import type { QueryClient, UseQueryResult } from '@tanstack/react-query';
import { routes } from '../../../api/contract/index.ts';
import type { IncidentDetail } from '../../../api/contract/incidents.ts';
import type { ClientRoute, InputOf, OutputOf } from '../api/client.ts';
import { keyOf, useApi, useSend } from '../api/hooks.ts';
import type { ApiProblem } from '../api/problem.ts';
import { toastFailed } from '../ui/toast.ts';

/** One incident, whole, as the API sends it. */
export type Incident = IncidentDetail;
/** Someone who takes or took part. */
export type Participant = Incident['participants'][number];
/** One step of the automation. */
export type Step = Incident['steps'][number];
/** One action item. */
export type Task = Incident['tasks'][number];
/** The incident's postmortem, short. */
export type Postmortem = NonNullable<Incident['postmortem']>;

/** Reads one incident by id or key; live changes renew it. */
export function useIncident(name: string): UseQueryResult<Incident, ApiProblem> {
  return useApi(routes.incidents.get, { params: { incident: name } }, { keepPrevious: false });
}

/** Changes the incident in the cache at once, before the API answers; returns how to take that back. */
export function patchIncident(client: QueryClient, name: string, change: (incident: Incident) => Incident): () => void {
  const queryKey = keyOf(routes.incidents.get, { params: { incident: name } });
  // A read that began before the change would bring the old state back for a moment.
  void client.cancelQueries({ queryKey });
  const before = client.getQueryData<Incident>(queryKey);
  if (!before) return () => undefined;
  client.setQueryData<Incident>(queryKey, change(before));
  return () => client.setQueryData<Incident>(queryKey, before);
}

/** Says a problem in one or two sentences, with the fields it names. */
export function explain(problem: ApiProblem): string {
  const fields = problem.errors.map(({ pointer, detail }) => `${pointer.replace(/^\//, '') || 'It'} ${detail}.`);
  return [problem.detail ?? problem.title, ...fields].join(' ');
}

type Options<R extends ClientRoute> = {
  onDone?: (answer: OutputOf<R>, input: InputOf<R>) => void;
  optimistic?: (client: QueryClient, input: InputOf<R>) => (() => void) | void;
};

/** Sends a command from a button or menu; a refusal becomes a notification with `failed` as its title ("The ticket step was not retried"). */
export function useCommand<R extends ClientRoute>(route: R, failed: string, options: Options<R> = {}) {
  return useSend(route, { ...options, onFailed: (problem) => toastFailed(failed, explain(problem)) });
}
