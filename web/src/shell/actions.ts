import { useEffect, useId, useRef } from 'react';
import { createStore, useStore } from '../ui/store.ts';

/** Something a person can do now, by palette or key: `label` is a verb with its object, `keys` such as `c` or `g i`. */
export type Action = { id: string; label: string; group: string; keys?: string; words?: string; hidden?: boolean; run: () => void };

const registered = createStore<ReadonlyMap<string, readonly Action[]>>(new Map());

/** Offers actions for as long as the component is on screen; later components win when two use the same keys. Pass a new array freely: `run` is always the latest. */
export function useActions(actions: readonly Action[]): void {
  const owner = useId();
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  const shape = JSON.stringify(actions.map(({ run: _run, ...rest }) => rest));
  useEffect(() => {
    const runById = (id: string): void => latest.current.find((action) => action.id === id)?.run();
    const shown: Omit<Action, 'run'>[] = JSON.parse(shape);
    const next = new Map(registered.get());
    next.delete(owner);
    next.set(
      owner,
      shown.map((action) => ({ ...action, run: () => runById(action.id) })),
    );
    registered.set(next);
    return () => {
      const rest = new Map(registered.get());
      rest.delete(owner);
      registered.set(rest);
    };
  }, [owner, shape]);
}

/** All actions on offer, those of the component mounted last first. */
export function currentActions(): readonly Action[] {
  return [...registered.get().values()].toReversed().flat();
}

/** All actions on offer, for a component that lists them. */
export function useCurrentActions(): readonly Action[] {
  useStore(registered);
  return currentActions();
}
