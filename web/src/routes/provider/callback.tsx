import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Session } from '../../../../api/contract/session.ts';
import { routes } from '../../../../api/contract/index.ts';
import { useApi } from '../../api/hooks.ts';
import type { ApiProblem } from '../../api/problem.ts';
import { failureOf } from '../../sign-in/failure.ts';
import type { Provider, Wish } from '../../sign-in/pkce.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import { AuthFrame } from '../auth-frame.tsx';
import { nextPath } from '../next-path.ts';
import { ObstaclePage, type ObstacleCode } from './obstacle.tsx';
import styles from './provider.module.css';
import { signInAgain } from './sign-in.tsx';

let finishing: Promise<Wish> | null = null;

// An answer of the provider can be used once, also when React mounts the page twice.
async function finish(provider: Provider): Promise<Wish> {
  const { finishSignIn } = await import('../../sign-in/pkce.ts');
  finishing ??= finishSignIn(provider);
  return finishing;
}

async function leave(provider: Provider): Promise<void> {
  const { leaveProvider } = await import('../../sign-in/pkce.ts');
  if (!(await leaveProvider(provider).catch(() => false))) window.location.assign('/sign-in');
}

const isObstacle = (type: string | undefined): type is ObstacleCode => type === 'awaiting-approval' || type === 'not-a-member';

/** Where the OpenID Connect provider sends the browser back to; also inside the hidden frame that renews a session. */
export function CallbackPage() {
  const session = useApi(routes.session.get, {});
  if (session.error) {
    return (
      <AuthFrame title="Signing you in" lead="You come back from your sign-in provider.">
        <div className={styles.stack}>
          <ProblemNotice error={session.error} onRetry={() => void session.refetch()} />
        </div>
      </AuthFrame>
    );
  }
  if (!session.data) return <Waiting />;
  const { pkce } = session.data.authentication;
  return pkce === null ? <Elsewhere /> : <Finishing provider={pkce} organization={session.data.organization} />;
}

function Finishing({ provider, organization }: { provider: Provider; organization: Session['organization'] }) {
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  useEffect(() => {
    if (window.parent !== window) {
      void import('../../sign-in/pkce.ts').then(({ answerFrame }) => answerFrame(provider));
      return;
    }
    const goOn = async (): Promise<void> => {
      try {
        const wish = await finish(provider);
        // A whole new page load, so that nothing read before signing in stays in memory, and the answer does not stay in the history.
        window.location.replace(nextPath(wish.next));
      } catch (error) {
        setProblem(failureOf(error));
      }
    };
    void goOn();
  }, [provider]);
  if (problem === null) return <Waiting />;
  if (isObstacle(problem.type)) return <ObstaclePage code={problem.type} detail={problem.detail ?? ''} onAgain={() => signInAgain('/')} onOther={() => void leave(provider)} />;
  return (
    <AuthFrame title="You are not signed in" lead={`For the people of ${organization.name}.`}>
      <div className={styles.stack}>
        <ProblemNotice error={problem} />
        <Button variant="filled" size="md" fullWidth onClick={() => signInAgain('/')}>
          Sign in again
        </Button>
      </div>
    </AuthFrame>
  );
}

function Waiting() {
  return (
    <AuthFrame title="Signing you in" lead="You come back from your sign-in provider. One moment.">
      <span role="status" aria-label="Signing you in" />
    </AuthFrame>
  );
}

function Elsewhere() {
  return (
    <AuthFrame title="Nothing to do here" lead="People do not sign in with an OpenID Connect provider here.">
      <div className={styles.stack}>
        <Button variant="filled" size="md" fullWidth onClick={() => window.location.assign('/')}>
          Open Dispatch
        </Button>
      </div>
    </AuthFrame>
  );
}
