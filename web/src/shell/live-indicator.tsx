import { Tooltip } from '@mantine/core';
import { useLiveState } from '../live/live-state.ts';
import { useNow } from '../ui/now.ts';
import { useZone } from '../ui/preferences.ts';
import { formatClock, zoneName } from '../ui/time-format.ts';
import styles from './shell.module.css';

const WORDS = {
  connecting: ['Connecting', 'Waiting for live updates to start.'],
  live: ['Live', 'Changes by others appear here by themselves.'],
  polling: ['Every 15 s', 'Live updates are interrupted; this page asks every 15 seconds until they are back.'],
  offline: ['Offline', 'There is no network. What was loaded stays readable.'],
} as const;

/** Says whether the page is live, and the zone its times are in. */
export function LiveIndicator() {
  const { mode, since } = useLiveState();
  const zone = useZone();
  const now = useNow(60_000);
  const [word, meaning] = WORDS[mode];
  return (
    <Tooltip label={`${meaning} Since ${formatClock(new Date(since).toISOString(), zone)}.`}>
      <span className={styles.live} data-mode={mode} role="status">
        <i aria-hidden="true" />
        {word} · {zoneName(zone, now)}
      </span>
    </Tooltip>
  );
}
