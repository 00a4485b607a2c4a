import { routes } from '../../../api/contract/index.ts';
import type { OutputOf } from '../api/client.ts';
import { useApi } from '../api/hooks.ts';
import { useMay } from '../api/session.ts';

/** Requests to join that wait for a decision, the oldest first, live; none for those who do not decide. */
export function useJoinRequests(): OutputOf<typeof routes.accounts.registrations.list>['data'] {
  const may = useMay('manageMembers');
  const { data } = useApi(routes.accounts.registrations.list, { query: { state: 'pending' } }, { enabled: may });
  return may ? (data?.data ?? []) : [];
}
