import { Button, Modal } from '@mantine/core';
import { routes } from '../../../../api/contract/index.ts';
import { useSend } from '../../api/hooks.ts';
import { DateTimeInput } from '../../ui/date-time-input.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { PersonSelect } from '../../ui/person-select.tsx';
import { useApiForm } from '../../ui/use-api-form.ts';
import type { Incident, Postmortem } from '../queries.ts';
import styles from './postmortem.module.css';

/** Moves the review meeting and says who owns the review. */
export function MeetingDialog({ incident, postmortem, open, onClose }: { incident: Incident; postmortem: Postmortem; open: boolean; onClose: () => void }) {
  return (
    <Modal opened={open} onClose={onClose} title={postmortem.meetingAt === null ? 'Set the review meeting' : 'Move the review meeting'}>
      {open && <MeetingForm incident={incident} postmortem={postmortem} onClose={onClose} />}
    </Modal>
  );
}

function MeetingForm({ incident, postmortem, onClose }: { incident: Incident; postmortem: Postmortem; onClose: () => void }) {
  const send = useSend(routes.documents.schedule, { onDone: onClose });
  const { form, submit, busy, problem } = useApiForm({
    initialValues: { meetingAt: postmortem.meetingAt, ownerEmail: postmortem.owner?.email ?? null },
    validate: { meetingAt: (value: string | null) => (value === null ? 'Say when it takes place' : Date.parse(value) < Date.now() ? 'That has passed already' : null) },
    send: async ({ meetingAt, ownerEmail }) => {
      if (meetingAt === null) return;
      await send.mutateAsync({ params: { incident: incident.key }, body: { meetingAt, ...(ownerEmail === null ? {} : { ownerEmail }) } });
    },
  });
  return (
    <form onSubmit={submit} style={{ display: 'grid', gap: 14 }} noValidate>
      {problem && <ProblemNotice error={problem} title="The meeting was not moved" />}
      <DateTimeInput label="When" description="Everybody who took part is told the new time." value={form.values.meetingAt} onChange={(at) => form.setFieldValue('meetingAt', at)} error={form.errors.meetingAt} data-autofocus />
      <PersonSelect label="Owner of the review" value={form.values.ownerEmail} onChange={(email) => form.setFieldValue('ownerEmail', email)} error={form.errors.ownerEmail} />
      <div className={styles.buttons} style={{ marginTop: 4 }}>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="filled" loading={busy}>
          {postmortem.meetingAt === null ? 'Set the meeting' : 'Move the meeting'}
        </Button>
      </div>
    </form>
  );
}
