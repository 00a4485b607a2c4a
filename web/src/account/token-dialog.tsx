import { Button, Checkbox, Group, Modal, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { SCOPE_TEXTS, TOKEN_SCOPES, type TokenScope } from '../../../api/contract/scopes.ts';
import { ACCESS_LEVELS } from '../api/session.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import { useApiForm } from '../ui/use-api-form.ts';
import styles from './account.module.css';
import { Secret } from './secret.tsx';

/** What a token is made from. */
export type TokenBody = { name: string; scopes: TokenScope[]; expiresInDays: number };
type Props = { opened: boolean; owner: string; accessLevel: (typeof ACCESS_LEVELS)[number]; make: (body: TokenBody) => Promise<{ token: string }>; onClose: () => void };

const DAYS = [7, 30, 90, 180, 365];

/** Makes an API token for somebody or a service account and shows it, once. */
export function TokenDialog({ opened, owner, accessLevel, make, onClose }: Props) {
  const [made, setMade] = useState<string | undefined>(undefined);
  const close = (): void => {
    setMade(undefined);
    onClose();
  };
  return (
    <Modal opened={opened} onClose={close} size="lg" closeOnClickOutside={made === undefined} title={made === undefined ? `New API token for ${owner}` : 'Copy the token now'}>
      {made === undefined ? (
        <TokenForm accessLevel={accessLevel} send={async (body) => setMade((await make(body)).token)} onCancel={close} />
      ) : (
        <Secret value={made} what="token" onDone={close}>
          It is shown only now. Send it as <code>Authorization: Bearer …</code> and keep it like a password.
        </Secret>
      )}
    </Modal>
  );
}

function TokenForm({ accessLevel, send, onCancel }: { accessLevel: Props['accessLevel']; send: (body: TokenBody) => Promise<void>; onCancel: () => void }) {
  const admin = ACCESS_LEVELS.indexOf(accessLevel) >= ACCESS_LEVELS.indexOf('admin');
  const scopes = TOKEN_SCOPES.filter((scope) => admin || (scope !== 'admin' && scope !== 'settings:write'));
  const { form, submit, busy, problem } = useApiForm<{ name: string; scopes: TokenScope[]; expiresInDays: string }>({
    initialValues: { name: '', scopes: ['read'], expiresInDays: '90' },
    validate: { name: (value: string) => (value.trim() === '' ? 'Enter what uses the token' : null), scopes: (value: TokenScope[]) => (value.length === 0 ? 'Choose at least one' : null) },
    send: ({ name, scopes: chosen, expiresInDays }) => send({ name, scopes: chosen, expiresInDays: Number(expiresInDays) }),
  });
  return (
    <form onSubmit={submit} noValidate style={{ display: 'grid', gap: 14 }}>
      {problem && <ProblemNotice error={problem} title={`Not made: ${problem.title}`} />}
      <TextInput label="Name" description="What uses it, so that you can tell tokens apart." data-autofocus {...form.getInputProps('name')} />
      <Checkbox.Group label="What it may do" description="Never more than its owner may." inputWrapperOrder={['label', 'description', 'input', 'error']} {...form.getInputProps('scopes')}>
        <div className={styles.scopes}>
          {scopes.map((scope) => (
            <Checkbox key={scope} value={scope} label={scope} description={SCOPE_TEXTS[scope]} />
          ))}
        </div>
      </Checkbox.Group>
      <Select label="Works for" data={DAYS.map((days) => ({ value: String(days), label: `${days} days` }))} {...form.getInputProps('expiresInDays')} />
      <Group gap={8}>
        <Button type="submit" variant="filled" loading={busy}>
          Make the token
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </Group>
    </form>
  );
}
