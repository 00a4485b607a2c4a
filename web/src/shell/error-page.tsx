import { Button, Group } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { ApiProblem } from '../api/problem.ts';
import { useTitle } from '../ui/page.tsx';
import styles from './shell.module.css';

const STALE_BUILD = /dynamically imported module|Importing a module script failed|error loading dynamically/i;

/** What stands in place of a page that could not be shown: what happened, what it means, what to do; a newer build of the web is fetched by itself, once. */
export function ErrorPage({ error }: { error: unknown }) {
  const router = useRouter();
  const problem = ApiProblem.from(error);
  const isStale = STALE_BUILD.test(problem.detail ?? '');
  useTitle(problem.title);
  useEffect(() => {
    // After an upgrade the old page asks for files that are gone. The mark keeps a broken build from reloading for ever.
    if (!isStale || window.sessionStorage.getItem('dispatch.reloaded') === window.location.pathname) return;
    window.sessionStorage.setItem('dispatch.reloaded', window.location.pathname);
    window.location.reload();
  }, [isStale]);
  return (
    <Frame>
      <h1 role="alert">{problem.title}</h1>
      <p>
        {problem.status === 0
          ? 'The page could not be loaded. Incidents go on meanwhile: their automation does not need this page.'
          : (problem.detail ?? 'This page failed; everything else works. Try again, and if it stays so, tell whoever runs Dispatch what the details below say.')}
      </p>
      <Group gap={8}>
        <Button variant="filled" onClick={() => void router.invalidate()}>
          Load the page again
        </Button>
        <Button component="a" href="/incidents">
          Open incidents
        </Button>
      </Group>
      {problem.status === -1 && error instanceof Error && (
        <details>
          <summary>Details</summary>
          <pre>{error.stack ?? error.message}</pre>
        </details>
      )}
      {problem.requestId !== undefined && <p>Request {problem.requestId}</p>}
    </Frame>
  );
}

/** What stands where no page is. */
export function NotFoundPage() {
  useTitle('Not here');
  return (
    <Frame>
      <h1>There is no page at this address</h1>
      <p>It may be mistyped, or lead to something that you may not see. A key such as INC-42 can be found with the search.</p>
      <Button component="a" href="/incidents" variant="filled">
        Open incidents
      </Button>
    </Frame>
  );
}

/** Inside the shell the page is in its main part already; outside of it this is the main part. */
function Frame({ children }: { children: ReactNode }) {
  const [inside] = useState(() => document.querySelector('main') !== null);
  return inside ? <div className={styles.error}>{children}</div> : <main className={styles.error}>{children}</main>;
}
