import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { routes } from '../../../api/contract/index.ts';
import { call } from '../api/client.ts';
import { useApi } from '../api/hooks.ts';
import { ApiProblem } from '../api/problem.ts';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { useApiForm } from '../ui/use-api-form.ts';
import { AuthFrame } from './auth-frame.tsx';
import { nextPath } from './next-path.ts';

function inWords(problem: ApiProblem): ApiProblem {
  if (problem.status !== 401) return problem;
  return new ApiProblem({ status: 401, title: 'That e-mail address and password do not belong together', detail: 'Check both. An administrator can give you a new password with an invitation link.' });
}

/** Signing in with an e-mail address and a password. */
export function SignInPage() {
  const { next } = useSearch({ from: '/sign-in' });
  const session = useApi(routes.session.get, {});
  const { form, submit, busy, problem } = useApiForm({
    initialValues: { email: '', password: '' },
    validate: { email: (value: string) => (value.trim() === '' ? 'Enter your e-mail address' : null), password: (value: string) => (value === '' ? 'Enter your password' : null) },
    send: async (body) => {
      await call(routes.session.signIn, { body });
      // A whole new page load, so that nothing read before signing in stays in memory.
      window.location.assign(nextPath(next));
    },
  });
  return (
    <AuthFrame
      title="Sign in to Dispatch"
      lead={session.data ? `For the people of ${session.data.organization.name}.` : 'With the e-mail address your organization knows.'}
      foot="No account? An administrator of your organization can send you an invitation link."
    >
      {session.error && <ProblemNotice error={session.error} onRetry={() => void session.refetch()} />}
      {session.data?.needsBootstrap === true && (
        <div style={{ marginTop: 18 }}>
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
      </form>
    </AuthFrame>
  );
}
