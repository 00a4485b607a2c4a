import { Button, Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { ApiProblem } from '../../api/problem.ts';
import { useMay } from '../../api/session.ts';
import { Empty } from '../../ui/empty.tsx';
import { Tag } from '../../ui/facts.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import { toastDone } from '../../ui/toast.ts';
import styles from './catalog.module.css';
import { changedOnly, type FieldSpec, type Values } from './forms/spec.ts';
import { SpecForm } from './forms/spec-form.tsx';
import { Removal } from './removal.tsx';

/** One configured thing as its list shows it. */
export type CatalogRow = { id: string; title: string; mark?: ReactNode; text?: string; facts?: readonly string[]; isDefault?: boolean; isEnabled?: boolean; value: Values };

type Props = {
  /** The word for one of them, as in "Add severity". */
  noun: string;
  intro: ReactNode;
  rows: readonly CatalogRow[] | undefined;
  error: ApiProblem | null;
  onRetry: () => void;
  specs: readonly FieldSpec[];
  /** What a new one starts with; without it none can be added. */
  blank?: Values;
  create?: (value: Values) => Promise<unknown>;
  update: (id: string, changes: Values) => Promise<unknown>;
  /** Takes one away for good, after asking; `meaning` says what that does. Without it none can be removed. */
  removal?: { meaning: string; remove: (id: string) => Promise<unknown> };
  /** Turns the form's fields into the API's value, when they are not the same. */
  write?: (form: Values) => Values;
};

/** A list of configured things, in their order, with a form to add and change them; those who may not change it can still read it. */
export function Catalog(props: Props) {
  const { noun, intro, rows, error, onRetry, blank } = props;
  const admin = useMay('admin');
  const [open, setOpen] = useState<CatalogRow | 'new' | undefined>(undefined);
  const close = (): void => setOpen(undefined);
  return (
    <>
      <div className={styles.intro}>
        <p>{intro}</p>
        {admin && blank && rows?.length !== 0 && (
          <Button variant="filled" onClick={() => setOpen('new')}>
            Add {noun}
          </Button>
        )}
      </div>
      {error && rows === undefined && <ProblemNotice error={error} title="The list could not be loaded" onRetry={onRetry} />}
      {!error && rows === undefined && <Loading rows={5} height={22} gap={26} />}
      {rows?.length === 0 && (
        <Empty title={`No ${noun} yet`} {...(admin && blank ? { action: <Button onClick={() => setOpen('new')}>Add {noun}</Button> } : {})}>
          {admin ? 'Add the first one; it takes effect for new incidents at once.' : 'An administrator can add them.'}
        </Empty>
      )}
      <ul className={styles.rows}>
        {rows?.map((row) => (
          <li key={row.id}>
            <button type="button" onClick={() => setOpen(row)} data-off={row.isEnabled === false || undefined}>
              <span className={styles.name}>
                {row.mark} <bdi>{row.title}</bdi> {row.isDefault === true && <Tag>default</Tag>} {row.isEnabled === false && <Tag>off</Tag>}
              </span>
              <span className={styles.text}>{row.text}</span>
              <span className={styles.facts}>{row.facts?.join(' · ')}</span>
            </button>
          </li>
        ))}
      </ul>
      <Modal opened={open !== undefined} onClose={close} size="lg" title={open === 'new' ? `Add ${noun}` : (open?.title ?? '')}>
        {open !== undefined && <Editor {...props} row={open === 'new' ? undefined : open} admin={admin} onClose={close} />}
      </Modal>
    </>
  );
}

function Editor(props: Props & { row: CatalogRow | undefined; admin: boolean; onClose: () => void }) {
  const { row, admin, noun, specs, blank = {}, create, update, removal, write = (form: Values) => form, onClose } = props;
  const client = useQueryClient();
  const refresh = (): Promise<void> => client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session.get' });
  const send = async (form: Values): Promise<void> => {
    const value = write(form);
    if (row === undefined) await create?.(value);
    else {
      const changes = changedOnly(row.value, value);
      if (Object.keys(changes).length > 0) await update(row.id, changes);
    }
    await refresh();
    toastDone(row === undefined ? `The ${noun} is added.` : 'Saved.');
    onClose();
  };
  return (
    <>
      {!admin && (
        <div style={{ marginBottom: 14 }}>
          <Notice title="You can read this">
            <p>Changing it takes the access level admin; ask an administrator.</p>
          </Notice>
        </div>
      )}
      <SpecForm specs={specs} value={row?.value ?? blank} action={row === undefined ? `Add ${noun}` : `Save ${noun}`} send={send} onCancel={onClose} readOnly={!admin} />
      {admin && row !== undefined && removal && (
        <Removal
          noun={noun}
          meaning={removal.meaning}
          remove={async () => {
            await removal.remove(row.id);
            await refresh();
            toastDone(`The ${noun} is removed.`);
            onClose();
          }}
        />
      )}
    </>
  );
}
