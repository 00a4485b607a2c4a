import { Button, Menu, Modal, UnstyledButton } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { routes } from '../../../../api/contract/index.ts';
import { nameOf } from '../../ui/person.tsx';
import { can } from '../abilities.ts';
import { ROLE_WORDS, type RoleName, ROLES } from '../participants.ts';
import { type Incident, type Participant, useCommand } from '../queries.ts';
import styles from './people.module.css';

const MEANING: Record<RoleName, string> = {
  commander: 'Decides and answers for the incident; one person.',
  scribe: 'Writes down what happens; one person.',
  liaison: 'Speaks with those outside; one person.',
  reporter: 'Reported it; one person.',
  participant: 'Works on it.',
  observer: 'Follows it.',
};

/** The roles somebody holds; pressed, it gives another role or takes the person out, for those who may. */
export function RoleMenu({ incident, participant, children }: { incident: Incident; participant: Participant; children: ReactNode }) {
  const name = nameOf(participant.person);
  const { email } = participant.person;
  const [asking, setAsking] = useState(false);
  const assign = useCommand(routes.incidents.assignRole, `${name} did not get the role`);
  const remove = useCommand(routes.incidents.removeParticipant, `${name} was not removed`);
  const over = incident.stage === 'closed' || incident.stage === 'review';
  const mayAssign = can(incident, 'assignRole') && !over;
  const mayRemove = can(incident, 'manageParticipants');
  if (!mayAssign && !mayRemove) return <span className={styles.role}>{children}</span>;
  const holds = (role: RoleName): boolean => participant.roles.some((each) => each.role === role && each.to === null);
  return (
    <>
      <Menu width={250}>
        <Menu.Target>
          <UnstyledButton className={styles.role} title={participant.source}>
            <span className="visually-hidden">{name}: </span>
            {children}
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {mayAssign && <Menu.Label>Give the role</Menu.Label>}
          {mayAssign &&
            ROLES.map((role) => (
              <Menu.Item key={role} onClick={() => assign.mutate({ params: { incident: incident.key }, body: { email, role } })} disabled={holds(role)} rightSection={holds(role) ? <IconCheck size={14} aria-label="holds it" /> : null} title={MEANING[role]}>
                {ROLE_WORDS[role]}
              </Menu.Item>
            ))}
          {mayAssign && mayRemove && <Menu.Divider />}
          {mayRemove && (
            <Menu.Item color="danger" onClick={() => setAsking(true)}>
              Remove from the incident…
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={asking} onClose={() => setAsking(false)} title={`Remove ${name}?`}>
        <p>
          {incident.visibility === 'restricted' ? 'The incident is restricted: they will no longer see it, its conversation or its files. ' : 'Their roles end, they leave the groups and are told nothing more. '}
          They can be added again.
        </p>
        <div className={styles.buttons} style={{ justifyContent: 'flex-end', marginTop: 16 }}>
          <Button onClick={() => setAsking(false)}>Keep them</Button>
          <Button variant="filled" color="danger" onClick={() => (setAsking(false), remove.mutate({ params: { incident: incident.key, email } }))} data-autofocus>
            Remove {name.length > 24 ? 'them' : name}
          </Button>
        </div>
      </Modal>
    </>
  );
}
