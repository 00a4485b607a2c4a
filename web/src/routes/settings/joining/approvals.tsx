import { Button, SegmentedControl, Select } from '@mantine/core';
import { useState } from 'react';
import { routes } from '../../../../../api/contract/index.ts';
import styles from '../../../account/account.module.css';
import { ConfirmButton } from '../../../account/confirm-button.tsx';
import type { OutputOf } from '../../../api/client.ts';
import { useApi, useSend } from '../../../api/hooks.ts';
import type { ApiProblem } from '../../../api/problem.ts';
import { ACCESS_LEVELS, useSession } from '../../../api/session.ts';
import { Empty } from '../../../ui/empty.tsx';
import { Tag } from '../../../ui/facts.tsx';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { Section } from '../../../ui/page.tsx';
import { Loading } from '../../../ui/skeleton.tsx';
import { Time } from '../../../ui/time.tsx';
import { toastDone, toastFailed } from '../../../ui/toast.ts';

type Row = OutputOf<typeof routes.accounts.registrations.list>['data'][number];
type Level = (typeof ACCESS_LEVELS)[number];

const failed = (problem: ApiProblem): void => toastFailed('Nothing was decided', problem.detail ?? problem.title);

/** People who confirmed their address and wait for a decision, and those who were decided about. */
export function ApprovalsSection() {
  const { registration } = useSession();
  const [state, setState] = useState<Row['state']>('pending');
  const { data, error, refetch } = useApi(routes.accounts.registrations.list, { query: { state } }, { keepPrevious: true });
  return (
    <Section
      title="Requests to join"
      note={
        <SegmentedControl
          size="xs"
          aria-label="Which requests"
          value={state}
          onChange={(next) => setState(next)}
          data={[
            { value: 'pending', label: 'Waiting' },
            { value: 'approved', label: 'Let in' },
            { value: 'refused', label: 'Refused' },
          ]}
        />
      }
    >
      {error && !data && <ProblemNotice error={error} title="The requests could not be loaded" onRetry={() => void refetch()} />}
      {!data && !error && <Loading rows={2} height={26} gap={22} />}
      {data?.data.length === 0 && <Empty title={state === 'pending' ? 'Nobody waits' : 'None'}>{state === 'pending' ? WHO[registration] : 'Decisions are kept here.'}</Empty>}
      {data && data.data.length > 0 && (
        <ul className={styles.rows}>
          {data.data.map((row) => (
            <Request key={row.id} row={row} />
          ))}
        </ul>
      )}
    </Section>
  );
}

const WHO = {
  approval: 'Whoever asks to join and confirms their address appears here, and sees nothing until you let them in.',
  open: 'Registration is open: whoever confirms their address is let in at once.',
  domains: 'Addresses of your domains are let in as soon as they are confirmed; others cannot register.',
  off: 'People cannot register by themselves; invite them.',
};

function Request({ row }: { row: Row }) {
  const { person, sendsMail } = useSession();
  const told = sendsMail ? 'and told by mail' : 'but no mail tells them: tell them yourself';
  const [level, setLevel] = useState<Level>('member');
  const levels = ACCESS_LEVELS.slice(0, ACCESS_LEVELS.indexOf(person.accessLevel) + 1);
  const approve = useSend(routes.accounts.registrations.approve, { onDone: ({ name }) => toastDone(`${name} is let in ${told}.`), onFailed: failed });
  const refuse = useSend(routes.accounts.registrations.refuse, { onDone: ({ name }) => toastDone(`${name} is refused ${told}.`), onFailed: failed });
  return (
    <li>
      <span className={styles.title}>
        <bdi>{row.name}</bdi> {row.isKnown && row.state === 'pending' && <Tag title="Incidents name a person with this address">known from incidents</Tag>}
      </span>
      <span className={styles.text}>
        {row.email} · asked <Time at={row.createdAt} />
        {row.decidedAt !== null && <> · {row.state === 'approved' ? 'let in' : 'refused'} <Time at={row.decidedAt} />{row.decidedBy !== null && ` by ${row.decidedBy}`}</>}
      </span>
      {row.state !== 'approved' && (
        <span className={styles.side}>
          <Select size="xs" w={104} className={styles.small ?? ''} aria-label={`Access level of ${row.name}`} data={[...levels]} value={level} onChange={(next) => setLevel(next ?? 'member')} />
          <Button size="xs" variant="filled" loading={approve.isPending} onClick={() => approve.mutate({ params: { id: row.id }, body: { accessLevel: level } })}>
            Let in
          </Button>
          {row.state === 'pending' && <ConfirmButton label="Refuse" question={`${sendsMail ? `${row.name} is told by mail.` : `No mail tells ${row.name}.`} Asking again does not help; only you can let them in later.`} confirm="Refuse" busy={refuse.isPending} onConfirm={() => refuse.mutate({ params: { id: row.id } })} />}
        </span>
      )}
    </li>
  );
}
