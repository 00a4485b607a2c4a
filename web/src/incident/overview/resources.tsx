import { Section } from '../../ui/page.tsx';
import { STEP_WORDS, StepState } from '../../ui/step-state.tsx';
import type { Incident } from '../queries.ts';
import { SmartLink } from '../smart-link.tsx';
import { checklist, type ChecklistItem } from './checklist.ts';
import styles from './overview.module.css';

/** Everything the incident owns, ticked off as it appears: a link when it is there, else what is the matter with it. */
export function Resources({ incident }: { incident: Incident }) {
  const items = checklist(incident);
  const ready = items.filter((item) => item.resource !== undefined).length;
  return (
    <Section title="Resources" note={items.length > 0 ? `${ready} of ${items.length}` : undefined}>
      {items.length === 0 && <p className={styles.quiet}>None for an incident that is recorded after the fact.</p>}
      {items.map((item) => (
        <Line key={item.kind} item={item} />
      ))}
    </Section>
  );
}

const NAMED = new Set(['conversation', 'ticket', 'tacticalGroup', 'notificationsGroup']);

/** What stands for a resource: the name of those that people call by it, else the verb. */
function wordsFor({ kind, name, state }: NonNullable<ChecklistItem['resource']>): string {
  if (state === 'archived') return 'archived';
  return NAMED.has(kind) ? name : 'Open';
}

function Line({ item }: { item: ChecklistItem }) {
  const { resource, state, label } = item;
  const words = resource && wordsFor(resource);
  return (
    <div className={styles.line}>
      <StepState state={state} />
      <span title={label} className={resource ? styles.label : `${styles.label} ${styles.muted}`}>{label}</span>
      {resource ? (
        <SmartLink to={resource.url} className={styles.end} label={`${label}: ${words}`} title={resource.name}>
          {words}
        </SmartLink>
      ) : (
        <span className={styles.end} data-word data-failed={state === 'failed' || undefined} aria-hidden="true">
          {state === 'pending' ? 'to come' : STEP_WORDS[state].toLowerCase()}
        </span>
      )}
    </div>
  );
}
