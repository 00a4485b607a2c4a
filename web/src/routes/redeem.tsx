import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { routes } from '../../../api/contract/index.ts';
import { call } from '../api/client.ts';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { useApiForm } from '../ui/use-api-form.ts';
import { AuthFrame } from './auth-frame.tsx';
import { LinkButton } from '../ui/link-button.tsx';

/** The first administrator's one-time link: name, e-mail address and password, then they are signed in. */
export function BootstrapPage() {
  const { token } = useSearch({ from: '/bootstrap' });
  return <Redeem token={token} title="Set up Dispatch" lead="You are the first administrator. With this you can invite everybody else." asksEmail />;
}

/** An invitation's one-time link: name and password, then they are signed in. */
export function InvitationPage() {
  const { token } = useSearch({ from: '/invitation' });
  return <Redeem token={token} title="Join Dispatch" lead="Choose a password and you are in." asksEmail={false} />;
}

function Redeem({ token, title, lead, asksEmail }: { token: string | undefined; title: string; lead: string; asksEmail: boolean }) {
  const { form, submit, busy, problem } = useApiForm({
    initialValues: { name: '', email: '', password: '' },
    validate: {
      name: (value: string) => (value.trim() === '' ? 'Enter your name, as colleagues know it' : null),
      email: (value: string) => (asksEmail && !value.includes('@') ? 'Enter your e-mail address' : null),
      password: (value: string) => (value.length < 12 ? 'Use at least 12 characters; a few words in a row are good' : null),
    },
    send: async ({ name, email, password }) => {
      await call(routes.session.redeem, { body: { token: token ?? '', name, password, ...(asksEmail ? { email } : {}) } });
      window.location.assign('/');
    },
  });
  if (token === undefined) {
    return (
      <AuthFrame title={title} lead="This page needs the token of a one-time link.">
        <div style={{ marginTop: 18 }}>
          <Notice tone="wait" title="The link is incomplete" action={<LinkButton to="/sign-in" size="xs">Sign in</LinkButton>}>
            <p>Copy the whole link, with everything after “token=”, and open it again.</p>
          </Notice>
        </div>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title={title} lead={lead} foot="The link works once. If it is refused, it was used or has expired; ask for a new one.">
      <form onSubmit={submit} noValidate>
        {problem && <ProblemNotice error={problem} />}
        <TextInput label="Name" autoComplete="name" autoFocus size="md" {...form.getInputProps('name')} />
        {asksEmail && <TextInput label="E-mail address" type="email" autoComplete="username" size="md" {...form.getInputProps('email')} />}
        <PasswordInput label="Password" description="At least 12 characters." autoComplete="new-password" size="md" {...form.getInputProps('password')} />
        <Button type="submit" variant="filled" size="md" fullWidth loading={busy}>
          {asksEmail ? 'Create the administrator' : 'Join the organization'}
        </Button>
      </form>
    </AuthFrame>
  );
}
