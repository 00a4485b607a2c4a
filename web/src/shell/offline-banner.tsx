import { useLiveState } from '../live/live-state.ts';
import { useZone } from '../ui/preferences.ts';
import { formatClock } from '../ui/time-format.ts';
import styles from './shell.module.css';

/** Says since when there is no network, and what is kept meanwhile. */
export function OfflineBanner() {
  const { mode, since } = useLiveState();
  const zone = useZone();
  if (mode !== 'offline') return null;
  return (
    <div className={styles.offline} role="status">
      <strong>Offline since {formatClock(new Date(since).toISOString(), zone)}.</strong> What you see was loaded before; what you type is kept on this device. Sending works again when you are back.
    </div>
  );
}
