import { routes } from '../../../../../api/contract/index.ts';
import { call } from '../../../api/client.ts';
import { useApi } from '../../../api/hooks.ts';
import { Catalog } from '../catalog.tsx';
import { useNames } from '../use-names.ts';
import { baseSpecs } from './base.ts';

/** Kinds of incident, which decide on postmortem, visibility and document templates. */
export function Types() {
  const { data, error, refetch } = useApi(routes.settings.types.list, {});
  const { projects } = useNames();
  const rows = data?.data.toSorted((a, b) => a.rank - b.rank).map((row) => ({
    id: row.id,
    title: row.name,
    text: row.description,
    facts: [row.wantsPostmortem ? `postmortem within ${row.reviewDueDays} d` : 'no postmortem', ...(row.visibility === 'restricted' ? ['restricted'] : [])],
    isDefault: row.isDefault,
    isEnabled: row.isEnabled,
    value: row,
  }));
  return (
    <Catalog
      noun="incident type"
      intro="What kind of incident it is. The type decides who may see it at first, whether it is reviewed, and what its documents begin with."
      rows={rows}
      error={error}
      onRetry={() => void refetch()}
      specs={[
        ...baseSpecs(projects, 'When to choose it, in one sentence.'),
        {
          name: 'visibility',
          label: 'Who may see such an incident at first',
          kind: 'choice',
          required: true,
          options: [
            { value: 'open', label: 'Everyone in the organization' },
            { value: 'restricted', label: 'Only its participants' },
          ],
        },
        { name: 'wantsPostmortem', label: 'Review it after it is closed', kind: 'flag' },
        { name: 'reviewDueDays', label: 'Days until the postmortem is due', kind: 'number', min: 1, max: 365, required: true },
        { name: 'incidentTemplate', label: 'Template of the incident document', kind: 'text', empty: 'null', placeholder: 'The built-in one', help: 'Markdown. {{placeholders}} such as {{title}} and {{commander}} stay up to date.' },
        { name: 'reviewTemplate', label: 'Template of the postmortem', kind: 'text', empty: 'null', placeholder: 'The built-in one' },
      ]}
      blank={{ rank: (rows?.length ?? 0) + 1, isEnabled: true, visibility: 'open', wantsPostmortem: true, reviewDueDays: 5 }}
      create={(body) => call(routes.settings.types.create, { body: body as never })}
      update={(id, body) => call(routes.settings.types.update, { params: { id }, body })}
    />
  );
}
