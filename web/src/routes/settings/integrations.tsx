import { useNavigate, useSearch } from '@tanstack/react-router';
import { routes } from '../../../../api/contract/index.ts';
import { useApi } from '../../api/hooks.ts';
import { LiveIndicator } from '../../shell/live-indicator.tsx';
import { Tag } from '../../ui/facts.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import catalog from './catalog.module.css';
import { Health } from './integrations/health.tsx';
import { capabilityInWords } from './integrations/schema-specs.ts';
import { PluginPanel } from './integrations/plugin-panel.tsx';

/** What Dispatch works with outside of itself: each plugin, whether it is well, and its settings. */
export function IntegrationsPage() {
  const { plugin } = useSearch({ from: '/app/settings/integrations' });
  const navigate = useNavigate({ from: '/settings/integrations' });
  const { data, error, refetch } = useApi(routes.settings.plugins.list, {});
  const open = (id: string | undefined): void => void navigate({ search: id === undefined ? {} : { plugin: id }, replace: true });
  return (
    <Page title="Integrations" lead="Where tickets, conversations, documents and pages are made. Everything works with what is built in; a plugin takes over what you let it." actions={<LiveIndicator />}>
      {error && !data && <ProblemNotice error={error} title="The plugins could not be loaded" onRetry={() => void refetch()} />}
      {!data && !error && <Loading rows={6} height={22} gap={28} label="Loading plugins" />}
      <ul className={catalog.rows}>
        {data?.data.map((each) => (
          <li key={each.id}>
            <button type="button" onClick={() => open(each.id)} data-off={(each.instances.length === 0 && each.id !== 'builtin') || undefined}>
              <span className={catalog.name}>{each.name}</span>
              <span className={catalog.text}>
                {each.description}{' '}
                <span style={{ display: 'inline-flex', gap: 4, flexWrap: 'wrap', verticalAlign: 'bottom' }}>
                  {each.capabilities.map((capability) => (
                    <Tag key={capability}>{capabilityInWords(capability)}</Tag>
                  ))}
                </span>
              </span>
              <span className={catalog.facts}>
                <Health instances={each.instances} always={each.id === 'builtin'} />
              </span>
            </button>
          </li>
        ))}
      </ul>
      <PluginPanel plugin={data?.data.find((each) => each.id === plugin)} onClose={() => open(undefined)} />
    </Page>
  );
}
