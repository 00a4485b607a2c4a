import { Button } from '@mantine/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ApiProblem } from '../../api/problem.ts';
import { failureOf } from '../../sign-in/failure.ts';
import type { Provider, Wish } from '../../sign-in/pkce.ts';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { AuthFrame } from '../auth-frame.tsx';
import styles from './provider.module.css';

const MARK = 'dispatch.sign-in.begun';
const TOO_SOON_MS = 20_000;

// The provider's host, as people know it.
function hostOf({ issuer }: Provider): string {
  return URL.canParse(issuer) ? new URL(issuer).host : issuer;
}

// Somebody whom the provider sends back and who still is not in must not go round in circles.
function mayBeginByItself(): boolean {
  const last = Number(window.sessionStorage.getItem(MARK) ?? 0);
  if (Date.now() - last < TOO_SOON_MS) return false;
  window.sessionStorage.setItem(MARK, String(Date.now()));
  return true;
}

/** Begins a sign-in anew because somebody asked for it, also right after another one. */
export function signInAgain(next: string): void {
  window.sessionStorage.removeItem(MARK);
  window.location.assign(`/sign-in?next=${encodeURIComponent(next)}`);
}

type Props = {
  provider: Provider;
  wish: Wish;
  title: string;
  lead: string;
  action: string;
  /** Goes to the provider without being asked. */
  byItself: boolean;
  needsBootstrap?: boolean;
};

/** Signing in with the OpenID Connect provider. */
export function ProviderSignIn({ provider, wish, title, lead, action, byItself, needsBootstrap = false }: Props) {
  const [going, setGoing] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const { next, link } = wish;
  const go = useCallback(async () => {
    setGoing(true);
    setProblem(null);
    try {
      const { beginSignIn } = await import('../../sign-in/pkce.ts');
      await beginSignIn(provider, { next, link });
    } catch (error) {
      setProblem(failureOf(error));
      setGoing(false);
    }
  }, [provider, next, link]);
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current || !byItself || needsBootstrap || !mayBeginByItself()) return;
    begun.current = true;
    void go();
  }, [byItself, needsBootstrap, go]);
  return (
    <AuthFrame title={title} lead={lead} foot={<span role="status">{going ? `Taking you to ${hostOf(provider)} …` : `You sign in at ${hostOf(provider)}. Dispatch never sees your password.`}</span>}>
      <div className={styles.stack}>
        {needsBootstrap && <NeedsBootstrap />}
        {problem && <ProblemNotice error={problem} />}
        <Button variant={needsBootstrap ? 'default' : 'filled'} size="md" fullWidth loading={going} onClick={() => void go()}>
          {problem ? 'Try again' : action}
        </Button>
      </div>
    </AuthFrame>
  );
}

/** Says how the first administrator comes in. */
export function NeedsBootstrap() {
  return (
    <Notice tone="wait" title="Nobody is an administrator yet">
      <p>Open the one-time link that Dispatch printed when it started. Whoever signs in through it becomes the first administrator.</p>
    </Notice>
  );
}
