import { routes } from '../../../../api/contract/index.ts';
import { useApi } from '../../api/hooks.ts';
import { Empty } from '../../ui/empty.tsx';
import { Markdown } from '../../ui/markdown.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Section } from '../../ui/page.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { can } from '../abilities.ts';
import type { Incident } from '../queries.ts';
import { type Report, REPORTS } from './fields.ts';
import { ReportForm } from './report-form.tsx';
import styles from './updates.module.css';

/** Reports: a form for the next one, and those posted, newest first. */
export function Updates({ incident }: { incident: Incident }) {
  const { data, error, refetch } = useApi(routes.timeline.reports, { params: { incident: incident.key } });
  const over = incident.stage === 'closed' || incident.stage === 'review';
  const reports = data?.data ?? [];
  if (!data && !error) {
    return (
      <div className={styles.updates}>
        <Loading rows={6} height={40} label="Loading the updates" />
      </div>
    );
  }
  return (
    <div className={styles.updates}>
      {can(incident, 'post') && !over && <ReportForm incident={incident} reports={reports} />}
      {error && <ProblemNotice error={error} title="The reports cannot be shown" onRetry={() => void refetch()} />}
      {data && (
        <Section title="Posted" note={reports.length > 0 ? reports.length : undefined}>
          {reports.length === 0 && <Empty title="No report yet">{over ? 'None was posted while it ran.' : 'A report every now and then keeps people from asking one by one.'}</Empty>}
          {reports.map((report) => (
            <ReportView key={report.id} report={report} />
          ))}
        </Section>
      )}
    </div>
  );
}

function ReportView({ report }: { report: Report }) {
  return (
    <article className={styles.report} aria-label={`${REPORTS[report.kind].title} report`}>
      <div className={styles.reportHead}>
        <strong>{REPORTS[report.kind].title} report</strong>
        <bdi>{report.author}</bdi>
        <Time at={report.postedAt} />
      </div>
      <dl>
        {report.fields.map((field) => (
          <div key={field.name} style={{ display: 'contents' }}>
            <dt>{field.label}</dt>
            <dd dir="auto">
              <Markdown compact>{field.text}</Markdown>
            </dd>
          </div>
        ))}
      </dl>
    </article>
  );
}
