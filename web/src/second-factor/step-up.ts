import type { MouseEvent } from 'react';
import { routes } from '../../../api/contract/index.ts';
import type { StepUpOffer } from '../../../api/contract/second-factor.ts';
import { call, type OutputOf } from '../api/client.ts';
import { askForSecondFactor } from '../api/step-up.ts';
import { createStore } from '../ui/store.ts';

type Status = OutputOf<typeof routes.secondFactor.status>;
type Pending = { offer: StepUpOffer; settle: (proven: boolean) => void };

/** The question that the dialog shows; undefined while nothing is asked. */
export const pendingStepUp = createStore<Pending | undefined>(undefined);

let running: Promise<boolean> | undefined;

/** Opens the dialog, or joins the one that is open: several refused requests at once are one question. */
export function askInDialog(offer: StepUpOffer): Promise<boolean> {
  running ??= new Promise<boolean>((resolve) => {
    pendingStepUp.set({ offer, settle: resolve });
  }).finally(() => {
    running = undefined;
    pendingStepUp.set(undefined);
  });
  return running;
}

/** What a person can prove themselves with, keys first; the same order as the API's. */
export function offerFrom({ methods, recoveryCodesLeft, mustEnrol }: Pick<Status, 'methods' | 'recoveryCodesLeft' | 'mustEnrol'>): StepUpOffer {
  const order = ['webauthn', 'code', 'redirect'];
  return { methods: methods.filter((m) => m.enrolled).toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind)), recovery: recoveryCodesLeft > 0, mustEnrol, ticket: null };
}

const SOON_MS = 10_000;

/** Whether a sensitive request now would be refused for lack of a proof. */
export function needsProof(status: Pick<Status, 'isAsked' | 'policy' | 'factors' | 'mustEnrol' | 'provenUntil'>, now: number): boolean {
  if (!status.isAsked || status.policy === 'off') return false;
  if (status.mustEnrol) return true;
  return status.factors.length > 0 && (status.provenUntil === null || Date.parse(status.provenUntil) - now < SOON_MS);
}

/** For what the browser fetches by itself (downloads of sensitive data): asks first when it is needed; false = leave it. */
export async function proveFirst(): Promise<boolean> {
  const status = await call(routes.secondFactor.status, {});
  return needsProof(status, Date.now()) ? askForSecondFactor(offerFrom(status)) : true;
}

/** The click on such a link: asks first, then follows it. */
export function followAfterProof(event: MouseEvent<HTMLAnchorElement>): void {
  const { href } = event.currentTarget;
  event.preventDefault();
  void proveFirst().then((proven) => {
    if (proven) window.location.assign(href);
  });
}
