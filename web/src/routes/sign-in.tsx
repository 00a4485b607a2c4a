import { Button, PasswordInput, TextInput } from '@mantine/core';
import { Link, useSearch } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { routes } from '../../../api/contract/index.ts';
import type { StepUpOffer } from '../../../api/contract/second-factor.ts';
import type { Session } from '../../../api/contract/session.ts';
import { call } from '../api/client.ts';
import { useApi } from '../api/hooks.ts';
import { ApiProblem } from '../api/problem.ts';
import { offerOf } from '../api/step-up.ts';
import { SignInStep } from '../second-factor/sign-in-step.tsx';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { useApiForm } from '../ui/use-api-form.ts';
import { AuthFrame } from './auth-frame.tsx';
import styles from './auth.module.css';
import { nextPath } from './next-path.ts';

// A refusal without a field is about the account, not about what was typed, and says so itself.
function inWords(problem: ApiProblem): ApiProblem {
  if (problem.status !== 401) return problem;
  const about = problem.detail?.startsWith('The e-mail address or the password') === true ? 'Check both, or choose a new password.' : problem.detail;
  const title = about === problem.detail ? 'You cannot sign in yet' : 'That e-mail address and password do not belong together';
  return new ApiProblem({ status: 401, title, ...(about === undefined ? {} : { detail: about }) });
}

function newHere(mode: Session['registration'] | undefined): ReactNode {
  if (mode === undefined) return undefined;
  if (mode === 'off') return 'No account? An administrator of your organization can send you an invitation.';
  return (
    <>
      No account? <Link to="/register">{mode === 'approval' ? 'Ask to join' : 'Register'}</Link>, or ask an administrator for an invitation.
    </>
  );
}

/** Signing in with an e-mail address and a password. */
export function SignInPage() {
  const { next } = useSearch({ from: '/sign-in' });
  const session = useApi(routes.session.get, {});
  const [offer, setOffer] = useState<StepUpOffer | undefined>(undefined);
  const { form, submit, busy, problem } = useApiForm({
    initialValues: { email: '', password: '' },
    fields: ['email'],
    validate: { email: (value: string) => (value.trim() === '' ? 'Enter your e-mail address' : null), password: (value: string) => (value === '' ? 'Enter your password' : null) },
    send: async (body) => {
      try {
        await call(routes.session.signIn, { body });
      } catch (error) {
        const asked = offerOf(error, 'second-factor-required');
        if (!asked) throw error;
        return setOffer(asked);
      }
      // A whole new page load, so that nothing read before signing in stays in memory.
      window.location.assign(nextPath(next));
    },
  });
  if (offer) return <SignInStep offer={offer} next={nextPath(next)} onBack={() => setOffer(undefined)} />;
  return (
    <AuthFrame
      title="Sign in to Dispatch"
      lead={session.data ? `For the people of ${session.data.organization.name}.` : 'With the e-mail address your organization knows.'}
      foot={newHere(session.data?.registration)}
    >
      {session.error && <ProblemNotice error={session.error} onRetry={() => void session.refetch()} />}
      {session.data?.needsBootstrap === true && (
        <div className={styles.said}>
          <Notice tone="wait" title="Nobody can sign in yet">
            <p>Open the one-time link that Dispatch printed when it started. It makes you the first administrator.</p>
          </Notice>
        </div>
      )}
      <form onSubmit={submit} noValidate>
        {problem && <ProblemNotice error={inWords(problem)} />}
        <TextInput label="E-mail address" type="email" autoComplete="username" autoFocus size="md" {...form.getInputProps('email')} />
        <PasswordInput label="Password" autoComplete="current-password" size="md" {...form.getInputProps('password')} />
        <Button type="submit" variant="filled" size="md" fullWidth loading={busy}>
          Sign in
        </Button>
        <Link to="/forgotten" className={styles.aside ?? ''}>
          Forgot your password?
        </Link>
      </form>
    </AuthFrame>
  );
}
