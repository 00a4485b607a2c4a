import { useState } from 'react';
import { Facts, Section } from '../../ui/page.tsx';
import { nameOf } from '../../ui/person.tsx';
import { Time } from '../../ui/time.tsx';
import { can } from '../abilities.ts';
import { type Choice, ChoiceMenu } from '../header/choice-menu.tsx';
import { usePriorities, useTypes } from '../header/configured.ts';
import type { Incident } from '../queries.ts';
import { useEdit } from '../use-edit.ts';
import styles from './overview.module.css';
import { TagsField, TagsForm } from './tags-field.tsx';

function Chosen(props: { editable: boolean; label: string; value: string; choices: readonly Choice[]; onChoose: (value: string) => void }) {
  if (!props.editable) return <span>{props.value}</span>;
  return (
    <ChoiceMenu {...props}>
      <span className={styles.value}>{props.value}</span>
    </ChoiceMenu>
  );
}

/** Type, priority, who reported it and when, and tags; what may be changed is changed in place. */
export function Properties({ incident }: { incident: Incident }) {
  const { edit } = useEdit(incident);
  const [tagging, setTagging] = useState(false);
  const editable = can(incident, 'edit');
  const asChoice = (row: { name: string; description: string }): Choice => ({ value: row.name, label: row.name, meaning: row.description });
  const types = useTypes(incident).map(asChoice);
  const priorities = usePriorities(incident).map(asChoice);
  return (
    <Section title="Properties">
      <Facts
        items={[
          { name: 'Type', value: <Chosen editable={editable} label="Type" value={incident.type} choices={types} onChoose={(type) => edit({ type })} /> },
          { name: 'Priority', value: <Chosen editable={editable} label="Priority" value={incident.priority} choices={priorities} onChoose={(priority) => edit({ priority })} /> },
          { name: 'Reported', value: <Time at={incident.reportedAt} /> },
          { name: 'Reporter', value: incident.reporter === null ? <span className={styles.muted}>unknown</span> : <bdi title={incident.reporter.email}>{nameOf(incident.reporter)}</bdi> },
          ...(tagging ? [] : [{ name: 'Tags', value: <TagsField incident={incident} onEdit={() => setTagging(true)} /> }]),
        ]}
      />
      {tagging && <TagsForm incident={incident} onDone={() => setTagging(false)} />}
      {incident.formerKeys.length > 0 && <p className={styles.quiet}>Formerly {incident.formerKeys.join(', ')}</p>}
    </Section>
  );
}
