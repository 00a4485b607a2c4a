import { useSearch } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { routes } from '../../../api/contract/index.ts';
import type { Session } from '../../../api/contract/session.ts';
import { useApi } from '../api/hooks.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import { AuthFrame } from './auth-frame.tsx';
import { nextPath } from './next-path.ts';

const Password = lazy(() => import('./sign-in.tsx').then((module) => ({ default: module.SignInPage })));
const Bootstrap = lazy(() => import('./redeem.tsx').then((module) => ({ default: module.BootstrapPage })));
const Invitation = lazy(() => import('./redeem.tsx').then((module) => ({ default: module.InvitationPage })));
const Provider = lazy(() => import('./provider/sign-in.tsx').then((module) => ({ default: module.ProviderSignIn })));
const Proxy = lazy(() => import('./provider/proxy.tsx').then((module) => ({ default: module.ProxySignIn })));
const ProxyBootstrap = lazy(() => import('./provider/proxy.tsx').then((module) => ({ default: module.ProxyBootstrap })));

/** The sign-in page as the provider of the installation has it. */
export function SignInChoice() {
  const { next } = useSearch({ from: '/sign-in' });
  return (
    <Choice title="Sign in to Dispatch" password={<Password />}>
      {(session) => {
        const { pkce } = session.authentication;
        if (pkce === null) return <Proxy session={session} next={nextPath(next)} />;
        return <Provider provider={pkce} wish={{ next: nextPath(next) }} title="Sign in to Dispatch" lead={`For the people of ${session.organization.name}.`} action="Sign in" byItself={next !== undefined} needsBootstrap={session.needsBootstrap} />;
      }}
    </Choice>
  );
}

/** What a bootstrap link opens: a form for a password, or the sign-in of another provider. */
export function BootstrapChoice() {
  const { token } = useSearch({ from: '/bootstrap' });
  return (
    <Choice title="Set up Dispatch" password={<Bootstrap />} unless={token === undefined}>
      {(session) => {
        const { pkce } = session.authentication;
        if (pkce === null) return <ProxyBootstrap link={token ?? ''} session={session} />;
        return <Provider provider={pkce} wish={{ next: '/', link: token }} title="Set up Dispatch" lead="Whoever signs in through this link becomes the first administrator and can let everybody else in." action="Sign in and set up" byItself={false} />;
      }}
    </Choice>
  );
}

/** What an invitation opens: a form for a password, or the sign-in of another provider, which needs no link but the invited address. */
export function InvitationChoice() {
  const { token } = useSearch({ from: '/invitation' });
  return (
    <Choice title="Join Dispatch" password={<Invitation />} unless={token === undefined}>
      {(session) => {
        const { pkce } = session.authentication;
        if (pkce === null) return <Proxy session={session} next="/" />;
        return <Provider provider={pkce} wish={{ next: '/' }} title={`Join ${session.organization.name}`} lead="You are invited. Sign in with the address that the invitation was sent to." action="Sign in" byItself={false} />;
      }}
    </Choice>
  );
}

type Props = { title: string; password: ReactNode; unless?: boolean; children: (session: Session) => ReactNode };

/** Shows the page of passwords where people have them, and the other one where an outside provider signs people in. */
function Choice({ title, password, unless = false, children }: Props) {
  const { data, error, refetch } = useApi(routes.session.get, {});
  if (error) {
    return (
      <AuthFrame title={title} lead="Dispatch cannot say how people sign in here.">
        <div style={{ marginTop: 18 }}>
          <ProblemNotice error={error} onRetry={() => void refetch()} />
        </div>
      </AuthFrame>
    );
  }
  if (!data) return null;
  if (!data.authentication.enabled) return <Onward />;
  const hasPasswords = data.authentication.provider === 'dispatch-auth-provider-basic' || unless;
  return <Suspense>{hasPasswords ? password : children(data)}</Suspense>;
}

function Onward() {
  useEffect(() => window.location.replace('/'), []);
  return null;
}
