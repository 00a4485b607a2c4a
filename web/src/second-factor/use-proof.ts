import { useEffect, useRef, useState } from 'react';
import type { FactorAnswer, FactorAsk } from '../../../api/contract/second-factor.ts';
import { ApiProblem } from '../api/problem.ts';
import { keyTrouble, signWithKey } from './browser-key.ts';
import { BLOCKED, openProviderWindow } from './provider-window.ts';

/** How a proof reaches the API: while signing in by a ticket, else by the session. */
export type ProofWay = {
  ask: (method: string) => Promise<{ challenge: string; ask: FactorAsk }>;
  send: (answer: FactorAnswer) => Promise<void>;
};

/** What went wrong in a sentence, with the code's field in mind. */
export function sentenceOf(error: unknown): string {
  const problem = ApiProblem.from(error);
  return problem.errors[0]?.detail ?? problem.detail ?? problem.title;
}

type Proof = {
  busy: boolean;
  /** Why the last try did not work. */
  trouble: string | undefined;
  code: (method: string, code: string) => void;
  recovery: (code: string) => void;
  key: (method: string) => void;
  provider: (method: string) => void;
  /** Gives up what is waited for, e.g. a window that was closed. */
  reset: () => void;
};

/** The ways to prove a second factor, one at a time; what goes wrong is a sentence, and one may try again. */
export function useProof(way: ProofWay): Proof {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | undefined>(undefined);
  const running = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const run = async (work: (signal: AbortSignal) => Promise<void>, words: (error: unknown) => string = sentenceOf): Promise<void> => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setBusy(true);
    setTrouble(undefined);
    try {
      await work(controller.signal);
    } catch (error) {
      if (!controller.signal.aborted) setTrouble(error instanceof ApiProblem ? sentenceOf(error) : words(error));
    } finally {
      if (running.current === controller) setBusy(false);
    }
  };
  return {
    busy,
    trouble,
    code: (method, code) => void run(() => way.send({ kind: 'code', method, code })),
    recovery: (code) => void run(() => way.send({ kind: 'recovery', code })),
    key: (method) => void run(() => byKey(way, method), keyTrouble),
    provider: (method) => void run((signal) => byProvider(way, method, signal), (error) => (error instanceof Error ? error.message : 'It was not confirmed.')),
    reset: () => {
      running.current?.abort();
      setBusy(false);
      setTrouble(undefined);
    },
  };
}

async function byKey(way: ProofWay, method: string): Promise<void> {
  const { challenge, ask } = await way.ask(method);
  if (ask.kind !== 'webauthn') return;
  await way.send({ kind: 'webauthn', challenge, credential: await signWithKey(ask.options) });
}

async function byProvider(way: ProofWay, method: string, signal: AbortSignal): Promise<void> {
  const opened = openProviderWindow();
  if (opened === null) throw new Error(BLOCKED);
  try {
    const { challenge, ask } = await way.ask(method);
    if (ask.kind !== 'redirect') return;
    await way.send({ kind: 'redirect', challenge, ...(await opened.visit(ask.url, ask.state, signal)) });
  } finally {
    opened.close();
  }
}
