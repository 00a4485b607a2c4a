import { Button } from '@mantine/core';
import { routes } from '../../../../../api/contract/index.ts';
import list from '../../../account/account.module.css';
import type { OutputOf } from '../../../api/client.ts';
import { usePages } from '../../../api/hooks.ts';
import { Empty } from '../../../ui/empty.tsx';
import { Key, Tag } from '../../../ui/facts.tsx';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { Section } from '../../../ui/page.tsx';
import { safeLink } from '../../../ui/safe-link.ts';
import { Time } from '../../../ui/time.tsx';
import styles from './retention.module.css';
import { countsText } from './words.ts';

type Tombstone = OutputOf<typeof routes.privacy.retention.purged>['data'][number];

/** What is left of purged incidents, newest first. */
export function Purged() {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = usePages(routes.privacy.retention.purged, { query: {} });
  const rows = data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Section title="Purged incidents">
      {error && !data && <ProblemNotice error={error} title="They could not be loaded" onRetry={() => void refetch()} />}
      {data && rows.length === 0 && <Empty title="None yet">What a policy purges is listed here, with what it left at other providers.</Empty>}
      {rows.length > 0 && (
        <ul className={list.rows}>
          {rows.map((row) => (
            <Row key={row.incidentId} row={row} />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button size="xs" mt="sm" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show more
        </Button>
      )}
    </Section>
  );
}

function Row({ row }: { row: Tombstone }) {
  const counts = countsText(row.counts);
  return (
    <li>
      <span className={list.title}>
        <Key>{row.key}</Key> <bdi>{row.project}</bdi> {row.visibility === 'restricted' && <Tag>restricted</Tag>}
      </span>
      <span className={list.text}>
        Declared <Time at={row.declaredAt} />, closed <Time at={row.closedAt} />
        {counts !== '' && ` · ${counts}`}
      </span>
      {row.resources.length > 0 && (
        <span className={`${list.text} ${styles.links}`}>
          Left at providers:
          {row.resources.map((resource) => {
            const url = resource.url === null ? undefined : safeLink(resource.url);
            const name = `${resource.provider} ${resource.kind}`;
            return url === undefined ? (
              <span key={name}>{name}</span>
            ) : (
              <a key={name} href={url} target="_blank" rel="noopener noreferrer">
                {name} ↗
              </a>
            );
          })}
        </span>
      )}
      <span className={list.side}>
        <span className={list.text}>
          Purged <Time at={row.purgedAt} />
        </span>
      </span>
    </li>
  );
}
