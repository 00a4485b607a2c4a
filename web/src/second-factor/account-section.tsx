import { Button, Modal, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { routes } from '../../../api/contract/index.ts';
import type { Factor } from '../../../api/contract/second-factor.ts';
import { ConfirmButton } from '../account/confirm-button.tsx';
import rows from '../account/account.module.css';
import type { OutputOf } from '../api/client.ts';
import { useApi, useSend } from '../api/hooks.ts';
import { Empty } from '../ui/empty.tsx';
import { Tag } from '../ui/facts.tsx';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Section } from '../ui/page.tsx';
import { Loading } from '../ui/skeleton.tsx';
import { Time } from '../ui/time.tsx';
import { toastDone, toastFailed } from '../ui/toast.ts';
import { EnrolDialog } from './enrol-dialog.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import styles from './second-factor.module.css';

type Status = OutputOf<typeof routes.secondFactor.status>;

/** One's own second factors: which there are, adding and removing them, and the recovery codes. */
export function SecondFactorSection() {
  const { data, error, refetch } = useApi(routes.secondFactor.status, {}, { staleTime: 0 });
  const [adding, setAdding] = useState(false);
  useEffect(() => {
    if (data && window.location.hash === '#second-factor') document.getElementById('second-factor')?.scrollIntoView({ block: 'start' });
  }, [data]);
  if (data && !data.isAsked) return null;
  const add = (
    <Button size="xs" onClick={() => setAdding(true)}>
      Add second factor
    </Button>
  );
  return (
    <div id="second-factor">
      <Section title="Second factor" note={data && data.factors.length > 0 && add}>
        {error && <ProblemNotice error={error} title="Your second factors could not be loaded" onRetry={() => void refetch()} />}
        {!data && !error && <Loading rows={2} height={22} gap={20} />}
        {data?.mustEnrol === true && (
          <div style={{ marginBottom: 12 }}>
            <Notice tone="wait" title="Your organization wants you to have a second factor" action={add}>
              <p>Until you have one you cannot do what is sensitive, such as changing members or integrations.</p>
            </Notice>
          </div>
        )}
        {data && data.factors.length === 0 && !data.mustEnrol && (
          <Empty title="No second factor" action={add}>
            With one, a stolen password or an unlocked screen is not enough to sign in as you or to do what is sensitive.
          </Empty>
        )}
        {data && data.factors.length > 0 && <Factors status={data} />}
        {data && <EnrolDialog opened={adding} methods={data.methods} onClose={() => setAdding(false)} />}
      </Section>
    </div>
  );
}

function Factors({ status }: { status: Status }) {
  const onFailed = (problem: { detail?: string | undefined; title: string }): void => toastFailed('The second factor was not removed', problem.detail ?? problem.title);
  const remove = useSend(routes.secondFactor.remove, { onDone: () => toastDone('The second factor is removed.'), onFailed });
  const [renaming, setRenaming] = useState<Factor | undefined>(undefined);
  const isLast = status.factors.length === 1;
  return (
    <>
      <ul className={rows.rows}>
        {status.factors.map((factor) => (
          <li key={factor.id}>
            <span className={rows.title}>
              <bdi>{factor.name}</bdi> {factor.name !== factor.methodName && <Tag>{factor.methodName}</Tag>}
            </span>
            <span className={rows.text}>
              {factor.lastUsedAt === null ? 'not used yet' : <>used <Time at={factor.lastUsedAt} /></>} · set up <Time at={factor.createdAt} />
            </span>
            <span className={rows.side}>
              <Button size="xs" onClick={() => setRenaming(factor)}>
                Rename
              </Button>
              <ConfirmButton label="Remove" question={isLast ? `${factor.name} is your only second factor. Without it your recovery codes end too.` : `${factor.name} will not count any more.`} confirm="Remove it" busy={remove.isPending && remove.variables.params.id === factor.id} onConfirm={() => remove.mutate({ params: { id: factor.id } })} />
            </span>
          </li>
        ))}
      </ul>
      <Codes left={status.recoveryCodesLeft} />
      <RenameDialog factor={renaming} onClose={() => setRenaming(undefined)} />
    </>
  );
}

function Codes({ left }: { left: number }) {
  const [codes, setCodes] = useState<readonly string[] | undefined>(undefined);
  const renew = useSend(routes.secondFactor.renewCodes, { onDone: ({ recoveryCodes }) => setCodes(recoveryCodes), onFailed: (problem) => toastFailed('No new codes were made', problem.detail ?? problem.title) });
  return (
    <div className={styles.row}>
      <span style={left <= 2 ? { color: 'var(--wait)' } : undefined}>{left === 0 ? 'No recovery codes left' : left === 1 ? '1 recovery code left' : `${left} recovery codes left`}</span>
      <ConfirmButton label="Make new codes" question="The codes that you have now will not work any more." confirm="Make ten new codes" busy={renew.isPending} onConfirm={() => renew.mutate({})} />
      <Modal opened={codes !== undefined} onClose={() => setCodes(undefined)} size={480} closeOnClickOutside={false} title="Your new recovery codes">
        {codes && <RecoveryCodes codes={codes} onDone={() => setCodes(undefined)} />}
      </Modal>
    </div>
  );
}

function RenameDialog({ factor, onClose }: { factor: Factor | undefined; onClose: () => void }) {
  const rename = useSend(routes.secondFactor.rename, { onDone: onClose });
  const input = useRef<HTMLInputElement>(null);
  return (
    <Modal opened={factor !== undefined} onClose={onClose} title="Rename the second factor">
      {factor && (
        <form
          className={styles.form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            const name = input.current?.value.trim() ?? '';
            if (name !== '') rename.mutate({ params: { id: factor.id }, body: { name } });
          }}
        >
          {rename.error && <ProblemNotice error={rename.error} title={`Not renamed: ${rename.error.title}`} />}
          <TextInput ref={input} label="Name" defaultValue={factor.name} maxLength={80} data-autofocus />
          <div className={styles.buttons}>
            <Button type="submit" variant="filled" loading={rename.isPending}>
              Rename
            </Button>
            <Button onClick={onClose}>Cancel</Button>
          </div>
        </form>
      )}
    </Modal>
  );
}
