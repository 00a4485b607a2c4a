import { useZone } from '../../ui/preferences.ts';
import { formatClock, formatDate } from '../../ui/time-format.ts';

/** Writes a moment as date and time of day in the zone that times are shown in. */
export function useMoment(): (at: string) => string {
  const zone = useZone();
  return (at) => `${formatDate(at, Date.now(), zone)}, ${formatClock(at, zone)}`;
}
