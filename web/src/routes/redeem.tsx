import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { routes } from '../../../api/contract/index.ts';
import { call } from '../api/client.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import { useApiForm } from '../ui/use-api-form.ts';
import { AuthFrame } from './auth-frame.tsx';
import { LinkPage } from './one-time-link.tsx';

/** The first administrator's one-time link: name, e-mail address and password, then they are signed in. */
export function BootstrapPage() {
  const { token } = useSearch({ from: '/bootstrap' });
  return (
    <LinkPage token={token} purpose="bootstrap">
      {(link) => <Redeem token={link.token} title="Set up Dispatch" lead="You are the first administrator. With this you can invite everybody else." email={undefined} name="" hasPassword={false} />}
    </LinkPage>
  );
}

/** An invitation's one-time link: name and password, then they are signed in. */
export function InvitationPage() {
  const { token } = useSearch({ from: '/invitation' });
  return (
    <LinkPage token={token} purpose="invitation">
      {(link) => (
        <Redeem
          token={link.token}
          title={`Join ${link.organization}`}
          lead={link.hasPassword ? `${link.email ?? ''} has an account already: enter its password and you are in.` : `As ${link.email ?? ''}. Choose a password and you are in.`}
          email={link.email ?? ''}
          name={link.name ?? ''}
          hasPassword={link.hasPassword}
        />
      )}
    </LinkPage>
  );
}

type Props = { token: string; title: string; lead: string; /** Undefined = it is asked for. */ email: string | undefined; name: string; hasPassword: boolean };

function Redeem({ token, title, lead, email, name, hasPassword }: Props) {
  const asksEmail = email === undefined;
  const { form, submit, busy, problem } = useApiForm({
    initialValues: { name, email: '', password: '' },
    validate: {
      name: (value: string) => (value.trim() === '' ? 'Enter your name, as colleagues know it' : null),
      email: (value: string) => (asksEmail && !value.includes('@') ? 'Enter your e-mail address' : null),
      password: (value: string) => (value.length >= 12 ? null : hasPassword ? 'Enter the password of your account' : 'Use at least 12 characters; a few words in a row are good'),
    },
    send: async (values) => {
      await call(routes.session.redeem, { body: { token, name: values.name, password: values.password, ...(asksEmail ? { email: values.email } : {}) } });
      window.location.assign('/');
    },
  });
  return (
    <AuthFrame title={title} lead={lead} foot="The link works once. If it is refused, it was used or has expired; ask for a new one.">
      <form onSubmit={submit} noValidate>
        {problem && <ProblemNotice error={problem} />}
        <TextInput label="Name" autoComplete="name" autoFocus={name === ''} size="md" {...form.getInputProps('name')} />
        {asksEmail ? (
          <TextInput label="E-mail address" type="email" autoComplete="username" size="md" {...form.getInputProps('email')} />
        ) : (
          <input type="hidden" autoComplete="username" value={email} readOnly />
        )}
        <PasswordInput label="Password" {...(hasPassword ? {} : { description: 'At least 12 characters.' })} autoComplete={hasPassword ? 'current-password' : 'new-password'} autoFocus={name !== ''} size="md" {...form.getInputProps('password')} />
        <Button type="submit" variant="filled" size="md" fullWidth loading={busy}>
          {asksEmail ? 'Create the administrator' : 'Join the organization'}
        </Button>
      </form>
    </AuthFrame>
  );
}
