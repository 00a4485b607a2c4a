import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { LoadingFrame } from '../../incident/loading-frame.tsx';
import { Missing } from '../../incident/missing.tsx';
import styles from '../../incident/postmortem/postmortem.module.css';
import { PostmortemView } from '../../incident/postmortem/postmortem.tsx';
import { useLightPrint } from '../../incident/postmortem/use-light-print.ts';
import { useNamedIncident } from '../../incident/use-named-incident.ts';
import { LiveIndicator } from '../../shell/live-indicator.tsx';
import { Key } from '../../ui/facts.tsx';
import { useTitle } from '../../ui/page.tsx';

/** The postmortem of one incident, as a page to write, read and print. */
export function PostmortemPage() {
  const { incident: name } = useParams({ from: '/app/incidents/$incident/postmortem' });
  const navigate = useNavigate({ from: '/incidents/$incident/postmortem' });
  const { data, error, refetch } = useNamedIncident(name, (key) => void navigate({ params: { incident: key }, replace: true }));
  useLightPrint();
  useTitle(data ? `Postmortem of ${data.key} ${data.title}` : name);
  if (!data) return error ? <Missing name={name} problem={error} onRetry={() => void refetch()} /> : <LoadingFrame name={name} />;
  return (
    <PostmortemView incident={data} page>
      <div className={styles.crumb}>
        <Link to="/incidents/$incident" params={{ incident: data.key }}>
          <Key>{data.key}</Key> ← back to the incident
        </Link>
        <LiveIndicator />
      </div>
      <div className={styles.head}>
        <h1 tabIndex={-1}>
          Postmortem: <bdi>{data.title}</bdi>
        </h1>
      </div>
    </PostmortemView>
  );
}
