import { Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { LiveIndicator } from '../../shell/live-indicator.tsx';
import { Page } from '../../ui/page.tsx';
import { Priorities } from './process/priorities.tsx';
import { Projects } from './process/projects.tsx';
import { Roles } from './process/roles.tsx';
import { Rules } from './process/rules.tsx';
import { Severities } from './process/severities.tsx';
import { Types } from './process/types.tsx';
import styles from './settings.module.css';

const PARTS = [
  { id: 'severities', label: 'Severities', show: Severities },
  { id: 'priorities', label: 'Priorities', show: Priorities },
  { id: 'types', label: 'Types', show: Types },
  { id: 'rules', label: 'Engagement rules', show: Rules },
  { id: 'roles', label: 'Roles', show: Roles },
  { id: 'projects', label: 'Projects', show: Projects },
] as const;

/** How incidents are run here: their severities, priorities, types, roles, projects, and who is engaged when. */
export function ProcessPage() {
  const { part } = useSearch({ from: '/app/settings/process' });
  const navigate = useNavigate({ from: '/settings/process' });
  const current = PARTS.find((each) => each.id === part)?.id ?? 'severities';
  return (
    <Page title="Process" actions={<LiveIndicator />}>
      <Tabs value={current} onChange={(next) => void navigate({ search: next === null ? {} : { part: next }, replace: true })} keepMounted={false}>
        <Tabs.List className={styles.tabs}>
          {PARTS.map(({ id, label }) => (
            <Tabs.Tab key={id} value={id}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {PARTS.map(({ id, show: Part }) => (
          <Tabs.Panel key={id} value={id} pt="md">
            <Part />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  );
}
