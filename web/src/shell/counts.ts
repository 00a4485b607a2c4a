import { routes } from '../../../api/contract/index.ts';
import { useApi } from '../api/hooks.ts';
import { useSession } from '../api/session.ts';
import { useJoinRequests } from './join-requests.ts';

/** How many requests, by the entry of the navigation where somebody waits for the person's decision. */
export function useNavWaiting(): Record<string, number> {
  return { '/settings/joining': useJoinRequests().length };
}

/** Short words beside entries of the navigation: how many incidents are active, how many open tasks are mine. */
export function useNavCounts(): Record<string, string> {
  const { person } = useSession();
  const incidents = useApi(routes.incidents.list, { query: { stage: 'active', limit: 1 } });
  const tasks = useApi(routes.tasks.list, { query: { state: 'open', assignee: person.email, limit: 100 } });
  const active = incidents.data?.total ?? 0;
  const mine = tasks.data?.data.length ?? 0;
  return {
    ...(active > 0 ? { '/incidents': `${active} active` } : {}),
    ...(mine > 0 ? { '/tasks': mine >= 100 ? '100+' : String(mine) } : {}),
  };
}
