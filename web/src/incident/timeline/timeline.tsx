import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { routes } from '../../../../api/contract/index.ts';
import type { TimelineEvent } from '../../../../api/contract/timeline.ts';
import { Empty } from '../../ui/empty.tsx';
import { useNow } from '../../ui/now.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import { useZone } from '../../ui/preferences.ts';
import { nameOf } from '../../ui/person.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import { can } from '../abilities.ts';
import { copyText, linkTo } from '../copy.ts';
import { type Incident, useCommand } from '../queries.ts';
import { useArrows } from '../use-arrows.ts';
import { showInMiddle } from '../show-in-middle.ts';
import { useView } from '../use-view.ts';
import { type EventActions, EventRow } from './event-row.tsx';
import { TimelineFilters } from './filters.tsx';
import { isCorrection, readShow } from './kinds.ts';
import { NoteForm } from './note-form.tsx';
import { byDay } from './row-text.ts';
import styles from './timeline.module.css';
import { type EventWindow, useTimeline } from './window.ts';

/** Everything that happened, newest first, with what people may do about it: filter, find, pin, correct, link, add. */
export function Timeline({ incident }: { incident: Incident }) {
  return (
    <>
      <TimelineFilters incident={incident} />
      {can(incident, 'post') && <NoteForm incident={incident} />}
      <Events incident={incident} />
    </>
  );
}

function withEvent(known: EventWindow, event: TimelineEvent): EventWindow {
  return { ...known, rows: known.rows.map((each) => (each.id === event.id ? event : each)) };
}

function useEventActions(incident: Incident): EventActions {
  const client = useQueryClient();
  const annotate = useCommand(routes.timeline.annotate, 'The event was not changed', {
    optimistic: (cache, { params, body }) => {
      const { pinned } = body;
      if (pinned === undefined) return;
      // Every filtered view of this timeline holds the row.
      cache.setQueriesData<EventWindow>({ predicate: (query) => isTimelineOf(query.queryKey, incident.key) }, (known) => known?.rows && { ...known, rows: known.rows.map((each) => (each.seq === params.seq ? { ...each, pinned } : each)) });
    },
    onDone: (event) => client.setQueriesData<EventWindow>({ predicate: (query) => isTimelineOf(query.queryKey, incident.key) }, (known) => known?.rows && withEvent(known, event)),
  });
  const latest = useRef(annotate);
  useEffect(() => {
    latest.current = annotate;
  });
  const { key } = incident;
  const may = can(incident, 'edit');
  // The rows are remembered, so what they are given must stay the same.
  return useMemo(() => {
    const send = async (seq: number, body: { pinned: boolean } | { text: string }): Promise<void> => {
      await latest.current.mutateAsync({ params: { incident: key, seq }, body });
    };
    return {
      link: (event) => void copyText(linkTo(`/incidents/${key}?tab=timeline&event=${event.seq}`), 'Link copied'),
      pin: may ? (event) => void send(event.seq, { pinned: !event.pinned }).catch(() => undefined) : undefined,
      amend: may ? (event, text) => send(event.seq, { text }) : undefined,
    };
  }, [key, may]);
}

function isTimelineOf(queryKey: readonly unknown[], key: string): boolean {
  return queryKey[0] === routes.timeline.events.id && (queryKey[1] as { incident?: unknown } | undefined)?.incident === key && queryKey.at(-1) === 'window';
}

function Events({ incident }: { incident: Incident }) {
  const { search, set } = useView();
  const shown = readShow(search.show);
  const timeline = useTimeline(incident.key, { kinds: shown.kinds, pinned: shown.pinned, q: search.q });
  const actions = useEventActions(incident);
  const { data, error } = timeline;
  useAimed(search.event, data, data?.older && !timeline.olderProblem ? timeline.loadOlder : undefined);
  if (error && !data) {
    return (
      <div className={styles.feed}>
        <ProblemNotice error={error} title="The timeline cannot be shown" onRetry={() => void timeline.refetch()} />
      </div>
    );
  }
  if (!data) {
    return (
      <div className={styles.feed} style={{ paddingTop: 12 }}>
        <Loading rows={9} label="Loading the timeline" />
      </div>
    );
  }
  const filtered = shown.groups.length > 0 || shown.pinned || search.q !== undefined;
  const rows = shown.groups.includes('corrections') ? data.rows : data.rows.filter((event) => !isCorrection(event.kind));
  return (
    <div className={styles.feed}>
      {rows.length === 0 && data.older === null && (
        <Empty title={filtered ? 'Nothing in the timeline matches' : 'Nothing has happened yet'} action={filtered && <Button onClick={() => set({ show: '', q: '' })}>Show all events</Button>}>
          {filtered ? 'Other events are hidden by what you asked for.' : 'Every change appears here by itself.'}
        </Empty>
      )}
      <Rows incident={incident} rows={rows} aimed={search.event} actions={actions} />
      <More timeline={timeline} window={data} />
    </div>
  );
}

function Rows({ incident, rows, aimed, actions }: { incident: Incident; rows: readonly TimelineEvent[]; aimed: number | undefined; actions: EventActions }) {
  const now = useNow(60_000);
  const zone = useZone();
  const list = useRef<HTMLDivElement>(null);
  useArrows(list, 'li');
  const { participants } = incident;
  const names = useMemo(() => new Map(participants.map(({ person }) => [person.email.toLowerCase(), nameOf(person)])), [participants]);
  // What was there when the timeline was opened does not glow.
  const [since] = useState(() => Math.max(0, ...rows.map((event) => event.seq)));
  return (
    <div ref={list}>
      {byDay(rows, now, zone).map((day) => (
        <section key={day.label} aria-label={day.label}>
          <h2 className={styles.day}>{day.label}</h2>
          <ol style={{ listStyle: 'none', padding: 0 }}>
            {day.rows.map((event) => (
              <EventRow key={event.id} event={event} href={`/incidents/${incident.key}?tab=timeline&event=${event.seq}`} aimed={event.seq === aimed} entry={event.id === rows[0]?.id} fresh={event.seq > since} actions={actions} names={names} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function More({ timeline, window: { rows, older, total } }: { timeline: ReturnType<typeof useTimeline>; window: EventWindow }) {
  const end = useRef<HTMLDivElement>(null);
  const load = useRef(timeline.loadOlder);
  useEffect(() => {
    load.current = timeline.loadOlder;
  });
  const more = useCallback(() => void load.current(), []);
  useEffect(() => {
    if (!end.current || older === null) return undefined;
    const watch = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && more(), { rootMargin: '400px' });
    watch.observe(end.current);
    return () => watch.disconnect();
  }, [older, more]);
  if (timeline.olderProblem) return <ProblemNotice error={timeline.olderProblem} title="Older events were not loaded" onRetry={more} />;
  if (older === null) return null;
  return (
    <div ref={end} className={styles.more}>
      <Button size="xs" variant="subtle" onClick={more} loading={timeline.loadingOlder}>
        Show older events ({rows.length} of {total})
      </Button>
    </div>
  );
}

/** Brings the event that a link points at into view once, loading older pages (while that is possible) until it is there. */
function useAimed(seq: number | undefined, window: EventWindow | undefined, loadOlder: (() => Promise<void>) | undefined): void {
  const reached = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (seq === undefined || !window || reached.current === seq) return;
    if (!window.rows.some((event) => event.seq === seq)) {
      void loadOlder?.();
      return;
    }
    reached.current = seq;
    requestAnimationFrame(() => showInMiddle(`event-${seq}`));
  });
}
