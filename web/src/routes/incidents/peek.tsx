import { routes } from '../../../../api/contract/index.ts';
import { useApi } from '../../api/hooks.ts';
import { Key, Money } from '../../ui/facts.tsx';
import { LazyMarkdown } from '../../ui/lazy-markdown.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Facts, Section } from '../../ui/page.tsx';
import { PeekPanel } from '../../ui/peek-panel.tsx';
import { nameOf, Person } from '../../ui/person.tsx';
import { safeLink } from '../../ui/safe-link.ts';
import { SeverityBadge } from '../../ui/severity.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import { StageBadge } from '../../ui/stage.tsx';
import { Due, Time } from '../../ui/time.tsx';
import { RESOURCE_WORDS } from '../receipt/words.ts';
import styles from './incidents.module.css';
import { LinkButton } from '../../ui/link-button.tsx';

/** A look at one incident beside the list: what is known, who has it, what is open, and the way in. */
export function IncidentPeek({ incident, onClose }: { incident: string | undefined; onClose: () => void }) {
  const { data, error, refetch } = useApi(routes.incidents.get, { params: { incident: incident ?? '' } }, { enabled: incident !== undefined });
  const open = data?.tasks.filter((task) => task.state === 'open') ?? [];
  const links = data?.resources.filter((resource) => safeLink(resource.url ?? undefined) !== undefined) ?? [];
  return (
    <PeekPanel open={incident !== undefined} onClose={onClose} title={data ? <bdi>{data.title}</bdi> : (incident ?? '')}>
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading rows={7} />}
      {data && (
        <>
          <div className={styles.peekTop}>
            <Key>{data.key}</Key>
            <SeverityBadge name={data.severity} rank={data.severityRank} filled />
            <StageBadge stage={data.stage} since={data.stageSince} filled />
          </div>
          <LinkButton to="/incidents/$incident" params={{ incident: data.key }} variant="filled" fullWidth mb="lg">
            Open incident
          </LinkButton>
          <Section title={data.lastReportText === null ? 'What is happening' : 'Last report'} note={data.lastReportAt !== null && <Time at={data.lastReportAt} />}>
            <LazyMarkdown compact>{data.lastReportText ?? data.description}</LazyMarkdown>
          </Section>
          <Section title="Facts">
            <Facts
              items={[
                { name: 'Commander', value: <Person person={data.commander} plain nobody="nobody yet" /> },
                { name: 'Reported', value: <><Time at={data.reportedAt} />{data.reporter && <> by <bdi>{nameOf(data.reporter)}</bdi></>}</> },
                { name: 'Type', value: data.type },
                { name: 'Priority', value: data.priority },
                { name: 'Cost', value: <Money amount={data.cost?.total} currency={data.cost?.currency} /> },
              ]}
            />
          </Section>
          {open.length > 0 && (
            <Section title="Open tasks" note={`${open.length} of ${data.tasksTotal}`}>
              {open.slice(0, 5).map((task) => (
                <div key={task.id} className={styles.peekTask}>
                  <span>{task.title}</span>
                  {task.dueAt !== null && <Due at={task.dueAt} />}
                </div>
              ))}
            </Section>
          )}
          {links.length > 0 && (
            <Section title="Resources">
              {links.map((resource) => (
                <div key={resource.kind} className={styles.peekTask}>
                  <span>{RESOURCE_WORDS[resource.kind]}</span>
                  <a href={resource.url ?? undefined} style={{ color: 'var(--link)' }}>
                    {resource.name}
                  </a>
                </div>
              ))}
            </Section>
          )}
        </>
      )}
    </PeekPanel>
  );
}
