import { Button, Select, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { routes } from '../../../../api/contract/index.ts';
import { useSend } from '../../api/hooks.ts';
import { useActions } from '../../shell/actions.ts';
import { PersonSelect } from '../../ui/person-select.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { useApiForm } from '../../ui/use-api-form.ts';
import { ROLE_WORDS, type RoleName, ROLES } from '../participants.ts';
import type { Incident } from '../queries.ts';
import { useKeys } from '../use-keys.ts';
import styles from './people.module.css';

/** Adds a person, found by name or by a whole address, with a role. */
export function AddPerson({ incident }: { incident: Incident }) {
  const [open, setOpen] = useState(false);
  useActions([{ id: 'incident.engage', label: 'Engage someone', group: 'This incident', keys: 'e', words: 'add participant invite', run: () => setOpen(true) }]);
  if (open) return <AddForm incident={incident} onDone={() => setOpen(false)} />;
  return (
    <UnstyledButton className={styles.add} onClick={() => setOpen(true)}>
      Engage someone…
    </UnstyledButton>
  );
}

function AddForm({ incident, onDone }: { incident: Incident; onDone: () => void }) {
  const send = useSend(routes.incidents.addParticipant, { onDone });
  const { form, submit, busy, problem } = useApiForm<{ email: string | null; role: RoleName }>({
    initialValues: { email: null, role: 'participant' },
    validate: { email: (value: string | null) => (value === null ? 'Choose who' : null) },
    send: async ({ email, role }) => {
      if (email !== null) await send.mutateAsync({ params: { incident: incident.key }, body: { email, role } });
    },
  });
  const box = useKeys<HTMLFormElement>({ escape: onDone });
  return (
    <form className={styles.form} ref={box} onSubmit={submit} aria-label="Engage someone">
      {problem && <ProblemNotice error={problem} />}
      <PersonSelect label="Who" placeholder="Name or e-mail address" value={form.values.email} onChange={(email) => form.setFieldValue('email', email)} error={form.errors.email} allowNew autoFocus />
      <Select label="As" data={ROLES.map((role) => ({ value: role, label: ROLE_WORDS[role] }))} {...form.getInputProps('role')} />
      <div className={styles.buttons}>
        <Button type="submit" size="xs" variant="filled" loading={busy}>
          Engage
        </Button>
        <Button size="xs" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
