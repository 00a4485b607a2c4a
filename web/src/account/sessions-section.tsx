import { Button } from '@mantine/core';
import { routes } from '../../../api/contract/index.ts';
import { useApi, useSend } from '../api/hooks.ts';
import { Tag } from '../ui/facts.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Section } from '../ui/page.tsx';
import { Loading } from '../ui/skeleton.tsx';
import { Time } from '../ui/time.tsx';
import { toastDone, toastFailed } from '../ui/toast.ts';
import styles from './account.module.css';
import { agentName } from './agent-name.ts';

/** Where one is signed in, and how to end that. */
export function SessionsSection() {
  const { data, error, refetch } = useApi(routes.accounts.sessions.list, {}, { staleTime: 0 });
  const onFailed = (problem: { detail?: string | undefined; title: string }): void => toastFailed('The session was not ended', problem.detail ?? problem.title);
  const end = useSend(routes.accounts.sessions.end, { onDone: () => toastDone('The session is ended.'), onFailed });
  const endOthers = useSend(routes.accounts.sessions.endOthers, { onDone: ({ ended }) => toastDone(ended === 1 ? '1 session is ended.' : `${ended} sessions are ended.`), onFailed });
  const others = data?.data.filter((session) => !session.isCurrent).length ?? 0;
  return (
    <Section
      title="Where you are signed in"
      note={
        others > 0 && (
          <Button size="xs" loading={endOthers.isPending} onClick={() => endOthers.mutate({})}>
            End all others
          </Button>
        )
      }
    >
      {error && <ProblemNotice error={error} title="Your sessions could not be loaded" onRetry={() => void refetch()} />}
      {!data && !error && <Loading rows={2} height={22} gap={20} />}
      <ul className={styles.rows}>
        {data?.data.map((session) => (
          <li key={session.id}>
            <span className={styles.title}>
              {agentName(session.userAgent)} {session.isCurrent && <Tag>this one</Tag>}
            </span>
            <span className={styles.text}>
              {session.address ?? 'unknown address'} · seen <Time at={session.lastSeenAt} /> · since <Time at={session.createdAt} />
            </span>
            {!session.isCurrent && (
              <span className={styles.side}>
                <Button size="xs" onClick={() => end.mutate({ params: { id: session.id } })}>
                  End session
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
