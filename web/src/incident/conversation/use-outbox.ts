import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { routes } from '../../../../api/contract/index.ts';
import { call } from '../../api/client.ts';
import { ApiProblem } from '../../api/problem.ts';
import { createStore, readStored, type Store, useStore, writeStored } from '../../ui/store.ts';
import { explain, type Incident } from '../queries.ts';
import { newClientId, type Outgoing, readOutgoing } from './outbox.ts';
import { type MessageWindow, windowKey, withMessage } from './window.ts';

const stores = new Map<string, Store<Outgoing[]>>();
const nameOf = (incidentId: string): string => `dispatch.outgoing.${incidentId}`;

function storeOf(incidentId: string): Store<Outgoing[]> {
  const known = stores.get(incidentId);
  if (known) return known;
  const store = createStore<Outgoing[]>(readOutgoing(readStored(nameOf(incidentId))));
  store.subscribe(() => writeStored(nameOf(incidentId), store.get().length === 0 ? undefined : JSON.stringify(store.get())));
  stores.set(incidentId, store);
  return store;
}

/** What a message is made of when it is sent. */
export type Draft = Pick<Outgoing, 'body' | 'replyTo' | 'files' | 'after'>;

/** The messages of one conversation that are on their way: sends them, keeps what failed (also through a reload), and tries again when the network is back. */
export function useOutbox(incident: Incident): { outgoing: Outgoing[]; send: (draft: Draft) => void; retry: (clientId: string) => void; discard: (clientId: string) => void } {
  const client = useQueryClient();
  const store = storeOf(incident.id);
  const outgoing = useStore(store);
  const change = (clientId: string, changes: Partial<Outgoing>): void => store.set(store.get().map((entry) => (entry.clientId === clientId ? { ...entry, ...changes } : entry)));
  const discard = (clientId: string): void => store.set(store.get().filter((entry) => entry.clientId !== clientId));

  const post = async (entry: Outgoing): Promise<void> => {
    try {
      const body = { body: entry.body, clientId: entry.clientId, ...(entry.replyTo === null ? {} : { replyTo: entry.replyTo }), ...(entry.files.length === 0 ? {} : { fileIds: entry.files.map((file) => file.id) }) };
      const message = await call(routes.timeline.postMessage, { params: { incident: incident.key }, body });
      client.setQueryData<MessageWindow>(windowKey(incident.key), (known) => known && withMessage(known, message));
      discard(entry.clientId);
      void client.invalidateQueries({ queryKey: windowKey(incident.key) });
    } catch (error) {
      change(entry.clientId, { state: 'failed', problem: explain(ApiProblem.from(error)) });
    }
  };
  const retry = (clientId: string): void => {
    const entry = store.get().find((each) => each.clientId === clientId);
    if (entry?.state !== 'failed') return;
    change(clientId, { state: 'sending', problem: undefined });
    void post(entry);
  };
  const latest = useRef(retry);
  useEffect(() => {
    latest.current = retry;
  });
  useEffect(() => {
    const again = (): void => {
      for (const entry of store.get()) latest.current(entry.clientId);
    };
    window.addEventListener('online', again);
    return () => window.removeEventListener('online', again);
  }, [store]);
  return {
    outgoing,
    send: (draft) => {
      const entry: Outgoing = { ...draft, clientId: newClientId(), at: new Date().toISOString(), state: 'sending', problem: undefined };
      store.set([...store.get(), entry]);
      void post(entry);
    },
    retry,
    discard,
  };
}
