import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { routes } from '../../../api/contract/index.ts';
import type { FactorAsk } from '../../../api/contract/second-factor.ts';
import { call, type InputOf } from '../api/client.ts';
import { ApiProblem } from '../api/problem.ts';
import { toastDone } from '../ui/toast.ts';
import { createKey, keyTrouble } from './browser-key.ts';
import { BLOCKED, openProviderWindow } from './provider-window.ts';
import { sentenceOf } from './use-proof.ts';

type EnrolmentAnswer = InputOf<typeof routes.secondFactor.add>['body']['answer'];
type Enrolment = {
  busy: boolean;
  trouble: string | undefined;
  /** What was asked, once it is known. */
  ask: FactorAsk | undefined;
  /** Shown once, after the first factor. */
  recoveryCodes: readonly string[] | undefined;
  begin: (method: string) => void;
  code: (code: string, name: string) => void;
  key: (method: string, name: string) => void;
  provider: (method: string, name: string) => void;
  /** Gives up what is waited for, e.g. a window that was closed. */
  reset: () => void;
};

/** Setting a factor up, step by step; `onDone` when there are no recovery codes to show. */
export function useEnrolment(onDone: () => void): Enrolment {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | undefined>(undefined);
  const [begun, setBegun] = useState<{ challenge: string; ask: FactorAsk } | undefined>(undefined);
  const [recoveryCodes, setRecoveryCodes] = useState<readonly string[] | undefined>(undefined);
  const controller = useRef(new AbortController());
  useEffect(() => {
    // In development effects run twice; a controller that was given up is of no use then.
    controller.current = new AbortController();
    return () => controller.current.abort();
  }, []);
  const run = async (work: () => Promise<void>, words: (error: unknown) => string = sentenceOf): Promise<void> => {
    const { signal } = controller.current;
    setBusy(true);
    setTrouble(undefined);
    await work().catch((error: unknown) => {
      if (!signal.aborted) setTrouble(error instanceof ApiProblem ? sentenceOf(error) : words(error));
    });
    if (!signal.aborted) setBusy(false);
  };
  const add = async (challenge: string, name: string, answer: EnrolmentAnswer): Promise<void> => {
    const made = await call(routes.secondFactor.add, { body: { challenge, name: name.trim(), answer } });
    await client.invalidateQueries({ queryKey: ['secondFactor.status'] });
    if (made.recoveryCodes === null) {
      toastDone(`${made.factor.name} is set up.`);
      onDone();
    } else setRecoveryCodes(made.recoveryCodes);
  };
  return {
    busy,
    trouble,
    ask: begun?.ask,
    recoveryCodes,
    reset: () => {
      controller.current.abort();
      controller.current = new AbortController();
      setBusy(false);
      setTrouble(undefined);
      setBegun(undefined);
    },
    begin: (method) => void run(async () => setBegun(await beginWith(method))),
    code: (code, name) => void run(async () => (begun ? add(begun.challenge, name, { kind: 'code', code }) : undefined)),
    key: (method, name) => void run(() => byKey(method, (challenge, answer) => add(challenge, name, answer)), keyTrouble),
    provider: (method, name) => void run(() => byProvider(method, controller.current.signal, (challenge, answer) => add(challenge, name, answer)), messageOf),
  };
}

type Add = (challenge: string, answer: EnrolmentAnswer) => Promise<void>;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : 'It was not confirmed.');
const beginWith = (method: string) => call(routes.secondFactor.enrol, { body: { method } });

async function byKey(method: string, add: Add): Promise<void> {
  const { challenge, ask } = await beginWith(method);
  if (ask.kind === 'webauthn') await add(challenge, { kind: 'webauthn', credential: await createKey(ask.options) });
}

async function byProvider(method: string, signal: AbortSignal, add: Add): Promise<void> {
  const opened = openProviderWindow();
  if (opened === null) throw new Error(BLOCKED);
  try {
    const { challenge, ask } = await beginWith(method);
    if (ask.kind === 'redirect') await add(challenge, { kind: 'redirect', ...(await opened.visit(ask.url, ask.state, signal)) });
  } finally {
    opened.close();
  }
}
