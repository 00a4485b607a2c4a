import type { IncidentDetail } from '../../../../api/contract/incidents.ts';
import { routes } from '../../../../api/contract/index.ts';
import { useApi } from '../../api/hooks.ts';
import { Key } from '../../ui/facts.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { nameOf } from '../../ui/person.tsx';
import { safeLink } from '../../ui/safe-link.ts';
import { SeverityBadge } from '../../ui/severity.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import { STEP_WORDS, StepState } from '../../ui/step-state.tsx';
import { formatWork } from '../../ui/time-format.ts';
import { Due, Time } from '../../ui/time.tsx';
import { summarize } from './summary.ts';
import styles from './receipt.module.css';
import { RESOURCE_OF_STEP, RESOURCE_WORDS } from './words.ts';
import { LinkButton } from '../../ui/link-button.tsx';

type Step = IncidentDetail['steps'][number];

/** What declaring has set in motion: a list that ticks itself off, and the way to the incident. Its address stays good. */
export function Receipt({ incident }: { incident: string }) {
  const { data, error, refetch } = useApi(routes.incidents.get, { params: { incident } });
  if (error && !data) {
    return (
      <Page title={incident} narrow>
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  if (!data) {
    return (
      <Page title={`${incident} is under way`} narrow>
        <Loading rows={8} />
      </Page>
    );
  }
  return <Loaded incident={data} />;
}

function Loaded({ incident }: { incident: IncidentDetail }) {
  const summary = summarize(incident.steps);
  return (
    <Page
      narrow
      title={`${incident.key} is under way`}
      sub={<SeverityBadge name={incident.severity} rank={incident.severityRank} filled />}
      lead={<bdi>{incident.title}</bdi>}
    >
      <div className={styles.top}>
        <LinkButton to="/incidents/$incident" params={{ incident: incident.key }} variant="filled" size="md">
          Open {incident.key}
        </LinkButton>
        <p role="status">{inWords(summary)}</p>
      </div>
      {incident.workflow.waiting !== null && (
        <div className={styles.waiting}>
          <Notice tone="wait" title="The incident is declared; its automation has not begun yet">
            <p>{incident.workflow.waiting} Nothing is lost, it begins by itself. You can already work on the incident.</p>
          </Notice>
        </div>
      )}
      <Section title="People" note={`${incident.participantsCount} so far`}>
        <ul className={styles.list}>
          {incident.participants
            .filter((participant) => participant.removedAt === null)
            .slice(0, 12)
            .map((participant) => (
              <li key={participant.person.id} className={styles.row}>
                <StepState state="succeeded" />
                <span>
                  <bdi>{nameOf(participant.person)}</bdi> <em>{rolesOf(participant)}</em>
                </span>
                <small>{rolesOf(participant) === '' && participant.source}</small>
              </li>
            ))}
        </ul>
      </Section>
      <Section title="What is made and done" note={<>declared <Time at={incident.declaredAt} /></>}>
        <ul className={styles.list}>
          {incident.steps.map((step) => (
            <StepRow key={step.id} step={step} incident={incident} />
          ))}
        </ul>
        {incident.steps.length === 0 && <p className={styles.quiet}>The list of steps appears as soon as the automation has begun.</p>}
      </Section>
    </Page>
  );
}

function rolesOf(participant: IncidentDetail['participants'][number]): string {
  const held = participant.roles.filter((role) => role.to === null).map((role) => role.role);
  return held.includes('commander') ? 'commander' : held.filter((role) => role !== 'participant').join(', ');
}

function inWords(summary: ReturnType<typeof summarize>): string {
  if (summary.total === 0) return 'The first steps are about to begin.';
  const failed = summary.failed === 0 ? '' : ` ${summary.failed === 1 ? 'One step needs' : `${summary.failed} steps need`} a person; the incident goes on without.`;
  if (summary.left > 0) return `${summary.done} of ${summary.total} steps done.${failed}`;
  return `All ${summary.total} steps finished${summary.took === undefined ? '' : ` in ${formatWork(summary.took)}`}.${failed}`;
}

function StepRow({ step, incident }: { step: Step; incident: IncidentDetail }) {
  const kind = RESOURCE_OF_STEP[step.id];
  const resource = incident.resources.find((each) => each.kind === kind);
  const link = safeLink(resource?.url ?? undefined);
  const resting = step.state === 'succeeded' || step.state === 'skipped' || step.state === 'pending';
  return (
    <li className={styles.row} data-state={step.state}>
      <StepState state={step.state} />
      <span>
        {resource && kind ? RESOURCE_WORDS[kind] : step.title} {resource && (link === undefined ? <Key>{resource.name}</Key> : <a href={link}>{resource.name}</a>)}
        {!resting && step.lastError !== null && <span className={styles.error}>{step.lastError}</span>}
      </span>
      <small>
        {step.state === 'waiting' && step.nextAttemptAt !== null ? (
          <>
            next try <Due at={step.nextAttemptAt} near={0} late="any moment" />
          </>
        ) : step.state === 'succeeded' ? (
          (step.note ?? '')
        ) : (
          STEP_WORDS[step.state].toLocaleLowerCase()
        )}
      </small>
    </li>
  );
}
