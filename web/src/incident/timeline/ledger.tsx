import { UnstyledButton } from '@mantine/core';
import { IconShieldCheck, IconShieldX } from '@tabler/icons-react';
import { routes } from '../../../../api/contract/index.ts';
import { useApi } from '../../api/hooks.ts';
import type { Incident } from '../queries.ts';
import styles from './timeline.module.css';

/** Says whether the ledger's hash chain holds, i.e. that no event was changed or taken out after it was written; pressed, it checks again. */
export function LedgerBadge({ incident }: { incident: Incident }) {
  const { data, error, isFetching, refetch } = useApi(routes.timeline.verify, { params: { incident: incident.key } }, { staleTime: 60_000 });
  if (error) {
    return (
      <UnstyledButton className={styles.badge} onClick={() => void refetch()} title={error.detail ?? error.title}>
        Not checked, try again
      </UnstyledButton>
    );
  }
  if (!data) return <span className={styles.badge}>Checking the ledger…</span>;
  if (!data.intact) {
    return (
      <UnstyledButton className={styles.badge} data-broken onClick={() => void refetch()} title="An event was changed or removed behind Dispatch’s back. Tell an administrator; the events before it are sound.">
        <IconShieldX size={15} aria-hidden="true" />
        Ledger broken{data.firstBrokenSeq !== null && ` at event ${data.firstBrokenSeq}`}
      </UnstyledButton>
    );
  }
  return (
    <UnstyledButton className={styles.badge} data-ok onClick={() => void refetch()} title={`${data.events} events, each sealed with the one before it; nothing was changed or removed. Head ${data.head.slice(0, 12)}. Press to check again.`}>
      <IconShieldCheck size={15} aria-hidden="true" />
      {isFetching ? 'Checking…' : 'Ledger verified'}
    </UnstyledButton>
  );
}
