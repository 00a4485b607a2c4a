import { Button, Menu, Modal, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { routes } from '../../../../api/contract/index.ts';
import { useSend } from '../../api/hooks.ts';
import { useSession } from '../../api/session.ts';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { nameOf } from '../../ui/person.tsx';
import { PersonSelect } from '../../ui/person-select.tsx';
import { toastDone } from '../../ui/toast.ts';
import { can } from '../abilities.ts';
import { lastCommander } from '../participants.ts';
import { patchIncident, type Incident, useCommand } from '../queries.ts';
import styles from './header.module.css';

/** Takes command for the viewer: shown at once, taken back with a notification when refused. */
export function useTakeCommand(incident: Incident): () => void {
  const { person } = useSession();
  const send = useCommand(routes.incidents.assignRole, 'You did not become commander', {
    optimistic: (client, { params }) => patchIncident(client, params.incident, (known) => ({ ...known, commander: person })),
    onDone: () => toastDone('You have command'),
  });
  return () => send.mutate({ params: { incident: incident.key }, body: { email: person.email, role: 'commander' } });
}

/** Who commands the incident; a menu to take command or hand it over for those who may. */
export function CommanderFact({ incident }: { incident: Incident }) {
  const { person } = useSession();
  const take = useTakeCommand(incident);
  const [assigning, setAssigning] = useState(false);
  const over = incident.stage === 'closed' || incident.stage === 'review';
  const shown = incident.commander ?? (over ? lastCommander(incident) : undefined);
  const fact = (
    <>
      <span>Commander</span>
      <b style={shown ? undefined : { color: over ? 'var(--ink3)' : 'var(--fail)' }} title={shown?.email}>
        {shown ? <bdi>{nameOf(shown)}</bdi> : 'nobody'}
      </b>
    </>
  );
  if (!can(incident, 'assignRole') || over) return <div className={styles.fact}>{fact}</div>;
  const mine = incident.commander?.email === person.email;
  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target>
          <UnstyledButton className={styles.fact} title="Take command or hand it over">
            {fact}
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {!mine && <Menu.Item onClick={take}>Take command</Menu.Item>}
          <Menu.Item onClick={() => setAssigning(true)}>{incident.commander === null ? 'Assign a commander…' : 'Hand command over…'}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <HandOver incident={incident} open={assigning} onClose={() => setAssigning(false)} />
    </>
  );
}

function HandOver({ incident, open, onClose }: { incident: Incident; open: boolean; onClose: () => void }) {
  const [email, setEmail] = useState<string | null>(null);
  const send = useSend(routes.incidents.assignRole, {
    onDone: () => {
      setEmail(null);
      onClose();
    },
  });
  const go = (event: React.FormEvent): void => {
    event.preventDefault();
    if (email !== null) send.mutate({ params: { incident: incident.key }, body: { email, role: 'commander' } });
  };
  return (
    <Modal opened={open} onClose={onClose} title={incident.commander === null ? 'Assign a commander' : 'Hand command over'}>
      <form onSubmit={go}>
        <PersonSelect label="New commander" description="They are told at once; whoever joins is added to the conversation and the groups." value={email} onChange={setEmail} allowNew autoFocus />
        {send.error && (
          <div style={{ marginTop: 12 }}>
            <ProblemNotice error={send.error} title="Command was not handed over" />
          </div>
        )}
        {incident.visibility === 'restricted' && email !== null && !incident.participants.some((each) => each.person.email === email && each.removedAt === null) && (
          <div style={{ marginTop: 12 }}>
            <Notice tone="wait" title="This incident is restricted">
              Whoever takes command will see all of it.
            </Notice>
          </div>
        )}
        <div className={styles.actions} style={{ marginTop: 18, justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" disabled={email === null} loading={send.isPending}>
            Hand command over
          </Button>
        </div>
      </form>
    </Modal>
  );
}
