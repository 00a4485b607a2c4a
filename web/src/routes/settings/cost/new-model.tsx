import { Button, Checkbox, Group, Modal, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { routes } from '../../../../../api/contract/index.ts';
import { call, type InputOf } from '../../../api/client.ts';
import { useMay } from '../../../api/session.ts';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { useApiForm } from '../../../ui/use-api-form.ts';

type Props = { settings: InputOf<typeof routes.cost.models.create>['body']['settings']; onMade: (id: string) => void };

/** Makes a further model, with the numbers that are in force now to begin with. */
export function NewModel({ settings, onMade }: Props) {
  const admin = useMay('admin');
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const { form, submit, busy, problem } = useApiForm({
    initialValues: { name: '', isStandard: false },
    validate: { name: (name: string) => (name.trim() === '' ? 'A name is needed' : null) },
    send: async (values) => {
      const { id } = await call(routes.cost.models.create, { body: { ...values, settings } });
      await client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('cost') });
      onMade(id);
      setOpen(false);
    },
  });
  if (!admin) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>Add model</Button>
      <Modal opened={open} onClose={() => setOpen(false)} title="Add model">
        <form onSubmit={submit} noValidate>
          {problem && <ProblemNotice error={problem} title="The model was not added" />}
          <TextInput label="Name" placeholder="Security" description="It begins with the numbers in force now; change them afterwards." {...form.getInputProps('name')} data-autofocus />
          <Checkbox mt="md" label="The standard, for every type that names no model" {...form.getInputProps('isStandard', { type: 'checkbox' })} />
          <Group gap={8} mt="lg">
            <Button type="submit" variant="filled" loading={busy}>
              Add model
            </Button>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
          </Group>
        </form>
      </Modal>
    </>
  );
}
