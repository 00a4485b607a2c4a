import { useNavigate, useSearch } from '@tanstack/react-router';
import { LiveIndicator } from '../../shell/live-indicator.tsx';
import { Page } from '../../ui/page.tsx';
import { Alerts } from './cost/alerts.tsx';
import { Models } from './cost/models.tsx';
import { Rates } from './cost/rates.tsx';
import { Rerate } from './cost/re-rate.tsx';
import { SettingsParts } from './parts.tsx';

const PARTS = [
  { id: 'models', label: 'Models', show: Models },
  { id: 'rates', label: 'Rates', show: Rates },
  { id: 'alerts', label: 'Alerts', show: Alerts },
  { id: 're-rate', label: 'Re-rate and recalculate', show: Rerate },
] as const;

/** What incidents cost here: what an hour is worth, how much of it counts, what is worth telling, and pricing closed incidents anew. */
export function CostSettingsPage() {
  const { part } = useSearch({ from: '/app/settings/cost' });
  const navigate = useNavigate({ from: '/settings/cost' });
  return (
    <Page title="Cost rules" actions={<LiveIndicator />}>
      <SettingsParts parts={PARTS} current={part} onChange={(next) => void navigate({ search: { part: next }, replace: true })} />
    </Page>
  );
}
