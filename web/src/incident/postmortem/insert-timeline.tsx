import { Button, Checkbox, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { routes } from '../../../../api/contract/index.ts';
import type { TimelineEvent } from '../../../../api/contract/timeline.ts';
import { Markdown } from '../../ui/markdown.tsx';
import { useNow } from '../../ui/now.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import { useZone } from '../../ui/preferences.ts';
import { Loading } from '../../ui/skeleton.tsx';
import { formatDate } from '../../ui/time-format.ts';
import { Time } from '../../ui/time.tsx';
import { isCorrection } from '../timeline/kinds.ts';
import { rowText } from '../timeline/row-text.ts';
import { readAllEvents } from '../timeline/window.ts';
import { isTelling, timelineBlock } from './blocks.ts';
import styles from './postmortem.module.css';

/** Chooses events of the timeline for the document; what tells the incident shortly is chosen already. */
export function InsertTimeline({ incident, open, onClose, onInsert }: { incident: string; open: boolean; onClose: () => void; onInsert: (block: string) => void }) {
  return (
    <Modal opened={open} onClose={onClose} title="Insert from the timeline" size="lg">
      {open && <Chooser incident={incident} onClose={onClose} onInsert={onInsert} />}
    </Modal>
  );
}

function Chooser({ incident, onClose, onInsert }: { incident: string; onClose: () => void; onInsert: (block: string) => void }) {
  const { data, error, refetch } = useQuery({ queryKey: [routes.timeline.events.id, { incident }, {}, 'all'], queryFn: () => readAllEvents(incident) });
  if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={8} label="Loading the timeline" />;
  const events = data.filter((event) => !isCorrection(event.kind)).sort((a, b) => a.at.localeCompare(b.at) || a.seq - b.seq);
  return <Choices events={events} onClose={onClose} onInsert={onInsert} />;
}

function Choices({ events, onClose, onInsert }: { events: readonly TimelineEvent[]; onClose: () => void; onInsert: (block: string) => void }) {
  const zone = useZone();
  const now = useNow(60_000);
  const [chosen, setChosen] = useState(() => new Set(events.filter(isTelling).map((event) => event.id)));
  const toggle = (id: string): void => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  return (
    <>
      <div style={{ display: 'flex', gap: 6, marginBottom: 8 }}>
        <Button size="xs" onClick={() => setChosen(new Set(events.map((event) => event.id)))}>
          All {events.length}
        </Button>
        <Button size="xs" onClick={() => setChosen(new Set(events.filter((event) => event.pinned).map((event) => event.id)))}>
          Pinned
        </Button>
        <Button size="xs" onClick={() => setChosen(new Set())}>
          None
        </Button>
      </div>
      <div className={styles.events} role="group" aria-label="Events">
        {events.map((event) => (
          <label key={event.id} htmlFor={`insert-${event.id}`}>
            <Checkbox size="xs" id={`insert-${event.id}`} checked={chosen.has(event.id)} onChange={() => toggle(event.id)} />
            <span style={{ whiteSpace: 'nowrap' }}>
              <time dateTime={event.at}>{formatDate(event.at, now, zone)} </time>
              <Time at={event.at} as="clock" />
            </span>
            <div>
              <Markdown compact>{rowText(event)}</Markdown>
            </div>
          </label>
        ))}
      </div>
      <div className={styles.buttons}>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          variant="filled"
          disabled={chosen.size === 0}
          onClick={() => {
            onInsert(timelineBlock(events.filter((event) => chosen.has(event.id)), zone));
            onClose();
          }}
        >
          Insert {chosen.size} {chosen.size === 1 ? 'event' : 'events'}
        </Button>
      </div>
    </>
  );
}
