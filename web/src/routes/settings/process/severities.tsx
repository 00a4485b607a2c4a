import { routes } from '../../../../../api/contract/index.ts';
import { call } from '../../../api/client.ts';
import { useApi } from '../../../api/hooks.ts';
import { SeverityMark } from '../../../ui/severity.tsx';
import { Catalog } from '../catalog.tsx';
import { baseSpecs } from './base.ts';
import { useNames } from '../use-names.ts';

/** How bad an incident can be. */
export function Severities() {
  const { data, error, refetch } = useApi(routes.settings.severities.list, {});
  const { projects } = useNames();
  const rows = data?.data.toSorted((a, b) => a.rank - b.rank).map((row) => ({ id: row.id, title: row.name, mark: <SeverityMark rank={row.rank} />, text: row.description, facts: [`rank ${row.rank}`, ...(row.project === null ? [] : [row.project])], isDefault: row.isDefault, isEnabled: row.isEnabled, value: row }));
  return (
    <Catalog
      noun="severity"
      intro="How bad it is. People choose by the sentence, so say what customers notice. Rank 1 is the worst and gives the colour and shape."
      rows={rows}
      error={error}
      onRetry={() => void refetch()}
      specs={baseSpecs(projects, 'What it means for customers, in one sentence. It stands beside the choice when somebody declares.')}
      blank={{ rank: (rows?.length ?? 0) + 1, isEnabled: true }}
      create={(body) => call(routes.settings.severities.create, { body: body as never })}
      update={(id, body) => call(routes.settings.severities.update, { params: { id }, body })}
    />
  );
}
