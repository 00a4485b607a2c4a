import { Button } from '@mantine/core';
import { useState } from 'react';
import { routes } from '../../../../api/contract/index.ts';
import type { Session } from '../../../../api/contract/session.ts';
import { call } from '../../api/client.ts';
import { ApiProblem } from '../../api/problem.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import { AuthFrame } from '../auth-frame.tsx';
import { ObstaclePage } from './obstacle.tsx';
import styles from './provider.module.css';
import { NeedsBootstrap } from './sign-in.tsx';

/** The sign-in page where a proxy signs people in: nothing can be done here but to say why it did not. */
export function ProxySignIn({ session, next }: { session: Session; next: string }) {
  const again = (): void => window.location.assign(next);
  if (session.needsBootstrap) {
    return (
      <AuthFrame title="Dispatch is not set up yet" lead={`For the people of ${session.organization.name}.`}>
        <div className={styles.stack}>
          <NeedsBootstrap />
        </div>
      </AuthFrame>
    );
  }
  const { code, detail } = session.obstacle ?? { code: 'not-believed' as const, detail: 'The proxy in front of Dispatch signs people in. Load the page again to sign in there.' };
  return <ObstaclePage code={code} detail={detail} onAgain={again} />;
}

/** The bootstrap link where a proxy signs people in: whoever opens it becomes the first administrator. */
export function ProxyBootstrap({ link, session }: { link: string; session: Session }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  if (session.obstacle?.code === 'not-believed') return <ObstaclePage code="not-believed" detail={session.obstacle.detail} onAgain={() => window.location.reload()} />;
  const claim = async (): Promise<void> => {
    setBusy(true);
    try {
      await call(routes.providerSession.claim, { body: { link } });
      window.location.assign('/');
    } catch (error) {
      setProblem(ApiProblem.from(error));
      setBusy(false);
    }
  };
  return (
    <AuthFrame title="Set up Dispatch" lead="You are signed in by the proxy in front of Dispatch. With this link you become the first administrator and can let everybody else in." foot="The link works once.">
      <div className={styles.stack}>
        {problem && <ProblemNotice error={problem} />}
        <Button variant="filled" size="md" fullWidth loading={busy} onClick={() => void claim()}>
          Become the first administrator
        </Button>
      </div>
    </AuthFrame>
  );
}
