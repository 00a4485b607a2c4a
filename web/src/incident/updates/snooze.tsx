import { Button, Menu } from '@mantine/core';
import { routes } from '../../../../api/contract/index.ts';
import { toastDone } from '../../ui/toast.ts';
import { Due } from '../../ui/time.tsx';
import { type Incident, useCommand } from '../queries.ts';
import type { ReportKind } from './fields.ts';
import styles from './updates.module.css';

const CHOICES = [
  { minutes: 15, label: '15 minutes' },
  { minutes: 30, label: '30 minutes' },
  { minutes: 60, label: '1 hour' },
  { minutes: 240, label: '4 hours' },
  { minutes: 1440, label: '1 day' },
];

/** Says when the next report is asked for, and puts that off. */
export function Snooze({ incident, kind }: { incident: Incident; kind: ReportKind }) {
  const send = useCommand(routes.timeline.snoozeReport, 'The reminder was not put off', { onDone: () => toastDone('The reminder is put off') });
  const timer = incident.timers.find((each) => each.id === `report/${kind}`);
  const at = timer?.at ?? (kind === 'tactical' ? incident.nextReportDueAt : null);
  if (at === null || (incident.stage !== 'active' && incident.stage !== 'stable')) return null;
  return (
    <span className={styles.audience} style={{ display: 'inline-flex', gap: 10, alignItems: 'center' }}>
      <span>
        next one <Due at={at} />
      </span>
      <Menu>
        <Menu.Target>
          <Button size="xs" loading={send.isPending}>
            Remind me later
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {CHOICES.map(({ minutes, label }) => (
            <Menu.Item key={minutes} onClick={() => send.mutate({ params: { incident: incident.key }, body: { kind, minutes } })}>
              in {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </span>
  );
}
