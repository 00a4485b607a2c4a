import { TextInput, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { Section } from '../../ui/page.tsx';
import { Avatar, nameOf } from '../../ui/person.tsx';
import { Elapsed, Time } from '../../ui/time.tsx';
import { can } from '../abilities.ts';
import { heldRoles, mainRole, ROLE_WORDS, splitParticipants } from '../participants.ts';
import type { Incident, Participant } from '../queries.ts';
import { AddPerson } from './add-person.tsx';
import styles from './people.module.css';
import { RoleMenu } from './role-menu.tsx';

const FEW = 8;
const MANY = 15;

/** Who takes part, in which role and for how long; those who left are folded away. */
export function People({ incident }: { incident: Incident }) {
  const { present, left } = splitParticipants(incident);
  const [all, setAll] = useState(false);
  const [find, setFind] = useState('');
  const words = find.trim().toLocaleLowerCase();
  const found = words === '' ? present : present.filter(({ person, team }) => `${person.name} ${person.email} ${team ?? ''}`.toLocaleLowerCase().includes(words));
  const shown = all ? found : found.slice(0, FEW);
  return (
    <Section title="People" note={`${present.length} ${present.length === 1 ? 'takes' : 'take'} part`}>
      {all && present.length > MANY && <TextInput aria-label="Find a participant" placeholder="Find by name or team" value={find} onChange={(event) => setFind(event.currentTarget.value)} mb={6} />}
      <div>
        {shown.map((participant) => (
          <PersonRow key={participant.person.id} incident={incident} participant={participant} />
        ))}
      </div>
      {present.length > FEW && (
        <UnstyledButton className={styles.add} onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? 'Show fewer' : `Show all ${present.length}`}
        </UnstyledButton>
      )}
      {can(incident, 'manageParticipants') && <AddPerson incident={incident} />}
      {left.length > 0 && (
        <details className={styles.fold}>
          <summary>{left.length} left or removed</summary>
          <div className={styles.left}>
            {left.map((participant) => (
              <div key={participant.person.id} className={styles.person}>
                <Avatar person={participant.person} />
                <bdi className={styles.who}>{nameOf(participant.person)}</bdi>
                <span className={styles.role}>{participant.removedAt !== null && <Time at={participant.removedAt} />}</span>
              </div>
            ))}
          </div>
        </details>
      )}
    </Section>
  );
}

function PersonRow({ incident, participant }: { incident: Incident; participant: Participant }) {
  const role = mainRole(participant);
  const held = heldRoles(participant).map((name) => ROLE_WORDS[name]);
  const titles = [held.join(', '), participant.title, participant.team, participant.source].filter((part) => part !== null && part !== '').join(' · ');
  const duration = role && role.role !== 'participant' && role.role !== 'observer' ? <Elapsed since={role.from} /> : null;
  // What brought somebody here says more than the word participant.
  const words = held.length === 0 || held[0] === 'Participant' ? participant.source || 'Participant' : `${held[0]}${held.length > 1 ? ` +${held.length - 1}` : ''}`;
  return (
    <div className={styles.person}>
      <Avatar person={participant.person} />
      <bdi className={styles.who} title={`${nameOf(participant.person)}, ${participant.person.email}${titles === '' ? '' : `\n${titles}`}`}>
        {nameOf(participant.person)}
      </bdi>
      <RoleMenu incident={incident} participant={participant}>
        {words}
        {duration && <> · {duration}</>}
      </RoleMenu>
    </div>
  );
}
