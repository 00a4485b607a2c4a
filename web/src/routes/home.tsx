import { Link } from '@tanstack/react-router';
import type { IncidentSummary } from '../../../api/contract/incidents.ts';
import { routes } from '../../../api/contract/index.ts';
import type { OutputOf } from '../api/client.ts';
import { useApi } from '../api/hooks.ts';
import { useSession } from '../api/session.ts';
import { LiveIndicator } from '../shell/live-indicator.tsx';
import { Empty } from '../ui/empty.tsx';
import { Key } from '../ui/facts.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Page, Section } from '../ui/page.tsx';
import { nameOf } from '../ui/person.tsx';
import { SeverityBadge, SeverityMark } from '../ui/severity.tsx';
import { Loading } from '../ui/skeleton.tsx';
import { Due } from '../ui/time.tsx';
import { useJoinRequests } from '../shell/join-requests.ts';
import { ReportCell, StageCell } from './incidents/columns.tsx';
import styles from './home.module.css';
import { JoinRequests } from './join-requests.tsx';
import { SetupList } from './setup/setup-list.tsx';
import { useSetup } from './setup/use-setup.ts';
import { TaskRow } from './tasks/task-row.tsx';

type Review = OutputOf<typeof routes.documents.postmortems>['data'][number];

/** What waits for the person who is signed in: incidents they command or take part in, tasks, postmortems, and what was declared lately. */
export function HomePage() {
  const work = useMyWork();
  const setup = useSetup();
  return (
    <Page title="My work" sub={work.nothing && setup === undefined ? 'nothing waits for you' : undefined} actions={<LiveIndicator />}>
      {work.error !== null && <ProblemNotice error={work.error} title="Not everything could be loaded" onRetry={work.again} />}
      {work.loading && <Loading rows={8} height={20} gap={22} label="Loading your work" />}
      <div className={styles.columns}>
        <div>
          {work.commanded.length > 0 && (
            <Section title="You command" note={`${work.commanded.length} open`}>
              <Incidents rows={work.commanded} />
            </Section>
          )}
          {work.joined.length > 0 && (
            <Section title="You take part" note={`${work.joined.length} open`}>
              <Incidents rows={work.joined} />
            </Section>
          )}
          <JoinRequests />
          {setup !== undefined && <SetupList setup={setup} />}
          {work.nothing && setup === undefined && (
            <Section title="For you">
              <Empty title="All quiet" action={<LinkButton to="/incidents">Open incidents</LinkButton>}>
                Incidents you command or join, your tasks and your postmortems gather here. Declare the moment something breaks.
              </Empty>
            </Section>
          )}
          {work.tasks.length > 0 && (
            <Section title="Your tasks" note={<Link to="/tasks">All tasks</Link>}>
              {work.tasks.slice(0, 10).map((task) => (
                <TaskRow key={task.id} task={task} plain />
              ))}
            </Section>
          )}
          {work.reviews.length > 0 && <Reviews rows={work.reviews} />}
        </div>
        <div>{work.recent !== undefined && <Recent rows={work.recent} />}</div>
      </div>
    </Page>
  );
}

function useMyWork() {
  const { person } = useSession();
  const commanded = useApi(routes.incidents.list, { query: { commander: person.email, stage: 'active,stable', sort: 'severity', limit: 20 } });
  const joined = useApi(routes.incidents.list, { query: { participant: person.email, stage: 'active,stable', sort: 'severity', limit: 20 } });
  const tasks = useApi(routes.tasks.list, { query: { assignee: person.email, state: 'open', limit: 30 } });
  const reviews = useApi(routes.documents.postmortems, { query: { state: 'open', limit: 50 } });
  const requests = useJoinRequests();
  const recent = useApi(routes.incidents.list, { query: { sort: '-reportedAt', limit: 6 } });
  const all = [commanded, joined, tasks, reviews, recent];
  const mine = new Set(commanded.data?.data.map((row) => row.id));
  const work = {
    commanded: commanded.data?.data ?? [],
    joined: joined.data?.data.filter((row) => !mine.has(row.id)) ?? [],
    tasks: tasks.data?.data ?? [],
    reviews: reviews.data?.data.filter((review) => review.owner?.email === person.email) ?? [],
    recent: recent.data?.data,
  };
  return {
    ...work,
    nothing: all.every((part) => part.data !== undefined) && work.commanded.length + work.joined.length + work.tasks.length + work.reviews.length + requests.length === 0,
    loading: all.every((part) => part.data === undefined && !part.isError),
    error: all.find((part) => part.isError && part.data === undefined)?.error ?? null,
    again: () => all.forEach((part) => void part.refetch()),
  };
}

function Reviews({ rows }: { rows: readonly Review[] }) {
  return (
    <Section title="Your postmortems" note={<Link to="/postmortems">All postmortems</Link>}>
      {rows.map((review) => (
        <Link key={review.incident.id} to="/incidents/$incident/postmortem" params={{ incident: review.incident.key }} className={styles.row}>
          <SeverityMark rank={review.incident.severityRank} />
          <Key>{review.incident.key}</Key>
          <bdi className={styles.grow}>{review.incident.title}</bdi>
          <Due at={review.dueAt} prefix="due " near={2 * 86_400_000} />
        </Link>
      ))}
    </Section>
  );
}

function Recent({ rows }: { rows: readonly IncidentSummary[] }) {
  return (
    <Section title="Declared lately" note={<Link to="/incidents">All incidents</Link>}>
      {rows.length === 0 && (
        <Empty title="No incidents yet" action={<LinkButton to="/declare" variant="filled">Declare incident</LinkButton>}>
          Try one: it takes ten seconds, and you can close it right away.
        </Empty>
      )}
      {rows.map((row) => (
        <Link key={row.id} to="/incidents/$incident" params={{ incident: row.key }} className={styles.recent}>
          <SeverityMark rank={row.severityRank} />
          <span className={styles.grow}>
            <bdi>{row.title}</bdi>
            <small>
              {row.key} · {row.commander ? <bdi>{nameOf(row.commander)}</bdi> : 'nobody commands'}
            </small>
          </span>
          <StageCell row={row} />
        </Link>
      ))}
    </Section>
  );
}

function Incidents({ rows }: { rows: readonly IncidentSummary[] }) {
  return rows.map((row) => (
    <Link key={row.id} to="/incidents/$incident" params={{ incident: row.key }} className={styles.row}>
      <span className={styles.severity}>
        <SeverityBadge name={row.severity} rank={row.severityRank} />
      </span>
      <Key>{row.key}</Key>
      <bdi className={styles.grow}>{row.title}</bdi>
      {(row.lastReportAt !== null || row.nextReportDueAt !== null) && (
        <span className={styles.fact}>
          report <ReportCell row={row} />
        </span>
      )}
      <span className={styles.stage}>
        <StageCell row={row} />
      </span>
    </Link>
  ));
}
