import { Tabs } from '@mantine/core';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useActions } from '../shell/actions.ts';
import type { StageName } from '../ui/stage.tsx';
import { useTitle } from '../ui/page.tsx';
import { can } from './abilities.ts';
import { useTakeCommand } from './header/commander.tsx';
import { FeedbackDialog } from './header/feedback-dialog.tsx';
import { IncidentHeader, PhoneHeader, PhoneTop } from './header/header.tsx';
import { StageDialog } from './header/stage-dialog.tsx';
import styles from './layout.module.css';
import { Overview } from './overview/overview.tsx';
import { Beside, Panel } from './panels.tsx';
import { PublishDialog } from './postmortem/publish-dialog.tsx';
import type { Incident } from './queries.ts';
import { shownTab, TABS, type TabName } from './search.ts';
import { TabStrip, tabsAt } from './tabs.tsx';
import { useNoteAction } from './timeline/note-form.tsx';
import { noteOpen } from './timeline/note-state.ts';
import { focusSoon, useView } from './use-view.ts';
import { useWidth } from './use-width.ts';

/** The incident page: what it is at the left, what is said and happens in the middle, what the automation and people do at the right; on a phone all of it as tabs. */
export function IncidentView({ incident }: { incident: Incident }) {
  const width = useWidth();
  const { search, open } = useView();
  const tab = shownTab(search.tab, width);
  const [stage, setStage] = useState<StageName | undefined>(undefined);
  const [publishing, setPublishing] = useState(false);
  useTitle(`${incident.key} ${incident.title}`);
  useIncidentActions(incident, open, width);
  const onUpdate = (): void => {
    open('updates');
    focusSoon('report-conditions');
  };
  const [rating, setRating] = useFeedback();
  const head = { incident, onStage: setStage, onPublish: () => setPublishing(true), onUpdate, onFeedback: () => setRating(true) };
  const choose = (value: string | null): void => {
    const next = TABS.find((name) => name === value);
    if (next) open(next);
  };
  return (
    <Tabs value={tab} onChange={choose} keepMounted={false} component="div" activateTabWithKeyboard={false}>
      {width === 'phone' ? <PhonePage head={head} tab={tab} onAutomation={() => open('automation')} /> : <WidePage head={head} tab={tab} width={width} />}
      <StageDialog incident={incident} stage={stage} onClose={() => setStage(undefined)} />
      <PublishDialog incident={incident} open={publishing} onClose={() => setPublishing(false)} />
      <FeedbackDialog incident={incident} open={rating} onClose={() => setRating(false)} />
    </Tabs>
  );
}

/** Whether feedback is being given; a link that ends in `#feedback` asks for it at once. */
function useFeedback(): [boolean, (open: boolean) => void] {
  const hash = useLocation({ select: (location) => location.hash });
  const navigate = useNavigate({ from: '/incidents/$incident' });
  const [open, setOpen] = useState(false);
  const close = (): void => {
    setOpen(false);
    if (hash === 'feedback') void navigate({ search: true, hash: '', replace: true });
  };
  return [open || hash === 'feedback', (next) => (next ? setOpen(true) : close())];
}

type Head = Parameters<typeof IncidentHeader>[0];

function WidePage({ head, tab, width }: { head: Head; tab: TabName; width: 'medium' | 'wide' }) {
  const { incident } = head;
  return (
    <div className={styles.page}>
      <IncidentHeader {...head} />
      <div className={styles.columns} data-width={width}>
        {width === 'wide' && (
          <aside className={styles.side} aria-label="About the incident">
            <Overview incident={incident} />
          </aside>
        )}
        <div className={styles.centre}>
          <TabStrip incident={incident} tab={tab} width={width} />
          {/* A panel of its own for each tab, so that each begins at its top. */}
          <Tabs.Panel key={tab} value={tab} className={styles.panel} data-fixed={tab === 'conversation' || undefined} tabIndex={tab === 'conversation' ? -1 : 0}>
            <Panel incident={incident} tab={tab} />
          </Tabs.Panel>
        </div>
        <aside className={styles.side} data-end aria-label="Automation, people and tasks">
          <Beside incident={incident} />
          {width === 'medium' && <Overview incident={incident} />}
        </aside>
      </div>
    </div>
  );
}

const UNPADDED: readonly TabName[] = ['conversation', 'timeline', 'updates', 'documents', 'postmortem'];

function PhonePage({ head, tab, onAutomation }: { head: Head; tab: TabName; onAutomation: () => void }) {
  const { incident } = head;
  return (
    <div className={styles.phone}>
      <div className={styles.phoneHead}>
        <PhoneHeader incident={incident} />
        <TabStrip incident={incident} tab={tab} width="phone" />
      </div>
      <Tabs.Panel key={tab} value={tab} className={UNPADDED.includes(tab) ? undefined : styles.phonePanel}>
        {tab === 'overview' && <PhoneTop {...head} onAutomation={onAutomation} />}
        <Panel incident={incident} tab={tab} />
      </Tabs.Panel>
    </div>
  );
}

function useIncidentActions(incident: Incident, open: (tab: TabName) => void, width: ReturnType<typeof useWidth>): void {
  const take = useTakeCommand(incident);
  const over = incident.stage === 'closed' || incident.stage === 'review';
  useNoteAction(() => noteOpen.set(true));
  useActions([
    ...(can(incident, 'assignRole') && !over ? [{ id: 'incident.command', label: 'Take command', group: 'This incident', words: 'commander role', run: take }] : []),
    ...tabsAt(width).map((name, index) => ({ id: `incident.tab.${name}`, label: `Show ${name}`, group: 'This incident', keys: String(index + 1), run: () => open(name) })),
  ]);
}
