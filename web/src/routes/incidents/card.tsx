import { IconLock } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { IncidentSummary } from '../../../../api/contract/incidents.ts';
import { Key, Money } from '../../ui/facts.tsx';
import { nameOf } from '../../ui/person.tsx';
import { SeverityBadge } from '../../ui/severity.tsx';
import { ReportCell, StageCell } from './columns.tsx';
import styles from './incidents.module.css';

/** An incident in a list on a phone; `grouped` when a heading above it names its stage. */
export function IncidentCard({ row, grouped }: { row: IncidentSummary; grouped: boolean }) {
  const open = row.stage === 'active' || row.stage === 'stable';
  return (
    <>
      <div className={styles.cardTop}>
        <SeverityBadge name={row.severity} rank={row.severityRank} />
        <Key>{row.key}</Key>
        <StageCell row={row} short={grouped} />
      </div>
      <Link to="/incidents/$incident" params={{ incident: row.key }} className={styles.cardTitle}>
        <bdi>{row.title}</bdi>
      </Link>
      {row.visibility === 'restricted' && (
        <small className={styles.under}>
          <IconLock size={11} aria-hidden="true" /> Restricted to participants
        </small>
      )}
      {row.lastReportText !== null && <small className={styles.under}>{row.lastReportText}</small>}
      <div className={styles.cardFacts}>
        {row.commander ? <bdi>{nameOf(row.commander)}</bdi> : open && <span style={{ color: 'var(--wait)' }}>nobody has it</span>}
        {open && (row.lastReportAt !== null || row.nextReportDueAt !== null) && (
          <span>
            {row.lastReportAt !== null && 'report '}
            <ReportCell row={row} />
          </span>
        )}
        {row.tasksTotal > 0 && (
          <span>
            {row.tasksTotal - row.tasksOpen} / {row.tasksTotal} tasks
          </span>
        )}
        {row.cost && <Money amount={row.cost.total} currency={row.cost.currency} />}
      </div>
    </>
  );
}
