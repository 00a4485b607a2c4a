import { Button, UnstyledButton } from '@mantine/core';
import { LiveIndicator } from '../../shell/live-indicator.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useNow } from '../../ui/now.ts';
import { StageBadge, type StageName, StageStepper } from '../../ui/stage.tsx';
import { formatDuration } from '../../ui/time-format.ts';
import { copyText } from '../copy.ts';
import type { Incident } from '../queries.ts';
import { HeaderActions } from './actions.tsx';
import { SeverityControl, VisibilityControl } from './badges.tsx';
import { HeaderFacts } from './facts.tsx';
import styles from './header.module.css';
import { stageTimes } from './stages.ts';
import { Title } from './title.tsx';

type Props = { incident: Incident; onStage: (stage: StageName) => void; onPublish: () => void; onUpdate: () => void; onFeedback: () => void };

function KeyButton({ incident }: { incident: Incident }) {
  const former = incident.formerKeys.length > 0 ? `, formerly ${incident.formerKeys.join(', ')}` : '';
  return (
    <UnstyledButton className={styles.keyButton} onClick={() => void copyText(incident.key, `${incident.key} copied`)} title={`Copy ${incident.key}${former}`}>
      {incident.key}
    </UnstyledButton>
  );
}

function Stages({ incident }: { incident: Incident }) {
  const now = useNow(60_000);
  const due = (at: string): string => (Date.parse(at) > now ? `due in ${formatDuration(Date.parse(at) - now)}` : 'overdue');
  return <StageStepper current={incident.stage} stages={stageTimes(incident, due)} />;
}

/** The head of the incident page: which one it is, how bad, where it stands, who has it, and what to do next. */
export function IncidentHeader(props: Props) {
  const { incident } = props;
  return (
    <header className={styles.header}>
      <div className={styles.crumb}>
        <KeyButton incident={incident} />
        <span className={styles.where}>
          {incident.project} · {incident.type}
        </span>
        <span className={styles.live}>
          <LiveIndicator />
        </span>
      </div>
      <div className={styles.titleRow}>
        <Title incident={incident} />
        <div data-badges>
          <SeverityControl incident={incident} />
          <VisibilityControl incident={incident} />
        </div>
      </div>
      <div className={styles.bar}>
        <Stages incident={incident} />
        <HeaderFacts incident={incident} onOpenUpdates={props.onUpdate} />
        <HeaderActions {...props} />
      </div>
    </header>
  );
}

/** The head on a phone: key, stage and title only; the rest opens the overview. */
export function PhoneHeader({ incident }: { incident: Incident }) {
  return (
    <header className={`${styles.header} ${styles.compact}`}>
      <div className={styles.crumb}>
        <KeyButton incident={incident} />
        <StageBadge stage={incident.stage} since={incident.stageSince} />
        <span className={styles.live}>
          <LiveIndicator />
        </span>
      </div>
      <Title incident={incident} />
    </header>
  );
}

/** What the header holds on a wide screen, as the top of a phone's overview. */
export function PhoneTop(props: Props & { onAutomation: () => void }) {
  const { incident } = props;
  const failed = incident.steps.filter((step) => step.state === 'failed').length;
  return (
    <div className={styles.phoneTop}>
      <HeaderActions {...props} />
      {failed > 0 && (
        <Notice
          tone="fail"
          title={`${failed} ${failed === 1 ? 'step needs' : 'steps need'} you`}
          action={
            <Button size="xs" onClick={props.onAutomation}>
              Show
            </Button>
          }
        >
          The automation goes on without {failed === 1 ? 'it' : 'them'}.
        </Notice>
      )}
      {incident.workflow.waiting !== null && (
        <Notice tone="wait" title="The automation has not begun yet">
          {incident.workflow.waiting}
        </Notice>
      )}
      <div className={styles.badges}>
        <SeverityControl incident={incident} />
        <VisibilityControl incident={incident} />
      </div>
      <Stages incident={incident} />
      <HeaderFacts incident={incident} onOpenUpdates={props.onUpdate} />
    </div>
  );
}
