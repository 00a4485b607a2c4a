import { routes } from '../../../api/contract/index.ts';
import { ConfirmButton } from '../account/confirm-button.tsx';
import { useSend } from '../api/hooks.ts';
import { toastDone, toastFailed } from '../ui/toast.ts';

/** Removes every second factor of somebody who lost theirs. */
export function ResetSecondFactor({ person }: { person: { id: string; name: string } }) {
  const reset = useSend(routes.secondFactor.reset, {
    onDone: () => toastDone(`${person.name} can set up a new second factor.`),
    onFailed: (problem) => toastFailed('The second factors were not removed', problem.detail ?? problem.title),
  });
  return <ConfirmButton label="Remove second factors" question={`Only when you are sure that ${person.name} asks for it, e.g. by calling them: afterwards their password is enough to sign in.`} confirm="Remove them" busy={reset.isPending} onConfirm={() => reset.mutate({ params: { id: person.id } })} />;
}
