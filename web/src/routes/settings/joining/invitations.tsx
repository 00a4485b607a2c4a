import { Button, Menu } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { routes } from '../../../../../api/contract/index.ts';
import styles from '../../../account/account.module.css';
import { ConfirmButton } from '../../../account/confirm-button.tsx';
import { type OutputOf } from '../../../api/client.ts';
import { useApi, useSend } from '../../../api/hooks.ts';
import type { ApiProblem } from '../../../api/problem.ts';
import { useSession } from '../../../api/session.ts';
import { Empty } from '../../../ui/empty.tsx';
import { Tag } from '../../../ui/facts.tsx';
import { useNow } from '../../../ui/now.ts';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { Section } from '../../../ui/page.tsx';
import { Loading } from '../../../ui/skeleton.tsx';
import { Due, Time } from '../../../ui/time.tsx';
import { toastDone, toastFailed } from '../../../ui/toast.ts';
import { InviteDialog } from './invite-dialog.tsx';

type Row = OutputOf<typeof routes.accounts.invitations.list>['data'][number];

/** Invitations that are open or have expired; new ones are sent from here. */
export function InvitationsSection() {
  const client = useQueryClient();
  const { sendsMail } = useSession();
  const { data, error, refetch } = useApi(routes.accounts.invitations.list, {});
  const [dialog, setDialog] = useState<'new' | { url: string } | undefined>(undefined);
  const add = (
    <Button size="xs" variant="filled" onClick={() => setDialog('new')}>
      Invite somebody
    </Button>
  );
  return (
    <Section title="Invitations" note={data && data.data.length > 0 && add}>
      {error && !data && <ProblemNotice error={error} title="The invitations could not be loaded" onRetry={() => void refetch()} />}
      {!data && !error && <Loading rows={2} height={26} gap={22} />}
      {data?.data.length === 0 && (
        <Empty title="No open invitations" action={add}>
          {sendsMail ? 'Invite people by mail, or make a link to pass on yourself.' : 'Invite people, and pass their link on yourself.'}
        </Empty>
      )}
      {data && data.data.length > 0 && (
        <ul className={styles.rows}>
          {data.data.map((row) => (
            <Invited key={row.id} row={row} onLink={(url) => setDialog({ url })} />
          ))}
        </ul>
      )}
      <InviteDialog opened={dialog} onLink={(url) => setDialog({ url })} onSent={() => void client.invalidateQueries({ queryKey: ['invitations.list'] })} onClose={() => setDialog(undefined)} />
    </Section>
  );
}

function Invited({ row, onLink }: { row: Row; onLink: (url: string) => void }) {
  const now = useNow(60_000);
  const { authentication, sendsMail } = useSession();
  const onFailed = (problem: ApiProblem): void => toastFailed('The invitation was not changed', problem.detail ?? problem.title);
  const resend = useSend(routes.accounts.invitations.resend, { onDone: ({ url, email }) => (url === null ? toastDone(`${sendsMail ? `A new link is mailed to ${email}` : `A mail to ${email} with a new link waits in the outbox`}; the one before has ended.`) : onLink(url)), onFailed });
  const revoke = useSend(routes.accounts.invitations.revoke, { onDone: () => toastDone('The invitation is taken back.'), onFailed });
  const over = Date.parse(row.expiresAt) <= now;
  const byLink = authentication.provider === 'dispatch-auth-provider-basic';
  return (
    <li data-off={over || undefined}>
      <span className={styles.title}>
        <bdi>{row.name}</bdi> <Tag>{row.accessLevel}</Tag> {over && <Tag>expired</Tag>}
      </span>
      <span className={styles.text}>
        {row.email} · invited <Time at={row.sentAt} />
        {row.invitedBy !== null && ` by ${row.invitedBy}`}
        {!over && <> · expires <Due at={row.expiresAt} near={86_400_000} /></>}
      </span>
      <span className={styles.side}>
        <Menu position="bottom-end" width={210}>
          <Menu.Target>
            <Button size="xs" loading={resend.isPending}>
              Send again
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => resend.mutate({ params: { id: row.id }, body: { by: 'mail' } })}>{sendsMail ? 'Mail a new link' : 'Put a new one into the outbox'}</Menu.Item>
            {byLink && <Menu.Item onClick={() => resend.mutate({ params: { id: row.id }, body: { by: 'link' } })}>Show a new link to pass on</Menu.Item>}
          </Menu.Dropdown>
        </Menu>
        <ConfirmButton label="Revoke" question={`The link of ${row.name} stops working at once.`} confirm="Revoke the invitation" busy={revoke.isPending} onConfirm={() => revoke.mutate({ params: { id: row.id } })} />
      </span>
    </li>
  );
}
