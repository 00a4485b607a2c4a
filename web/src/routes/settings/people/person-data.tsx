import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { routes } from '../../../../../api/contract/index.ts';
import { call } from '../../../api/client.ts';
import { useApi, useSend } from '../../../api/hooks.ts';
import { ApiProblem } from '../../../api/problem.ts';
import { explain } from '../../../incident/queries.ts';
import { download } from '../../../incident/timeline/export.ts';
import { Notice, ProblemNotice } from '../../../ui/notice.tsx';
import { toastDone, toastFailed } from '../../../ui/toast.ts';
import settings from '../settings.module.css';
import styles from './person-data.module.css';

type Subject = { id: string; name: string; email: string };

/** What is stored about a person: take it along, or erase it. */
export function PersonData({ person, onErased }: { person: Subject; onErased: () => void }) {
  const [erasing, setErasing] = useState(false);
  const [busy, setBusy] = useState(false);
  const erasures = useApi(routes.privacy.people.erasures, { query: { person: person.id } });
  const last = erasures.data?.data[0];
  const take = async (): Promise<void> => {
    setBusy(true);
    try {
      const data: unknown = await call(routes.privacy.people.exportData, { params: { id: person.id } });
      download(`person-${person.id}.json`, 'application/json', JSON.stringify(data, null, 2));
    } catch (error) {
      toastFailed('The data was not exported', explain(ApiProblem.from(error)));
    } finally {
      setBusy(false);
    }
  };
  if (last !== undefined) return <Erased state={last.state} incidents={last.incidents} fault={last.lastError} />;
  return (
    <section aria-labelledby="person-data" className={`${settings.part} ${styles.part}`}>
      <h3 id="person-data">Personal data</h3>
      <p>Everything that is stored about {person.name} as a file, or its erasure: then an anonymous person stands in their place everywhere, the timelines of incidents included.</p>
      <Group gap={8}>
        <Button size="xs" loading={busy} onClick={() => void take()}>
          Export data
        </Button>
        <Button size="xs" color="danger" onClick={() => setErasing(true)}>
          Erase person…
        </Button>
      </Group>
      <Modal opened={erasing} onClose={() => setErasing(false)} title={`Erase ${person.name}`}>
        <EraseForm person={person} onClose={() => setErasing(false)} onErased={onErased} />
      </Modal>
    </section>
  );
}

function Erased({ state, incidents, fault }: { state: 'running' | 'done'; incidents: number; fault: string | null }) {
  if (state === 'done') return <Notice tone="ok" title={`The data of this person was erased, in ${incidents === 1 ? '1 incident' : `${incidents} incidents`}.`} />;
  return <Notice tone="wait" title="The data of this person is being erased from incidents.">{fault === null ? 'It takes a few minutes.' : `It is tried again: ${fault}`}</Notice>;
}

function EraseForm({ person, onClose, onErased }: { person: Subject; onClose: () => void; onErased: () => void }) {
  const [email, setEmail] = useState('');
  const erase = useSend(routes.privacy.people.erase, {
    onDone: () => {
      toastDone('The person is erased; incidents follow within minutes.');
      onErased();
    },
  });
  const isThem = email.trim().toLowerCase() === person.email;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        if (isThem) erase.mutate({ params: { id: person.id }, body: { email } });
      }}
    >
      <p>Name and address are replaced in every incident, message, document and mail; account, tokens and rules for them are removed. The audit log keeps who did what. What is inside uploaded files, and at other providers, stays. It cannot be undone.</p>
      <TextInput label="Their e-mail address, to confirm" placeholder={person.email} autoComplete="off" value={email} onChange={(event) => setEmail(event.currentTarget.value)} data-autofocus />
      {erase.error && <ProblemNotice error={erase.error} title="Nothing was erased" />}
      <Group gap={8} justify="flex-end">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="filled" color="danger" disabled={!isThem} loading={erase.isPending}>
          Erase for good
        </Button>
      </Group>
    </form>
  );
}
