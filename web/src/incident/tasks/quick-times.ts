const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Due dates that people choose most: minutes to hours for work on a running incident, days for follow-ups (at 17:00 in the viewer's zone). */
export function quickTimes(kind: 'response' | 'followUp', now: number): { label: string; at: string }[] {
  if (kind === 'response') {
    return [
      { label: '30 min', at: now + 30 * MINUTE },
      { label: '1 h', at: now + 60 * MINUTE },
      { label: '4 h', at: now + 240 * MINUTE },
    ].map(({ label, at }) => ({ label, at: new Date(Math.ceil(at / MINUTE) * MINUTE).toISOString() }));
  }
  return [
    { label: '1 week', days: 7 },
    { label: '2 weeks', days: 14 },
    { label: '30 days', days: 30 },
  ].map(({ label, days }) => {
    const at = new Date(now + days * DAY);
    at.setHours(17, 0, 0, 0);
    return { label, at: at.toISOString() };
  });
}
