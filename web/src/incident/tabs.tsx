import { Tabs } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useSession } from '../api/session.ts';
import { countUnread } from './conversation/rows.ts';
import { useReadTo } from './conversation/read-marks.ts';
import { useMessages } from './conversation/window.ts';
import styles from './layout.module.css';
import type { Incident } from './queries.ts';
import { splitParticipants } from './participants.ts';
import { TABS, type TabName } from './search.ts';
import type { Width } from './use-width.ts';

const WORDS: Record<TabName, string> = { overview: 'Overview', conversation: 'Conversation', timeline: 'Timeline', updates: 'Updates', tasks: 'Tasks', automation: 'Automation', people: 'People', documents: 'Documents', postmortem: 'Postmortem' };
const PHONE: readonly TabName[] = ['overview', 'conversation', 'timeline', 'tasks', 'updates', 'automation', 'people', 'documents', 'postmortem'];
const BESIDE: readonly TabName[] = TABS.filter((name) => !['overview', 'automation', 'people', 'tasks'].includes(name));

/** The tabs there are at a width. */
export function tabsAt(width: Width): readonly TabName[] {
  return width === 'phone' ? PHONE : BESIDE;
}

/** The strip of tabs, each with how much is in it; what is unread or failed stands out. */
export function TabStrip({ incident, tab, width }: { incident: Incident; tab: TabName; width: Width }) {
  const strip = useRef<HTMLDivElement>(null);
  const shown = useRef<TabName | undefined>(undefined);
  useEffect(() => {
    // Only when the tab changes: who has moved the strip by hand is left alone.
    if (shown.current === tab) return;
    shown.current = tab;
    strip.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });
  return (
    <div ref={strip} className={styles.tabs}>
      <Tabs.List aria-label="Parts of the incident">
        {tabsAt(width).map((name) => (
          <Tabs.Tab key={name} value={name}>
            {WORDS[name]}
            <Count incident={incident} tab={name} open={name === tab} />
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </div>
  );
}

function Count({ incident, tab, open }: { incident: Incident; tab: TabName; open: boolean }) {
  if (tab === 'conversation') return <Unread incident={incident} open={open} />;
  const failed = incident.steps.filter((step) => step.state === 'failed').length;
  if (tab === 'automation' && failed > 0) {
    return (
      <span className={styles.count} data-fail>
        {failed}
        <span className="visually-hidden"> failed</span>
      </span>
    );
  }
  const counts: Partial<Record<TabName, number>> = { timeline: incident.counts.events, updates: incident.counts.reports, tasks: incident.tasksOpen, people: splitParticipants(incident).present.length };
  const count = counts[tab];
  return count === undefined || count === 0 ? null : <span className={styles.count}>{count}</span>;
}

function Unread({ incident, open }: { incident: Incident; open: boolean }) {
  const { person } = useSession();
  const readTo = useReadTo(incident.id);
  const { data } = useMessages(incident.key);
  const unread = !open && data && readTo >= 0 ? countUnread(data.rows, readTo, person.id) : 0;
  if (unread > 0) {
    return (
      <span className={styles.count} data-unread>
        {unread}
        {data?.rows.length === unread && data.older !== null && '+'}
        <span className="visually-hidden"> unread</span>
      </span>
    );
  }
  return incident.counts.messages === 0 ? null : <span className={styles.count}>{incident.counts.messages}</span>;
}
