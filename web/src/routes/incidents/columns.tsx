import { IconLock } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { IncidentSummary } from '../../../../api/contract/incidents.ts';
import type { Column } from '../../ui/data-table.tsx';
import { Key, Money } from '../../ui/facts.tsx';
import { useNow } from '../../ui/now.ts';
import { Person } from '../../ui/person.tsx';
import { SeverityBadge } from '../../ui/severity.tsx';
import { StageBadge, StageMark } from '../../ui/stage.tsx';
import { Due, Time } from '../../ui/time.tsx';
import styles from './incidents.module.css';

const isOpen = (row: IncidentSummary): boolean => row.stage === 'active' || row.stage === 'stable';

/** Where the incident stands and for how long; in review, when it is due, or that it is done (then nothing is due any more); closed, since when. `short` under a heading that names the stage. */
export function StageCell({ row, short = false }: { row: IncidentSummary; short?: boolean }) {
  const word = short ? 'visually-hidden' : undefined;
  if (row.stage === 'review' && row.reviewDueAt !== null) {
    return (
      <span className={styles.stage} style={{ color: 'var(--review)' }}>
        <StageMark stage="review" />
        <span>
          <span className={word}>Review </span>
          <Due at={row.reviewDueAt} near={0} prefix="due " />
        </span>
      </span>
    );
  }
  if (row.stage === 'review' && row.reviewDueAt === null) {
    return (
      <span className={styles.stage} style={{ color: 'var(--closed)' }}>
        <StageMark stage="closed" />
        reviewed
      </span>
    );
  }
  if (row.stage === 'closed' && row.closedAt !== null) {
    return (
      <span className={styles.stage} style={{ color: 'var(--closed)' }}>
        <StageMark stage="closed" />
        <span>
          <span className={word}>Closed </span>
          <Time at={row.closedAt} />
        </span>
      </span>
    );
  }
  return <StageBadge stage={row.stage} since={row.stageSince} short={short} />;
}

/** When somebody last reported, or that a report is overdue. */
export function ReportCell({ row }: { row: IncidentSummary }) {
  const now = useNow();
  const late = row.nextReportDueAt !== null && Date.parse(row.nextReportDueAt) < now;
  if (row.stage === 'active' && row.nextReportDueAt !== null && (late || row.lastReportAt === null)) return <Due at={row.nextReportDueAt} prefix="due " />;
  return row.lastReportAt === null ? <span className={styles.none}>–</span> : <Time at={row.lastReportAt} />;
}

/** Done and all tasks; nothing to do is a dash. */
export function TasksCell({ row }: { row: IncidentSummary }) {
  if (row.tasksTotal === 0) return <span className={styles.none}>–</span>;
  const done = row.tasksTotal - row.tasksOpen;
  return (
    <span title={`${done} of ${row.tasksTotal} tasks done`}>
      {done} / {row.tasksTotal}
    </span>
  );
}

/** What the incident is, and under it the last thing known about it. */
export function TitleCell({ row }: { row: IncidentSummary }) {
  return (
    <>
      <Link to="/incidents/$incident" params={{ incident: row.key }} className={styles.title} title={row.title}>
        <bdi>{row.title}</bdi>
      </Link>
      <small className={styles.under}>
        {row.visibility === 'restricted' && (
          <>
            <IconLock size={11} aria-hidden="true" /> Restricted to participants.{' '}
          </>
        )}
        {row.lastReportText ?? (row.visibility === 'restricted' ? '' : `${row.type} · ${row.project}`)}
      </small>
    </>
  );
}

/** The columns of the list, worst and most urgent facts first; in groups by stage the headings name it, else each row does. The title has the room that less urgent columns leave. */
export const columnsOf = (grouped: boolean): readonly Column<IncidentSummary>[] => [
  { id: 'severity', header: 'Severity', width: 98, sort: 'severity', cell: (row) => <SeverityBadge name={row.severity} rank={row.severityRank} /> },
  { id: 'key', header: 'Key', width: 82, cell: (row) => <Key>{row.key}</Key> },
  { id: 'title', header: 'Title', sort: 'title', cell: (row) => <TitleCell row={row} /> },
  { id: 'stage', header: 'Stage', width: grouped ? 138 : 176, sort: 'reportedAt', down: true, cell: (row) => <StageCell row={row} short={grouped} /> },
  { id: 'commander', header: 'Commander', width: 140, from: 690, cell: (row) => <Person person={row.commander} plain nobody={isOpen(row) ? 'nobody yet' : '–'} /> },
  { id: 'report', header: 'Last report', width: 124, from: 860, cell: (row) => <ReportCell row={row} /> },
  { id: 'tasks', header: 'Tasks', width: 82, number: true, from: 960, cell: (row) => <TasksCell row={row} /> },
  { id: 'cost', header: 'Cost', width: 84, number: true, from: 1060, sort: 'cost', down: true, cell: (row) => <Money amount={row.cost?.total} currency={row.cost?.currency} /> },
];
