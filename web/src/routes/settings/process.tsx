import { useNavigate, useSearch } from '@tanstack/react-router';
import { LiveIndicator } from '../../shell/live-indicator.tsx';
import { Page } from '../../ui/page.tsx';
import { Priorities } from './process/priorities.tsx';
import { Projects } from './process/projects.tsx';
import { Roles } from './process/roles.tsx';
import { Rules } from './process/rules.tsx';
import { Severities } from './process/severities.tsx';
import { Types } from './process/types.tsx';
import { SettingsParts } from './parts.tsx';

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
  return (
    <Page title="Process" actions={<LiveIndicator />}>
      <SettingsParts parts={PARTS} current={part} onChange={(next) => void navigate({ search: { part: next }, replace: true })} />
    </Page>
  );
}
