import { Button, Group, Modal, SegmentedControl, Select, TextInput } from '@mantine/core';
import { routes } from '../../../../../api/contract/index.ts';
import { Secret } from '../../../account/secret.tsx';
import { call } from '../../../api/client.ts';
import { ACCESS_LEVELS, useSession } from '../../../api/session.ts';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { toastDone } from '../../../ui/toast.ts';
import { useApiForm } from '../../../ui/use-api-form.ts';

type Props = { opened: 'new' | { url: string } | undefined; onLink: (url: string) => void; onSent: () => void; onClose: () => void };

/** Invites somebody by mail or by a link to pass on, which is shown once. */
export function InviteDialog({ opened, onLink, onSent, onClose }: Props) {
  const isLink = typeof opened === 'object';
  return (
    <Modal opened={opened !== undefined} onClose={onClose} closeOnClickOutside={!isLink} title={isLink ? 'Pass the invitation on' : 'Invite somebody'}>
      {isLink && (
        <Secret value={opened.url} what="link" onDone={onClose}>
          The link works once and for a week, and lets its reader choose a password. It is shown only now.
        </Secret>
      )}
      {opened === 'new' && <InviteForm onLink={onLink} onSent={onSent} onClose={onClose} />}
    </Modal>
  );
}

function InviteForm({ onLink, onSent, onClose }: Omit<Props, 'opened'>) {
  const { person, authentication, sendsMail } = useSession();
  const byPassword = authentication.provider === 'dispatch-auth-provider-basic';
  const levels = ACCESS_LEVELS.slice(0, ACCESS_LEVELS.indexOf(person.accessLevel) + 1);
  const { form, submit, busy, problem } = useApiForm<{ email: string; name: string; accessLevel: (typeof ACCESS_LEVELS)[number]; by: 'mail' | 'link' }>({
    initialValues: { email: '', name: '', accessLevel: 'member', by: byPassword && !sendsMail ? 'link' : 'mail' },
    validate: { email: (value: string) => (value.includes('@') ? null : 'Enter their e-mail address'), name: (value: string) => (value.trim() === '' ? 'Enter their name' : null) },
    send: async (body) => {
      const { url, email } = await call(routes.accounts.invitations.create, { body });
      onSent();
      if (url !== null) return onLink(url);
      toastDone(sendsMail ? `The invitation to ${email} is on its way.` : `${email} is invited. The mail stays in the outbox: tell them yourself.`);
      onClose();
    },
  });
  return (
    <form onSubmit={submit} noValidate style={{ display: 'grid', gap: 14 }}>
      {problem && <ProblemNotice error={problem} title={`Not invited: ${problem.title}`} />}
      <TextInput label="E-mail address" type="email" data-autofocus {...form.getInputProps('email')} />
      <TextInput label="Name" {...form.getInputProps('name')} />
      <Select label="Access level" data={[...levels]} {...form.getInputProps('accessLevel')} />
      {byPassword && (
        <SegmentedControl aria-label="How the invitation goes out" fullWidth data={[{ value: 'mail', label: 'By mail' }, { value: 'link', label: 'A link to pass on' }]} {...form.getInputProps('by')} />
      )}
      {!sendsMail && form.values.by === 'mail' && (
        <p style={{ color: 'var(--ink2)' }}>{byPassword ? 'No mail leaves this installation yet: the invitation stays in the outbox, where an owner can open it and pass its link on.' : 'No mail leaves this installation yet: tell them yourself that they can sign in here now.'}</p>
      )}
      <Group gap={8}>
        <Button type="submit" variant="filled" loading={busy}>
          {form.values.by === 'link' ? 'Make the link' : sendsMail ? 'Send the invitation' : 'Invite'}
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </Group>
    </form>
  );
}
