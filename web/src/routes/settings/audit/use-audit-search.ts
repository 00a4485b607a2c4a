import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

type Name = 'person' | 'action' | 'subject' | 'when' | 'since' | 'until';
type Search = { [K in Name]?: string };

/** What the address says to show, the API's query for it, and how to change it. */
export function useAuditSearch(): { search: Search; query: Omit<Search, 'when'>; change: (values: Search) => void } {
  const search = useSearch({ from: '/app/settings/audit' });
  const navigate = useNavigate({ from: '/settings/audit' });
  const { when: _when, ...query } = search;
  const change = useCallback(
    (values: Search) =>
      void navigate({
        search: (before) => Object.fromEntries(Object.entries({ ...before, ...values }).filter(([, value]) => value !== undefined && value !== '')),
        replace: true,
      }),
    [navigate],
  );
  return { search, query: Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)), change };
}
