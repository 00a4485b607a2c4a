import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { storeIncident } from '../api/hooks.ts';
import type { Incident } from './queries.ts';
import { useIncident } from './queries.ts';

/** Reads the incident that an address names; one opened by its id or a former key, or given a new key while it is open, moves to its present key. */
export function useNamedIncident(name: string, onKey: (key: string) => void): ReturnType<typeof useIncident> {
  const client = useQueryClient();
  const read = useIncident(name);
  const incident: Incident | undefined = read.data;
  useEffect(() => {
    if (!incident || incident.key === name) return;
    storeIncident(client, incident);
    onKey(incident.key);
    // oxlint-disable-next-line react/exhaustive-deps -- the callback is made anew with every render.
  }, [client, incident, name]);
  return read;
}
