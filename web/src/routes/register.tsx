import { Button, PasswordInput, TextInput } from '@mantine/core';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { routes } from '../../../api/contract/index.ts';
import { call } from '../api/client.ts';
import { useApi } from '../api/hooks.ts';
import { LinkButton } from '../ui/link-button.tsx';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { useApiForm } from '../ui/use-api-form.ts';
import { AuthFrame } from './auth-frame.tsx';
import styles from './auth.module.css';
import { LinkPage } from './one-time-link.tsx';

/** Asking to join: the address is confirmed by mail before anything else happens. */
export function RegisterPage() {
  const { organization } = useSearch({ from: '/register' });
  const session = useApi(routes.session.get, {});
  const [sent, setSent] = useState<string | undefined>(undefined);
  const { form, submit, busy, problem } = useApiForm({
    initialValues: { name: '', email: '' },
    validate: { name: (value: string) => (value.trim() === '' ? 'Enter your name, as colleagues know it' : null), email: (value: string) => (value.includes('@') ? null : 'Enter your e-mail address') },
    send: async (body) => setSent((await call(routes.accounts.registrations.request, { body: { ...body, ...(organization === undefined ? {} : { organization }) } })).detail),
  });
  const mode = session.data?.registration;
  const back = <><Link to="/sign-in">Sign in</Link> if you have an account already.</>;
  if (mode === 'off') {
    return (
      <AuthFrame title="Registration is closed" lead="People are invited here: ask an administrator of your organization for an invitation." foot={back}>
        {null}
      </AuthFrame>
    );
  }
  const sends = session.data?.sendsMail !== false;
  if (sent !== undefined) {
    return (
      <AuthFrame title={sends ? 'Look into your mail' : 'Ask for your link'} lead={sent} foot={sends ? <>Nothing came? Look among unwanted mail, or ask an administrator for an invitation.</> : undefined}>
        <LinkButton to="/sign-in" mt="lg">
          Back to signing in
        </LinkButton>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title={mode === 'approval' ? 'Ask to join Dispatch' : 'Register for Dispatch'} lead={mode === 'approval' ? 'You confirm your address, then an administrator lets you in.' : 'You confirm your address and choose a password.'} foot={back}>
      <form onSubmit={submit} noValidate>
        {problem && <ProblemNotice error={problem} />}
        <TextInput label="Name" autoComplete="name" autoFocus size="md" {...form.getInputProps('name')} />
        <TextInput label="E-mail address" type="email" autoComplete="email" size="md" {...form.getInputProps('email')} />
        <Button type="submit" variant="filled" size="md" fullWidth loading={busy}>
          {mode === 'approval' ? 'Ask to join' : 'Register'}
        </Button>
      </form>
    </AuthFrame>
  );
}

/** The mailed link of a registration: name and password, then in or waiting. */
export function ConfirmPage() {
  const { token } = useSearch({ from: '/confirm' });
  return <LinkPage token={token} purpose="registration">{(link) => <Confirm token={link.token} email={link.email ?? ''} name={link.name ?? ''} />}</LinkPage>;
}

function Confirm({ token, email, name }: { token: string; email: string; name: string }) {
  const [waits, setWaits] = useState(false);
  const sends = useApi(routes.session.get, {}).data?.sendsMail !== false;
  const { form, submit, busy, problem } = useApiForm({
    initialValues: { name, password: '' },
    validate: { name: (value: string) => (value.trim() === '' ? 'Enter your name, as colleagues know it' : null), password: (value: string) => (value.length < 12 ? 'Use at least 12 characters; a few words in a row are good' : null) },
    send: async (body) => {
      const { state } = await call(routes.accounts.registrations.confirm, { body: { token, ...body } });
      if (state === 'member') window.location.assign('/');
      else setWaits(true);
    },
  });
  if (waits) {
    return (
      <AuthFrame title="An administrator decides now" lead={`Your address is confirmed and your password is kept. ${sends ? 'You get a mail as soon as somebody has let you in.' : 'This installation does not send mail yet: ask them, and sign in once they have let you in.'}`}>
        <div className={styles.said}>
          <Notice tone="ok" title={`Confirmed: ${email}`} />
        </div>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title="Choose your password" lead={`Your address ${email} is confirmed with this.`} foot="The link works once.">
      <form onSubmit={submit} noValidate>
        {problem && <ProblemNotice error={problem} />}
        <input type="hidden" autoComplete="username" value={email} readOnly />
        <TextInput label="Name" autoComplete="name" size="md" {...form.getInputProps('name')} />
        <PasswordInput label="Password" description="At least 12 characters." autoComplete="new-password" autoFocus size="md" {...form.getInputProps('password')} />
        <Button type="submit" variant="filled" size="md" fullWidth loading={busy}>
          Confirm and go on
        </Button>
      </form>
    </AuthFrame>
  );
}
