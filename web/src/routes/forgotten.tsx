import { Button, PasswordInput, TextInput } from '@mantine/core';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { routes } from '../../../api/contract/index.ts';
import { call } from '../api/client.ts';
import { useApi } from '../api/hooks.ts';
import { LinkButton } from '../ui/link-button.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { useApiForm } from '../ui/use-api-form.ts';
import { AuthFrame } from './auth-frame.tsx';
import { LinkPage } from './one-time-link.tsx';

/** Asking for a new password by mail; the answer is the same whoever asks. */
export function ForgottenPage() {
  const [sent, setSent] = useState<string | undefined>(undefined);
  const sends = useApi(routes.session.get, {}).data?.sendsMail !== false;
  const { form, submit, busy, problem } = useApiForm({
    initialValues: { email: '' },
    validate: { email: (value: string) => (value.includes('@') ? null : 'Enter your e-mail address') },
    send: async (body) => setSent((await call(routes.accounts.passwords.forgotten, { body })).detail),
  });
  if (sent !== undefined) {
    return (
      <AuthFrame title={sends ? 'Look into your mail' : 'Ask for your link'} lead={sent} foot={sends ? 'Nothing came? Look among unwanted mail, or ask an administrator.' : undefined}>
        <LinkButton to="/sign-in" mt="lg">
          Back to signing in
        </LinkButton>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title="Choose a new password" lead={sends ? 'A link to do that comes by mail.' : 'This installation does not send mail yet: an owner of your organization passes the link on.'} foot={<Link to="/sign-in">Back to signing in</Link>}>
      <form onSubmit={submit} noValidate>
        {problem && <ProblemNotice error={problem} />}
        <TextInput label="E-mail address" type="email" autoComplete="username" autoFocus size="md" {...form.getInputProps('email')} />
        <Button type="submit" variant="filled" size="md" fullWidth loading={busy}>
          {sends ? 'Mail me a link' : 'Make me a link'}
        </Button>
      </form>
    </AuthFrame>
  );
}

/** The mailed link for a new password. */
export function ResetPage() {
  const { token } = useSearch({ from: '/reset' });
  return <LinkPage token={token} purpose="reset">{(link) => <Reset token={link.token} email={link.email ?? ''} />}</LinkPage>;
}

function Reset({ token, email }: { token: string; email: string }) {
  const [done, setDone] = useState(false);
  const { form, submit, busy, problem } = useApiForm({
    initialValues: { password: '' },
    validate: { password: (value: string) => (value.length < 12 ? 'Use at least 12 characters; a few words in a row are good' : null) },
    send: async ({ password }) => {
      await call(routes.accounts.passwords.reset, { body: { token, password } });
      setDone(true);
    },
  });
  if (done) {
    return (
      <AuthFrame title="Your password is changed" lead="You are signed out everywhere. Sign in with the new one.">
        <LinkButton to="/sign-in" variant="filled" size="md" mt="lg" fullWidth>
          Sign in
        </LinkButton>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title="Choose a new password" lead={`For ${email}. You are signed out everywhere when it is changed.`} foot="The link works once and for an hour.">
      <form onSubmit={submit} noValidate>
        {problem && <ProblemNotice error={problem} />}
        <input type="hidden" autoComplete="username" value={email} readOnly />
        <PasswordInput label="New password" description="At least 12 characters." autoComplete="new-password" autoFocus size="md" {...form.getInputProps('password')} />
        <Button type="submit" variant="filled" size="md" fullWidth loading={busy}>
          Change the password
        </Button>
      </form>
    </AuthFrame>
  );
}
