import { lazy, Suspense, useEffect, useState } from 'react';
import { setAskPerson } from '../api/step-up.ts';
import { useStore } from '../ui/store.ts';
import { askInDialog, pendingStepUp } from './step-up.ts';

const Dialog = lazy(() => import('./dialog.tsx').then((module) => ({ default: module.StepUpDialog })));

/** Stands once in the product and shows the dialog when an action needs a second factor; its code is loaded then. */
export function StepUpHost() {
  const isAsked = useStore(pendingStepUp) !== undefined;
  const [wasAsked, setWasAsked] = useState(false);
  if (isAsked && !wasAsked) setWasAsked(true);
  useEffect(() => setAskPerson(askInDialog), []);
  return <Suspense>{wasAsked && <Dialog />}</Suspense>;
}
