import { Link } from '@tanstack/react-router';
import { Key } from '../../ui/facts.tsx';
import { Section } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { copyText } from '../copy.ts';
import { EditButton } from '../edit-button.tsx';
import type { Incident } from '../queries.ts';
import styles from './overview.module.css';

/** Incidents that look alike or belong together; nothing when there are none. */
export function Related({ incident }: { incident: Incident }) {
  if (incident.related.length === 0) return null;
  return (
    <Section title="Related">
      {incident.related.map((other) => (
        <div key={other.id} className={styles.related}>
          <Key>{other.key}</Key>
          <Link to="/incidents/$incident" params={{ incident: other.key }} className={`${styles.relatedTitle} ${styles.name}`} style={{ whiteSpace: 'normal' }}>
            <bdi>{other.title}</bdi>
          </Link>
          <span>
            <Time at={other.reportedAt} />
          </span>
        </div>
      ))}
    </Section>
  );
}

/** The workflow that runs the incident, with its page in Temporal. */
export function WorkflowLink({ incident }: { incident: Incident }) {
  const { id, url } = incident.workflow;
  return (
    <Section title="In Temporal">
      <div className={styles.line}>
        <span className={styles.grow} title={id} style={{ flex: 1 }}>
          <Key>{id}</Key>
        </span>
        {url === null ? (
          <EditButton onClick={() => void copyText(id, 'Workflow id copied')} label="Copy the workflow id">
            Copy
          </EditButton>
        ) : (
          <a className={styles.end} href={url} target="_blank" rel="noopener noreferrer" aria-label="Open the workflow in Temporal" style={{ flex: 'none' }}>
            Open ↗
          </a>
        )}
      </div>
    </Section>
  );
}
