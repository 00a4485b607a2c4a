import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { routes } from '../../../../api/contract/index.ts';
import type { SetupView } from '../../../../api/contract/setup.ts';
import { call } from '../../api/client.ts';
import { keyOf, useApi } from '../../api/hooks.ts';
import { ApiProblem } from '../../api/problem.ts';
import { useMay } from '../../api/session.ts';
import { useActions } from '../../shell/actions.ts';
import { createStore, useStore } from '../../ui/store.ts';
import { toastFailed } from '../../ui/toast.ts';

/** Whether somebody asked for getting started, though it is put away or done. */
export const setupAsked = createStore(false);
const KEY = keyOf(routes.setup.get, {});

/** How far the organization is set up, when it is to be shown: to administrators, until it is done or put away, and again when they ask for it. */
export function useSetup(): SetupView | undefined {
  const may = useMay('configure');
  const asked = useStore(setupAsked);
  const known = useQueryClient().getQueryData<SetupView>(KEY);
  const isOver = known !== undefined && (known.isPutAway || known.isComplete);
  // What is over is not read again with every change of an incident.
  const { data } = useApi(routes.setup.get, {}, { enabled: may && (asked || !isOver), staleTime: 0 });
  if (!may || data === undefined) return undefined;
  return asked || !(data.isPutAway || data.isComplete) ? data : undefined;
}

/** Offers administrators to take getting started out again, wherever they are. */
export function useSetupActions(): void {
  const may = useMay('configure');
  const client = useQueryClient();
  const navigate = useNavigate();
  const show = async (): Promise<void> => {
    try {
      client.setQueryData(KEY, await call(routes.setup.change, { body: { isPutAway: false } }));
      setupAsked.set(true);
      await navigate({ to: '/' });
    } catch (error) {
      const { title, detail } = ApiProblem.from(error);
      toastFailed('Getting started could not be shown', detail ?? title);
    }
  };
  useActions(may ? [{ id: 'setup', label: 'Show getting started', group: 'Everywhere', words: 'setup set up checklist first steps administrator onboarding', run: () => void show() }] : []);
}
