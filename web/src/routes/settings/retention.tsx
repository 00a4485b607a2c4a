import { Button } from '@mantine/core';
import { useState } from 'react';
import { routes } from '../../../../api/contract/index.ts';
import list from '../../account/account.module.css';
import type { OutputOf } from '../../api/client.ts';
import { useApi } from '../../api/hooks.ts';
import { LiveIndicator } from '../../shell/live-indicator.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import { PolicyDialog } from './retention/policy-dialog.tsx';
import { Purged } from './retention/purged.tsx';
import { daysText, dueText } from './retention/words.ts';

/** How long one project keeps its closed incidents. */
export type RetentionPolicy = OutputOf<typeof routes.privacy.retention.list>['data'][number];

/** How long closed incidents are kept, and what is left of those that are gone. */
export function RetentionPage() {
  const { data, error, refetch } = useApi(routes.privacy.retention.list, {});
  const [changing, setChanging] = useState<RetentionPolicy | null>(null);
  return (
    <Page
      title="Data retention"
      lead="A closed incident whose time is over is purged for good: its timeline, conversation, files, documents and mails. What stays is that there was one, with its key and dates. Objects at other providers are listed, never deleted; a legal hold keeps an incident whatever the policy."
      actions={<LiveIndicator />}
      narrow
    >
      <Section title="Policies">
        {error && !data && <ProblemNotice error={error} title="The policies could not be loaded" onRetry={() => void refetch()} />}
        {!data && !error && <Loading rows={2} height={44} />}
        <ul className={list.rows} hidden={!data}>
          {data?.data.map((policy) => (
            <li key={policy.projectId}>
              <span className={list.title}>
                <bdi>{policy.project}</bdi>
              </span>
              <span className={list.text}>
                {daysText(policy.days)}
                {dueText(policy) !== '' && ` · ${dueText(policy)}`}
              </span>
              <span className={list.side}>
                <Button size="xs" onClick={() => setChanging(policy)} aria-label={`Change the policy of ${policy.project}`}>
                  Change…
                </Button>
              </span>
            </li>
          ))}
        </ul>
      </Section>
      <Purged />
      <PolicyDialog policy={changing} onClose={() => setChanging(null)} />
    </Page>
  );
}
