import { Select, TagsInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { routes } from '../../../../api/contract/index.ts';
import { useApi } from '../../api/hooks.ts';
import { DateTimeInput } from '../../ui/date-time-input.tsx';
import { PersonSelect } from '../../ui/person-select.tsx';
import styles from './declare.module.css';
import type { DeclareValues } from './draft.ts';

type Row = { name: string; isEnabled: boolean; isDefault: boolean };

function choices(rows: readonly Row[] | undefined): { data: string[]; placeholder: string } {
  const usable = (rows ?? []).filter((row) => row.isEnabled);
  return { data: usable.map((row) => row.name), placeholder: usable.find((row) => row.isDefault)?.name ?? 'As configured' };
}

/** The rest of a declaration, folded away because the defaults are right most of the time; reporters see less of it. */
export function Details({ form, reporter }: { form: UseFormReturnType<DeclareValues>; reporter: boolean }) {
  const types = useApi(routes.settings.types.list, {});
  const priorities = useApi(routes.settings.priorities.list, {});
  const projects = useApi(routes.settings.projects.list, {});
  const pick = (name: 'type' | 'priority' | 'project' | 'visibility' | 'stage') => ({ value: form.values[name] === '' ? null : form.values[name], onChange: (value: string | null) => form.setFieldValue(name, value ?? ''), error: form.errors[name], clearable: true });
  return (
    <details className={styles.more}>
      <summary>
        More <small>{reporter ? 'type, project, tags' : 'type, priority, project, commander, who may see it, tags, when it began'}</small>
      </summary>
      <div className={styles.pairs}>
        <Select label="Type" {...choices(types.data?.data)} {...pick('type')} />
        <Select label="Project" {...choices(projects.data?.data)} {...pick('project')} />
        {!reporter && <Select label="Priority" {...choices(priorities.data?.data)} {...pick('priority')} />}
        {!reporter && <PersonSelect label="Commander" placeholder="By the engagement rules" value={form.values.commanderEmail} onChange={(email) => form.setFieldValue('commanderEmail', email)} error={form.errors.commanderEmail} clearable allowNew />}
        {!reporter && (
          <Select
            label="Who may see it"
            placeholder="As the type says"
            data={[
              { value: 'open', label: 'Everyone in the organization' },
              { value: 'restricted', label: 'Only its participants' },
            ]}
            {...pick('visibility')}
          />
        )}
        {!reporter && (
          <Select
            label="Where it stands"
            placeholder="Active now"
            data={[
              { value: 'active', label: 'Active now' },
              { value: 'stable', label: 'Stable already' },
              { value: 'closed', label: 'Over, for the record' },
            ]}
            {...pick('stage')}
          />
        )}
        <div className={styles.whole}>
          <TagsInput label="Tags" placeholder={form.values.tags.length === 0 ? 'region/eu, vendor/psp' : ''} value={form.values.tags} onChange={(tags) => form.setFieldValue('tags', tags)} error={form.errors.tags} />
        </div>
        <DateTimeInput label="When it began" description="Empty means now." value={form.values.reportedAt} onChange={(at) => form.setFieldValue('reportedAt', at)} error={form.errors.reportedAt} />
      </div>
    </details>
  );
}
