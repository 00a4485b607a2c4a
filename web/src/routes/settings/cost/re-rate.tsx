import { Button, Checkbox, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { routes } from '../../../../../api/contract/index.ts';
import { call, type OutputOf } from '../../../api/client.ts';
import { ApiProblem } from '../../../api/problem.ts';
import { useMay } from '../../../api/session.ts';
import { DateTimeInput } from '../../../ui/date-time-input.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Key, Money } from '../../../ui/facts.tsx';
import { Notice, ProblemNotice } from '../../../ui/notice.tsx';
import { Section } from '../../../ui/page.tsx';
import { toastDone } from '../../../ui/toast.ts';
import { useNames } from '../use-names.ts';
import styles from './cost.module.css';
import { CostPass } from './pass.tsx';

type Preview = OutputOf<typeof routes.cost.previewRerate>;
type Row = Preview['data'][number];

/** Gives closed incidents other prices than they were closed with: previewed first, with a reason, and for everybody to see. */
export function Rerate() {
  const admin = useMay('admin');
  if (!admin) return <Empty title="Re-rating is for administrators">It changes what closed incidents are said to have cost.</Empty>;
  return (
    <>
      <div className={styles.intro}>
        <p>A closed incident keeps the rates and the model it was closed with. Re-rating replaces them. Look at the preview first; what you do is on the timeline of each incident and in the audit log, with your reason.</p>
      </div>
      <Chooser />
      <CostPass />
    </>
  );
}

function Chooser() {
  const names = useNames();
  const [filter, setFilter] = useState<{ type: string | null; project: string | null; reportedAfter: string | null; reportedBefore: string | null }>({ type: null, project: null, reportedAfter: null, reportedBefore: null });
  const [how, setHow] = useState('versions');
  const [at, setAt] = useState<string | null>(null);
  const [preview, setPreview] = useState<Preview | undefined>(undefined);
  const [problem, setProblem] = useState<unknown>(undefined);
  const [busy, setBusy] = useState(false);
  const look = async (cursor?: string): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== null));
      const next = await call(routes.cost.previewRerate, { body: { ...given, at: how === 'moment' ? at : null, limit: 50, ...(cursor === undefined ? {} : { cursor }) } });
      setPreview((before) => (cursor === undefined || before === undefined ? next : { ...next, data: [...before.data, ...next.data] }));
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const change = (changes: Partial<typeof filter>): void => {
    setFilter({ ...filter, ...changes });
    setPreview(undefined);
  };
  return (
    <Section title="Re-rate closed incidents">
      <div className={styles.filter}>
        <Select label="Of type" data={names.types} value={filter.type} placeholder="Any" clearable onChange={(type) => change({ type })} />
        <Select label="In project" data={names.projects} value={filter.project} placeholder="Any" clearable onChange={(project) => change({ project })} />
        <DateTimeInput label="Reported after" value={filter.reportedAfter} onChange={(reportedAfter) => change({ reportedAfter })} />
        <DateTimeInput label="and before" value={filter.reportedBefore} onChange={(reportedBefore) => change({ reportedBefore })} />
      </div>
      <div className={styles.how}>
        <SegmentedControl
          aria-label="Which prices"
          value={how}
          onChange={(value) => {
            setHow(value);
            setPreview(undefined);
          }}
          data={[{ value: 'versions', label: 'Hour by hour' }, { value: 'moment', label: 'As of a moment' }]}
        />
        {how === 'moment' && <DateTimeInput aria-label="Moment whose rates and model count" value={at} onChange={(next) => (setAt(next), setPreview(undefined))} />}
        <Button onClick={() => void look()} loading={busy} disabled={how === 'moment' && at === null}>
          Preview
        </Button>
      </div>
      {problem !== undefined && <ProblemNotice error={problem} title="The preview could not be made" />}
      {preview !== undefined && <PreviewTable preview={preview} onMore={(cursor) => void look(cursor)} onDone={() => void look()} />}
    </Section>
  );
}

const changes = (row: Row): boolean => row.pricingId !== null && row.difference !== null && /[1-9]/.test(row.difference);

