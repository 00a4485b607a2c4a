import { IconLock, IconWorld } from '@tabler/icons-react';
import { SeverityBadge } from '../../ui/severity.tsx';
import { can } from '../abilities.ts';
import type { Incident } from '../queries.ts';
import { useEdit } from '../use-edit.ts';
import { ChoiceMenu } from './choice-menu.tsx';
import { useSeverities } from './configured.ts';
import styles from './header.module.css';

/** The severity; a menu with the meaning of each for those who may change it. */
export function SeverityControl({ incident }: { incident: Incident }) {
  const severities = useSeverities(incident);
  const { edit } = useEdit(incident);
  const badge = <SeverityBadge name={incident.severity} rank={severities.find((each) => each.name === incident.severity)?.rank ?? incident.severityRank} filled />;
  if (!can(incident, 'edit')) return badge;
  const choices = severities.map((each) => ({ value: each.name, label: <SeverityBadge name={each.name} rank={each.rank} />, meaning: each.description }));
  return (
    <ChoiceMenu label="Severity" value={incident.severity} choices={choices} onChoose={(severity) => edit({ severity })}>
      {badge}
    </ChoiceMenu>
  );
}

const VISIBILITY = {
  open: { words: 'Open to everyone', meaning: 'Everybody in the organization may see it.' },
  restricted: { words: 'Restricted', meaning: 'Only its participants and administrators know that it exists.' },
} as const;

/** Who may see the incident; a menu for those who may change that. */
export function VisibilityControl({ incident }: { incident: Incident }) {
  const { edit } = useEdit(incident);
  const Icon = incident.visibility === 'open' ? IconWorld : IconLock;
  const chip = (
    <span className={styles.chip} data-restricted={incident.visibility === 'restricted' || undefined} title={VISIBILITY[incident.visibility].meaning}>
      <Icon size={13} aria-hidden="true" />
      {VISIBILITY[incident.visibility].words}
    </span>
  );
  if (!can(incident, 'changeVisibility')) return chip;
  const choices = (['open', 'restricted'] as const).map((value) => ({ value, label: VISIBILITY[value].words, meaning: VISIBILITY[value].meaning }));
  return (
    <ChoiceMenu label="Visibility" value={incident.visibility} words={VISIBILITY[incident.visibility].words} choices={choices} onChoose={(value) => edit({ visibility: value === 'restricted' ? 'restricted' : 'open' })}>
      {chip}
    </ChoiceMenu>
  );
}
