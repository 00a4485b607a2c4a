import { Button, Code, CopyButton, Group, Modal, Switch } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { routes } from '../../../../../api/contract/index.ts';
import { call, type OutputOf } from '../../../api/client.ts';
import { ACCESS_LEVELS, useMay, useSession } from '../../../api/session.ts';
import { ResetSecondFactor } from '../../../second-factor/reset-button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { toastDone } from '../../../ui/toast.ts';
import { changedOnly, type FieldSpec, type Values } from '../forms/spec.ts';
import { SpecForm } from '../forms/spec-form.tsx';
import styles from '../settings.module.css';
import { PersonData } from './person-data.tsx';

type Row = OutputOf<typeof routes.settings.people.list>['data'][number];

type AccessLevel = (typeof ACCESS_LEVELS)[number];
const LEVELS: Record<AccessLevel, string> = {
  member: 'member: declares and takes part',
  manager: 'manager: also runs incidents they are not in',
  admin: 'admin: also sets everything up and sees restricted incidents',
  owner: 'owner: everything',
};

// Nobody gives or takes levels above their own.
const specsFor = (mine: AccessLevel): readonly FieldSpec[] => [
  { name: 'name', label: 'Name', kind: 'line', required: true },
  { name: 'email', label: 'E-mail address', kind: 'line', required: true },
  { name: 'accessLevel', label: 'Access level', kind: 'choice', required: true, options: ACCESS_LEVELS.slice(0, ACCESS_LEVELS.indexOf(mine) + 1).map((level) => ({ value: level, label: LEVELS[level] })), wide: true },
  { name: 'title', label: 'Job title', kind: 'line', empty: 'null' },
  { name: 'team', label: 'Team', kind: 'line', empty: 'null' },
  { name: 'department', label: 'Department', kind: 'line', empty: 'null' },
  { name: 'location', label: 'Location', kind: 'line', empty: 'null' },
  { name: 'timeZone', label: 'Time zone', kind: 'choice', options: Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, label: zone })), empty: 'null' },
  { name: 'isActive', label: 'Active', kind: 'flag', help: 'A deactivated person cannot sign in and is not engaged; what they did stays.' },
];

/** Adds a person, with an invitation link if wanted, or changes one. */
export function PersonEditor({ person, onClose }: { person: Row | 'new' | undefined; onClose: () => void }) {
  const [invitation, setInvitation] = useState<string | undefined>(undefined);
  const close = (): void => {
    setInvitation(undefined);
    onClose();
  };
  const title = invitation !== undefined ? 'Pass the invitation on' : person === 'new' ? 'Add person' : (person?.name ?? '');
  return (
    <Modal opened={person !== undefined} onClose={close} size="lg" title={title}>
      {invitation !== undefined ? <Invitation url={invitation} onDone={close} /> : person !== undefined && <Form person={person} onInvited={setInvitation} onClose={close} />}
    </Modal>
  );
}

function Form({ person, onInvited, onClose }: { person: Row | 'new'; onInvited: (url: string) => void; onClose: () => void }) {
  const client = useQueryClient();
  const admin = useMay('manageMembers');
  const { authentication, person: me } = useSession();
  const [invite, setInvite] = useState(authentication.enabled);
  const fresh = person === 'new';
  const isAbove = !fresh && ACCESS_LEVELS.indexOf(person.accessLevel) > ACCESS_LEVELS.indexOf(me.accessLevel);
  const send = async (value: Values): Promise<void> => {
    if (!fresh) {
      const changes = changedOnly(person, value);
      if (Object.keys(changes).length > 0) await call(routes.settings.people.update, { params: { id: person.id }, body: changes });
      toastDone('Saved.');
      onClose();
    } else {
      const added = await call(routes.settings.people.create, { query: { invite }, body: value as never });
      if (added.invitationUrl === null) {
        toastDone(`${added.name} is added.`);
        onClose();
      } else onInvited(added.invitationUrl);
    }
    await client.invalidateQueries({ queryKey: ['people.list'] });
  };
  const mayHandleData = !fresh && admin && !isAbove && person.id !== me.id;
  const mayReset = !fresh && admin && !isAbove && person.id !== me.id && authentication.enabled;
  const extra = mayReset ? (
    <div className={styles.part}>
      <ResetSecondFactor person={person} />
    </div>
  ) : (
    fresh && authentication.enabled && <Switch mt="md" checked={invite} onChange={(event) => setInvite(event.currentTarget.checked)} label="Make an invitation link" description="Without one the person is known and can be engaged, but cannot sign in." />
  );
  return (
    <SpecForm
      specs={specsFor(isAbove ? 'owner' : me.accessLevel)}
      value={fresh ? { accessLevel: 'member', isActive: true } : person}
      action={fresh ? 'Add person' : 'Save person'}
      send={send}
      onCancel={onClose}
      readOnly={!admin || isAbove}
      extra={
        <>
          {extra}
          {admin && isAbove && (
            <div className={styles.part}>
              <Notice title="Only an owner may change an owner" />
            </div>
          )}
          {mayHandleData && <PersonData person={person} onErased={() => (void client.invalidateQueries({ queryKey: ['people.list'] }), onClose())} />}
        </>
      }
    />
  );
}

function Invitation({ url, onDone }: { url: string; onDone: () => void }) {
  return (
    <div className={styles.invitation}>
      <p>The link works once and lets the person choose a password. It is shown only now, so pass it on before closing this.</p>
      <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {url}
      </Code>
      <Group gap={8}>
        <CopyButton value={url}>
          {({ copied, copy }) => (
            <Button variant="filled" onClick={copy}>
              {copied ? 'Copied' : 'Copy the link'}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onDone}>Close</Button>
      </Group>
    </div>
  );
}