function PreviewTable({ preview, onMore, onDone }: { preview: Preview; onMore: (cursor: string) => void; onDone: () => void }) {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const movable = preview.data.filter((row) => changes(row));
  const chosen = movable.filter((row) => !left.has(row.incident.id));
  if (preview.data.length === 0) return <Empty title="No closed incident matches">Take a filter away.</Empty>;
  const toggle = (id: string): void => setLeft(left.has(id) ? new Set([...left].filter((one) => one !== id)) : new Set([...left, id]));
  return (
    <>
      {movable.length === 0 && (
        <div className={styles.notice}>
          <Notice tone="ok" title="Nothing would change">All of these are priced like that already.</Notice>
        </div>
      )}
      {movable.length > 0 && (
        <div className={styles.preview}>
          <table>
            <thead>
              <tr>
                <th scope="col">Incident</th>
                <th scope="col" data-number>Now</th>
                <th scope="col" data-number>Then</th>
                <th scope="col" data-number data-wide>Difference</th>
              </tr>
            </thead>
            <tbody>
              {movable.map((row) => (
                <PreviewRow key={row.incident.id} row={row} checked={!left.has(row.incident.id)} onToggle={() => toggle(row.incident.id)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className={styles.quiet}>
        {preview.data.length} looked at, {movable.length} would change
        {preview.data.some((row) => row.problem !== null) && `, ${preview.data.filter((row) => row.problem !== null).length} cannot be priced: ${preview.data.find((row) => row.problem !== null)?.problem ?? ''}`}.
      </p>
      {preview.nextCursor !== null && (
        <Button size="xs" onClick={() => onMore(preview.nextCursor ?? '')}>
          Look at more
        </Button>
      )}
      {chosen.length > 0 && <Apply chosen={chosen} onDone={onDone} />}
    </>
  );
}

function PreviewRow({ row, checked, onToggle }: { row: Row; checked: boolean; onToggle: () => void }) {
  const { incident, before, after, difference } = row;
  return (
    <tr>
      <td>
        <Checkbox size="xs" checked={checked} onChange={onToggle} label={<><Key>{incident.key}</Key> <bdi>{incident.title}</bdi></>} />
      </td>
      <td data-number><Money amount={before?.total} currency={before?.currency} exact /></td>
      <td data-number><Money amount={after?.total} currency={after?.currency} exact /></td>
      <td data-number data-wide><Money amount={difference} currency={after?.currency} exact /></td>
    </tr>
  );
}

function Apply({ chosen, onDone }: { chosen: readonly Row[]; onDone: () => void }) {
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const [failed, setFailed] = useState<unknown>(undefined);
  const [busy, setBusy] = useState(false);
  const number = `${chosen.length} ${chosen.length === 1 ? 'incident' : 'incidents'}`;
  const send = async (): Promise<void> => {
    setBusy(true);
    setFailed(undefined);
    try {
      const answers = [];
      for (let i = 0; i < chosen.length; i += 100) answers.push(...(await call(routes.cost.rerate, { body: { reason, incidents: chosen.slice(i, i + 100).map((row) => ({ incident: row.incident.id, pricingId: row.pricingId ?? '' })) } })).data);
      const refused = answers.filter(({ ok }) => !ok);
      if (refused.length > 0) setFailed(new ApiProblem({ status: 409, title: `${refused.length} of ${number} kept their price`, detail: refused[0]?.problem ?? undefined }));
      else toastDone(`${number} re-rated.`);
      await client.invalidateQueries({ predicate: ({ queryKey }) => /^(cost|incidents)/.test(String(queryKey[0])) });
      onDone();
    } catch (error) {
      setFailed(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className={styles.apply}>
      {failed !== undefined && <ProblemNotice error={failed} />}
      <TextInput label="Why" description="Stands on the timeline of each incident and in the audit log." value={reason} onChange={(event) => setReason(event.currentTarget.value)} maxLength={500} />
      <Button variant="filled" disabled={reason.trim() === ''} loading={busy} onClick={() => void send()}>
        Re-rate {number}
      </Button>
    </div>
  );
}
