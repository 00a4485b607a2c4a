import { lazy, Suspense } from 'react';
import { Loading } from '../ui/skeleton.tsx';
import { Automation } from './automation/automation.tsx';
import { Conversation } from './conversation/conversation.tsx';
import layout from './layout.module.css';
import { Overview } from './overview/overview.tsx';
import { People } from './people/people.tsx';
import type { Incident } from './queries.ts';
import type { TabName } from './search.ts';
import { Tasks } from './tasks/tasks.tsx';
import { Timeline } from './timeline/timeline.tsx';
import { Updates } from './updates/updates.tsx';

const Documents = lazy(() => import('./documents/documents.tsx').then((module) => ({ default: module.Documents })));
const PostmortemView = lazy(() => import('./postmortem/postmortem.tsx').then((module) => ({ default: module.PostmortemView })));

/** What stands in a tab. */
export function Panel({ incident, tab }: { incident: Incident; tab: TabName }) {
  return (
    <Suspense
      fallback={
        <div className={layout.frame}>
          <Loading rows={8} />
        </div>
      }
    >
      {tab === 'conversation' && <Conversation incident={incident} />}
      {tab === 'timeline' && <Timeline incident={incident} />}
      {tab === 'updates' && <Updates incident={incident} />}
      {tab === 'documents' && <Documents incident={incident} />}
      {tab === 'postmortem' && <PostmortemView incident={incident} page={false} />}
      {tab === 'overview' && <Overview incident={incident} />}
      {tab === 'automation' && <Automation incident={incident} />}
      {tab === 'people' && <People incident={incident} />}
      {tab === 'tasks' && <Tasks incident={incident} />}
    </Suspense>
  );
}

/** What needs people and who does what: the column at the right. */
export function Beside({ incident }: { incident: Incident }) {
  return (
    <>
      <Automation incident={incident} />
      <Tasks incident={incident} />
      <People incident={incident} />
    </>
  );
}
