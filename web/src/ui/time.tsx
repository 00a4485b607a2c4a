import { useNow } from './now.ts';
import { useZone } from './preferences.ts';
import { formatClock, formatDuration, formatExact, formatLateness, formatRelative } from './time-format.ts';

/** A moment as people say it (`5 min ago`), or as `clock` (`11:26`) or `exact`; the exact time shows on hover and is what gets copied. */
export function Time({ at, as = 'relative' }: { at: string; as?: 'relative' | 'clock' | 'exact' }) {
  const now = useNow();
  const zone = useZone();
  const exact = formatExact(at, zone);
  const text = as === 'exact' ? exact : as === 'clock' ? formatClock(at, zone) : formatRelative(at, now, zone);
  return (
    <time dateTime={at} title={exact} data-exact={exact}>
      {text}
    </time>
  );
}

/** How long something lasts or lasted: from `since` until `until`, or until now and then it counts on. */
export function Elapsed({ since, until }: { since: string; until?: string | null | undefined }) {
  const now = useNow();
  const zone = useZone();
  const end = until ? Date.parse(until) : now;
  const title = `${until ? 'from' : 'since'} ${formatExact(since, zone)}${until ? ` to ${formatExact(until, zone)}` : ''}`;
  return <span title={title} data-figures>{formatDuration(end - Date.parse(since))}</span>;
}

type DueProps = { at: string; near?: number; prefix?: string; late?: string };

/** A deadline: `in 6 min`, in amber when it is near (10 minutes unless told), `overdue 12 min` in red when it has passed. `prefix` stands before a time to come (`due in 6 min`), `late` in place of being overdue. */
export function Due({ at, near = 600_000, prefix = '', late }: DueProps) {
  const now = useNow();
  const zone = useZone();
  const left = Date.parse(at) - now;
  const exact = formatExact(at, zone);
  const past = left <= 0;
  const color = past && late === undefined ? 'var(--fail)' : !past && left < near ? 'var(--wait)' : undefined;
  return (
    <time dateTime={at} title={exact} data-exact={exact} style={{ color }}>
      {past ? (late ?? `overdue ${formatLateness(-left)}`) : `${prefix}${formatRelative(at, now, zone)}`}
    </time>
  );
}
