import { Button, SegmentedControl, Textarea } from '@mantine/core';
import { useState } from 'react';
import { routes } from '../../../../api/contract/index.ts';
import { useSend } from '../../api/hooks.ts';
import { splitProblem } from '../../api/problem.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import { toastDone } from '../../ui/toast.ts';
import type { Incident } from '../queries.ts';
import { useKeys } from '../use-keys.ts';
import { type Report, REPORTS, reportBody, type ReportKind, taskList } from './fields.ts';
import { Snooze } from './snooze.tsx';
import styles from './updates.module.css';
import { useReportDraft } from './use-report-draft.ts';

const LONGEST = 10_000;

/** Posts a tactical or executive report; each kind begins with the last one and keeps what is typed until it is posted. */
export function ReportForm({ incident, reports }: { incident: Incident; reports: readonly Report[] }) {
  const [kind, setKind] = useState<ReportKind>('tactical');
  return (
    <div className={styles.form}>
      <div className={styles.head}>
        <SegmentedControl size="xs" aria-label="Kind of report" value={kind} onChange={(value) => setKind(value === 'executive' ? 'executive' : 'tactical')} data={[{ value: 'tactical', label: 'Tactical' }, { value: 'executive', label: 'Executive' }]} />
        <Snooze incident={incident} kind={kind} />
      </div>
      <p className={styles.audience}>{REPORTS[kind].audience}</p>
      <Fields key={kind} incident={incident} kind={kind} reports={reports} />
    </div>
  );
}

function Fields({ incident, kind, reports }: { incident: Incident; kind: ReportKind; reports: readonly Report[] }) {
  const { fields, title } = REPORTS[kind];
  const draft = useReportDraft(incident, kind, reports);
  const [checked, setChecked] = useState(false);
  const send = useSend(routes.timeline.postReport, {
    onDone: () => {
      draft.clear();
      setChecked(false);
      toastDone(`${title} report posted`);
    },
  });
  const { byField } = send.error ? splitProblem(send.error, fields.map((field) => field.name)) : { byField: {} };
  const post = (): void => {
    setChecked(true);
    const wrong = fields.find(({ name }) => faultOf(draft.values[name]) !== undefined);
    if (wrong) document.getElementById(`report-${wrong.name}`)?.focus();
    else send.mutate({ params: { incident: incident.key }, body: reportBody(kind, draft.values) });
  };
  const form = useKeys<HTMLFormElement>({ submit: post });
  const onSubmit = (event: React.FormEvent): void => {
    event.preventDefault();
    post();
  };
  const errorOf = (name: string): string | undefined => (checked ? faultOf(draft.values[name]) : undefined) ?? (byField as Record<string, string>)[name];
  return (
    <form ref={form} onSubmit={onSubmit} style={{ display: 'grid', gap: 14 }} aria-label={`${title} report`} noValidate>
      {send.error && Object.keys(byField).length === 0 && <ProblemNotice error={send.error} title="The report was not posted" />}
      {fields.map(({ name, label, hint }) => (
        <Textarea key={name} id={`report-${name}`} label={label} placeholder={hint} autosize minRows={2} maxRows={14} dir="auto" value={draft.values[name] ?? ''} onChange={(event) => draft.write(name, event.currentTarget.value)} error={errorOf(name)} />
      ))}
      <Foot incident={incident} kind={kind} draft={draft} busy={send.isPending} />
    </form>
  );
}

function faultOf(text: string | undefined): string | undefined {
  const written = text ?? '';
  if (written.length > LONGEST) return `${written.length - LONGEST} characters too long`;
  return written.trim() === '' ? 'May not be empty; “none” or “unknown” is an answer too' : undefined;
}

function Foot({ incident, kind, draft, busy }: { incident: Incident; kind: ReportKind; draft: ReturnType<typeof useReportDraft>; busy: boolean }) {
  const list = taskList(incident.tasks);
  return (
    <div className={styles.foot}>
      {kind === 'tactical' && list !== '' && (
        <Button size="xs" onClick={() => draft.write('actions', `${(draft.values.actions ?? '').trim()}\n${list}`.trim())}>
          Insert open tasks
        </Button>
      )}
      {!draft.changed && Object.values(draft.values).some((text) => text !== '') && <span className={styles.audience}>Begins with the last one.</span>}
      <div data-end>
        {draft.changed && (
          <Button onClick={draft.clear} variant="subtle">
            Start over
          </Button>
        )}
        <Button type="submit" variant="filled" loading={busy}>
          Post {kind} report
        </Button>
      </div>
    </div>
  );
}
