import { Button, Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { routes } from '../../../../api/contract/index.ts';
import styles from '../../account/account.module.css';
import { call, type OutputOf } from '../../api/client.ts';
import { useApi } from '../../api/hooks.ts';
import { LiveIndicator } from '../../shell/live-indicator.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Tag } from '../../ui/facts.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { toastDone } from '../../ui/toast.ts';
import { changedOnly, type FieldSpec, type Values } from './forms/spec.ts';
import { SpecForm } from './forms/spec-form.tsx';
import { ServiceTokens } from './service-tokens.tsx';

type Row = OutputOf<typeof routes.accounts.services.list>['data'][number];
type Dialog = { kind: 'edit'; row: Row | undefined } | { kind: 'tokens'; id: string };

const SPECS: readonly FieldSpec[] = [
  { name: 'name', label: 'Name', kind: 'line', required: true, placeholder: 'deployment pipeline' },
  {
    name: 'accessLevel',
    label: 'Access level',
    kind: 'choice',
    required: true,
    options: [
      { value: 'member', label: 'member: declares and takes part' },
      { value: 'manager', label: 'manager: also runs incidents it is not in' },
      { value: 'admin', label: 'admin: also sets everything up and sees restricted incidents' },
    ],
  },
  { name: 'description', label: 'What it is for', kind: 'text' },
];
const ACTIVE: FieldSpec = { name: 'isActive', label: 'Active', kind: 'flag', help: 'None of the tokens of a deactivated account works.' };

/** Callers that are no people: each has an access level and tokens, and cannot sign in. */
export function ServiceAccountsPage() {
  const { data, error, refetch } = useApi(routes.accounts.services.list, {});
  const [dialog, setDialog] = useState<Dialog | undefined>(undefined);
  const close = (): void => setDialog(undefined);
  const shown = dialog?.kind === 'tokens' ? data?.data.find((row) => row.id === dialog.id) : undefined;
  const add = (
    <Button variant="filled" onClick={() => setDialog({ kind: 'edit', row: undefined })}>
      Add service account
    </Button>
  );
  return (
    <Page
      title="Service accounts"
      lead="For pipelines, alerting and other programs. They call the API with tokens of their own and cannot sign in; what they do stands under their name in timelines and the audit log."
      actions={
        <>
          <LiveIndicator />
          {data && data.data.length > 0 && add}
        </>
      }
      narrow
    >
      {error && !data && <ProblemNotice error={error} title="The service accounts could not be loaded" onRetry={() => void refetch()} />}
      {!data && !error && <Loading rows={3} height={26} gap={22} />}
      {data?.data.length === 0 && (
        <Empty title="No service accounts" action={add}>
          Give each program its own, so that you can see what it does and take its access away.
        </Empty>
      )}
      {data && data.data.length > 0 && (
        <ul className={styles.rows}>
          {data.data.map((row) => (
            <ServiceRow key={row.id} row={row} onEdit={() => setDialog({ kind: 'edit', row })} onTokens={() => setDialog({ kind: 'tokens', id: row.id })} />
          ))}
        </ul>
      )}
      <Modal opened={dialog?.kind === 'edit'} onClose={close} size="lg" title={dialog?.kind === 'edit' && dialog.row ? dialog.row.name : 'Add service account'}>
        {dialog?.kind === 'edit' && <Editor row={dialog.row} onClose={close} onMade={(id) => setDialog({ kind: 'tokens', id })} />}
      </Modal>
      <Modal opened={shown !== undefined} onClose={close} size="lg" title={shown ? `Tokens of ${shown.name}` : ''}>
        {shown && <ServiceTokens account={shown} />}
      </Modal>
    </Page>
  );
}

function ServiceRow({ row, onEdit, onTokens }: { row: Row; onEdit: () => void; onTokens: () => void }) {
  return (
    <li data-off={!row.isActive || undefined}>
      <span className={styles.title}>
        <bdi>{row.name}</bdi> <Tag>{row.accessLevel}</Tag> {!row.isActive && <Tag>deactivated</Tag>}
      </span>
      {row.description !== '' && <span className={styles.text}>{row.description}</span>}
      <span className={styles.text}>
        {row.tokens === 1 ? '1 token' : `${row.tokens} tokens`} · {row.lastUsedAt === null ? 'never used' : <>used <Time at={row.lastUsedAt} /></>}
      </span>
      <span className={styles.side}>
        <Button size="xs" onClick={onTokens}>
          Tokens
        </Button>
        <Button size="xs" onClick={onEdit}>
          Edit
        </Button>
      </span>
    </li>
  );
}

function Editor({ row, onClose, onMade }: { row: Row | undefined; onClose: () => void; onMade: (id: string) => void }) {
  const client = useQueryClient();
  const send = async (value: Values): Promise<void> => {
    const changes = row ? changedOnly(row, value) : value;
    const saved = row ? (Object.keys(changes).length > 0 ? await call(routes.accounts.services.update, { params: { id: row.id }, body: changes }) : row) : await call(routes.accounts.services.create, { body: value as never });
    await client.invalidateQueries({ queryKey: ['service-accounts.list'] });
    toastDone(row ? 'Saved.' : `${saved.name} is added. Make its first token now.`);
    if (row) onClose();
    else onMade(saved.id);
  };
  return <SpecForm specs={row ? [...SPECS, ACTIVE] : SPECS} value={row ?? { accessLevel: 'member' }} action={row ? 'Save service account' : 'Add service account'} send={send} onCancel={onClose} />;
}
